import type { Token } from '../adapters/azure-devops/host';
import { createSetUpReader, type RepositoryFacts, type SetUpReader } from '../adapters/azure-devops/set-up';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import type { HttpClient } from '../adapters/http/http';
import { isSecondPassError, SecondPassError } from '../errors';
import type { CodeHost } from '../ports/code-host';
import type { Log } from '../ports/log';
import type { Gate, SetUp } from '../ports/set-up';
import { limitLines, limitText } from '../steps/policy/limit-lines';
import { parsePolicyPlace } from '../steps/policy/policy-place';
import type { Settings } from '../steps/settings/settings';
import type { Surroundings } from './connection';
import type { Governance } from './govern';
import { pullRequestIdOf } from './host';
import { wireRepository } from './repository';
import { signingKey } from './signing-key';

export interface SetUpWiring {
  surroundings: Surroundings;
  http: HttpClient;
  settings: Settings;
  token: () => Promise<Token>;
  host: CodeHost;
  heard: SetUp['heard'];
  governance: Governance;
}

/** What `doctor` looks at: reads of the service that need no pull request, and what the door knows of the run. */
export function wireSetUp(wiring: SetUpWiring): SetUp {
  const { facts } = wiring.surroundings;
  let made: Promise<SetUpReader> | undefined;
  const reader = () => {
    made ??= makeReader(wiring);
    return made;
  };
  const repository = async () => (await reader()).repository(await repositoryName(wiring));
  return {
    agent: agentLine(facts),
    advice: doorAdvice(facts),
    whyNoPullRequest: whyNoPullRequest(wiring),
    policy: policyOf(wiring.governance, facts),
    policyBranch: async () => policyBranch(wiring, await reader()),
    self: async () => (await reader()).self(),
    repository,
    mayContribute: async () => (await reader()).mayContribute(await repository()),
    openingRights: async (branch) => (await reader()).openingRights(await repository(), branch),
    withoutTemplate: async () => withoutTemplate(facts, await reader()),
    gate: gateOf(facts),
    statusPolicies: async (branch) => (await reader()).statusPolicies(await repository(), branch),
    fetchTip: async (branch) => fetchTip(wiring, await reader(), await repository(), branch),
    heard: wiring.heard,
  };
}

/** A log that keeps what is said instead of printing it, until it is asked for. */
export function overhear(log: Log): { overheard: Log; heard: SetUp['heard'] } {
  let [said, warned]: [string[], string[]] = [[], []];
  const overheard: Log = {
    info: (line) => void said.push(line),
    warn: (line) => void warned.push(line),
    group: log.group,
  };
  const heard = () => {
    const all = { said, warned };
    [said, warned] = [[], []];
    return all;
  };
  return { overheard, heard };
}

async function makeReader({ surroundings: { facts, log }, http, token }: SetUpWiring): Promise<SetUpReader> {
  const project = facts.project.id || facts.project.name;
  return createSetUpReader({ collectionUrl: facts.collectionUrl, project, token: await token(), http, log });
}

async function repositoryName({ surroundings: { facts }, host }: SetUpWiring): Promise<string> {
  if (facts.foreignHost !== null) {
    throw nowhere(`The repository is hosted by ${facts.foreignHost}; pull requests in Azure Repos alone are reviewed.`);
  }
  if (facts.repository.id !== '') return facts.repository.id;
  try {
    return (await host.pullRequest()).repositoryId;
  } catch (error) {
    if (!isSecondPassError(error) || error.kind !== 'notAPullRequest') throw error;
    throw nowhere('This run names no repository.');
  }
}

function nowhere(message: string): SecondPassError {
  const advice = 'Set `repositoryId` (and `pullRequestId`), or run in a pipeline of a repository in Azure Repos.';
  return new SecondPassError({ kind: 'notAPullRequest', code: 'no-repository', message, advice });
}

function whyNoPullRequest({ surroundings: { facts }, settings }: SetUpWiring): string {
  try {
    pullRequestIdOf(facts, settings);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function agentLine({ run, proxy, certificates, isFork }: PipelineFacts): string {
  return [
    `Node ${process.versions.node} on ${process.platform}`,
    ...(run.agentVersion ? [`agent ${run.agentVersion}`] : []),
    `${run.kind} ${run.id}`.trim(),
    ...(proxy ? ['through a proxy'] : []),
    ...(certificates.caFile ? ['with a certificate authority of its own'] : []),
    ...(isFork ? ['from a fork'] : []),
  ].join(', ');
}

function gateOf(facts: PipelineFacts): Gate {
  const { azureDevOps, model } = facts.credentials;
  return {
    isShared: azureDevOps.kind === 'bearer' && azureDevOps.from === 'job',
    isSigned: signingKey(facts) !== null,
    hasConnection: model.kind === 'federated' || (model.kind === 'key' && model.from === 'connection'),
  };
}

async function withoutTemplate(
  { connections = {} }: PipelineFacts,
  reader: SetUpReader,
): Promise<readonly string[] | null> {
  const named = Object.entries(connections);
  const answers = await Promise.all(named.map(([, id]) => reader.requiresTemplate(id)));
  if (named.length > 0 && answers.every((answer) => answer === null)) return null;
  return named.flatMap(([input], index) => (answers[index] === true ? [] : [input]));
}

/** What it limits here; without one, who could set one. */
function policyOf({ facts, effective, failure, notes = [] }: Governance, { policy }: PipelineFacts): SetUp['policy'] {
  if (failure !== undefined) return { failure, text: '', advice: [] };
  if (facts === undefined || effective === undefined) {
    const text = policy === '' ? 'none; the service connection with the key names no file' : 'not asked';
    return { text, advice: [] };
  }
  const lines = limitLines(effective).map(limitText);
  const text = `${facts.source} at ${facts.commit.slice(0, 8)}: ${lines.join('; ') || 'limits nothing here'}`;
  return { text, advice: [...effective.ignored, ...notes] };
}

async function policyBranch({ governance: { facts } }: SetUpWiring, reader: SetUpReader) {
  const place = facts && parsePolicyPlace(facts.source);
  return place ? reader.protection(place) : null;
}

function doorAdvice({ credentials, isFork }: PipelineFacts): string[] {
  const isShared = credentials.azureDevOps.kind === 'bearer' && credentials.azureDevOps.from === 'job';
  return [
    ...(isShared
      ? [
          'The identity of the job posts; every step of every pipeline of the project shares it (`azureDevOpsConnection`).',
        ]
      : []),
    ...(isFork ? ['This is a build of a fork: secrets are withheld from it unless the pipeline gives them.'] : []),
  ];
}

async function fetchTip(
  { surroundings, http, token }: SetUpWiring,
  reader: SetUpReader,
  repository: RepositoryFacts,
  branch: string,
): Promise<string | undefined> {
  const tip = branch === '' ? null : await reader.tip(repository, branch);
  if (tip === null) return undefined;
  const place = [repository.projectName, '_git', repository.name].map(encodeURIComponent).join('/');
  const remote = async () => ({ url: `${surroundings.facts.collectionUrl}${place}`, refs: [branch] });
  const commits = wireRepository(surroundings, http, await token(), remote);
  try {
    await commits.changes({ base: tip, source: tip });
    return tip;
  } finally {
    await commits.dispose();
  }
}
