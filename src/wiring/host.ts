import { type AzureDevOpsHost, createAzureDevOpsHost, type Token } from '../adapters/azure-devops/host';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import type { HttpClient } from '../adapters/http/http';
import { SecondPassError } from '../errors';
import type { CodeHost, PullRequest } from '../ports/code-host';
import type { Settings } from '../steps/settings/settings';
import type { Surroundings } from './connection';
import { wireCommonCommits } from './repository';

export function wireHost(
  surroundings: Surroundings,
  http: HttpClient,
  token: Token,
  pullRequestId: number,
): AzureDevOpsHost {
  const { facts, clock, log } = surroundings;
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
    commonCommits: wireCommonCommits(surroundings, http, token),
  });
}

export function pullRequestIdOf({ foreignHost, pullRequest }: PipelineFacts, settings: Settings): number {
  const id = settings.pullRequestId ?? pullRequest?.id;
  if (foreignHost !== null) {
    const advice = 'Second Pass reviews pull requests in Azure Repos alone.';
    throw notAPullRequest(`The repository is hosted by ${foreignHost}, not by Azure Repos.`, advice);
  }
  if (id === undefined) {
    const advice = "Start it by a branch policy's build validation, or set `pullRequestId`.";
    throw notAPullRequest('This run belongs to no pull request.', advice);
  }
  return id;
}

function notAPullRequest(message: string, advice: string): SecondPassError {
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

/**
 * What is under way when the run's signal comes ends with it instead of waiting for the service. What is begun afterwards
 * goes through: these are the run's last words, and `lastWord` bounds them.
 */
export function interruptible(signal: AbortSignal): (host: CodeHost) => CodeHost {
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  ended.catch(() => {});
  const raced = <T>(work: Promise<T>): Promise<T> => (signal.aborted ? work : Promise.race([work, ended]));
  return (host) => ({
    pullRequest: () => raced(host.pullRequest()),
    pushers: (pullRequest) => raced(host.pushers(pullRequest)),
    conversation: (iteration) => raced(host.conversation(iteration)),
    apply: (write) => raced(host.apply(write)),
    commonCommits: (one, other) => raced(host.commonCommits?.(one, other) ?? Promise.resolve([])),
    hasEnded: (page) => raced(host.hasEnded?.(page) ?? Promise.resolve(false)),
    now: () => host.now(),
  });
}
