import { type AzureDevOpsHost, createAzureDevOpsHost, type Token } from './adapters/azure-devops/host';
import type { PipelineFacts } from './adapters/azure-pipelines/pipeline-facts';
import type { HttpClient } from './adapters/http/http';
import { SecondPassError } from './errors';
import type { CodeHost, PullRequest } from './ports/code-host';
import type { Settings } from './steps/settings/settings';
import type { Surroundings } from './wire-connection';

export function wireHost(
  { facts, clock, log }: Surroundings,
  http: HttpClient,
  token: Token,
  pullRequestId: number,
): AzureDevOpsHost {
  return createAzureDevOpsHost({
    collectionUrl: facts.collectionUrl,
    project: facts.project.name || facts.project.id,
    repositoryId: facts.repository.id,
    pullRequestId,
    token,
    http,
    log,
    clock,
    statusGenre: 'second-pass',
  });
}

export function pullRequestIdOf({ foreignHost, pullRequest }: PipelineFacts, settings: Settings): number {
  const id = settings.pullRequestId ?? pullRequest?.id;
  if (foreignHost !== null) throw notAPullRequest(`The repository is hosted by ${foreignHost}, not by Azure Repos.`);
  if (id === undefined) throw notAPullRequest('This run belongs to no pull request.');
  return id;
}

function notAPullRequest(message: string): SecondPassError {
  const advice = 'Nothing is reviewed. Use the task in pull-request validation, or set `pullRequestId`.';
  return new SecondPassError({ kind: 'notAPullRequest', code: 'not-a-pull-request', message, advice });
}

/** Reads as ever and writes nothing. */
export function readOnly(host: AzureDevOpsHost): AzureDevOpsHost {
  return { ...host, apply: async () => ({}) };
}

/** Keeps the last pull request that was read, so that the repository is found without asking again. */
export function rememberPullRequest(host: CodeHost): CodeHost & { last: () => Promise<PullRequest> } {
  let last: PullRequest | undefined;
  const pullRequest = async () => {
    last = await host.pullRequest();
    return last;
  };
  return { ...host, pullRequest, last: async () => last ?? pullRequest() };
}

/** Ends with the run's signal instead of waiting for the service. */
export function interruptible(host: CodeHost, signal: AbortSignal): CodeHost {
  const ended = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  ended.catch(() => {});
  return {
    pullRequest: () => Promise.race([host.pullRequest(), ended]),
    conversation: (iteration) => Promise.race([host.conversation(iteration), ended]),
    apply: (write) => Promise.race([host.apply(write), ended]),
  };
}
