import { tmpdir } from 'node:os';
import type { Agent } from './agent';
import { collectionUrlOf, isOfCollection } from './collection-hosts';
import {
  azureDevOpsCredential,
  type CredentialNotes,
  memoryKey,
  modelCredential,
  otlpHeaders,
  secretTexts,
} from './credentials';
import type { CertificateFiles, PipelineFacts } from './pipeline-facts';
import { readPullRequestId } from './pull-request-id';

/** With several checkouts they name the folder above them all. */
const CHECKOUT_VARIABLES = ['Build.Repository.LocalPath', 'Build.SourcesDirectory'] as const;

/** Everything the pipeline tells of this run. `inputNames` are those that `readSettings` wants. */
export function readPipeline(agent: Agent, inputNames: readonly string[]): PipelineFacts {
  const tell: CredentialNotes = { notes: [], warnings: [] };
  const collectionUrl = collectionUrlOf(agent);
  const project = { id: agent.variable('System.TeamProjectId'), name: agent.variable('System.TeamProject') };
  const { pullRequest, notes } = readPullRequestId(agent);
  tell.notes.push(...notes);
  return {
    inputs: readInputs(agent, inputNames, tell),
    collectionUrl,
    project,
    repository: readRepository(agent),
    pullRequest,
    foreignHost: readForeignHost(agent),
    isFork: agent.variable('System.PullRequest.IsFork').toLowerCase() === 'true',
    policy: readPolicyField(agent),
    connections: readConnections(agent),
    credentials: {
      azureDevOps: azureDevOpsCredential(agent),
      model: modelCredential(agent, tell),
      memoryKey: memoryKey(agent, tell),
      ...otlpHeaders(agent, tell),
      unused: secretTexts(agent),
    },
    jobToken: agent.connection('SYSTEMVSSCONNECTION')?.parameter('AccessToken') ?? '',
    oidcRequestUrl: readOidcRequestUrl(agent, collectionUrl, project.id, tell),
    temporaryFolder: agent.variable('Agent.TempDirectory') || tmpdir(),
    workingFolder: agent.variable('System.DefaultWorkingDirectory') || process.cwd(),
    checkoutFolders: CHECKOUT_VARIABLES.map((name) => agent.variable(name)).filter((folder) => folder !== ''),
    agentFolder: agent.variable('Agent.HomeDirectory'),
    proxy: readProxy(agent, tell),
    certificates: readCertificateFiles(agent, tell),
    run: readRun(agent, collectionUrl, project.name),
    notes: tell.notes,
    warnings: tell.warnings,
  };
}

/** Inputs that name a service connection on which the verdict rests. */
const CONNECTIONS = ['connection', 'azureConnection', 'azureDevOpsConnection', 'azureDevOpsServerConnection'] as const;

function readConnections(agent: Agent): Record<string, string> {
  return Object.fromEntries(CONNECTIONS.map((name) => [name, agent.input(name)]).filter(([, id]) => id !== ''));
}

/** A url in the connection counts unless the input `endpoint` names another. */
function readInputs(agent: Agent, names: readonly string[], tell: CredentialNotes): Record<string, string> {
  const inputs = Object.fromEntries(names.map((name) => [name, agent.input(name)]));
  const named = agent.input('connection');
  const url = named === '' ? '' : (agent.connection(named)?.url ?? '');
  const isOwn = url === '' || /^https:\/\/api\.anthropic\.com\/?$/i.test(url);
  if (isOwn || !names.includes('endpoint')) return inputs;
  if (inputs.endpoint) {
    tell.notes.push('Input "endpoint" is used; the url of the service connection is not.');
    return inputs;
  }
  tell.notes.push('The url of the service connection is used as "endpoint".');
  return { ...inputs, endpoint: url };
}

/** It stands in the connection, so that whoever may use the key cannot choose what limits it. */
function readPolicyField(agent: Agent): string {
  const named = agent.input('connection');
  return named === '' ? '' : (agent.connection(named)?.data('policy') ?? '');
}

function readRepository(agent: Agent): PipelineFacts['repository'] {
  const given = agent.input('repositoryId');
  if (given !== '' && !/^\$\(.*\)$/.test(given)) return { id: given, name: '' };
  return { id: agent.variable('Build.Repository.Id'), name: agent.variable('Build.Repository.Name') };
}

/** A repository named by input is one of Azure Repos, whatever this run itself was built from. */
function readForeignHost(agent: Agent): string | null {
  const provider = agent.variable('Build.Repository.Provider');
  const isOurs = provider === '' || provider.toLowerCase() === 'tfsgit';
  return isOurs || agent.input('repositoryId') !== '' ? null : provider;
}

/** The job's own token goes there, so a host that is none of the collection's is not believed. */
function readOidcRequestUrl(agent: Agent, collectionUrl: string, projectId: string, tell: CredentialNotes): string {
  const given = agent.variable('System.OidcRequestUri');
  if (given !== '' && isOfCollection(given, collectionUrl)) return given;
  if (given !== '') {
    const host = URL.canParse(given) ? new URL(given).host : 'no address';
    tell.warnings.push(`System.OidcRequestUri names ${host}, which is no host of the collection. It is not used.`);
  }
  const [plan, job] = [agent.variable('System.PlanId'), agent.variable('System.JobId')];
  if (!collectionUrl || !projectId || !plan || !job) return '';
  const hub = agent.variable('System.HostType') || 'build';
  return `${collectionUrl}${projectId}/_apis/distributedtask/hubs/${hub}/plans/${plan}/jobs/${job}/oidctoken`;
}

function readProxy(agent: Agent, tell: CredentialNotes): PipelineFacts['proxy'] {
  const url = agent.variable('Agent.ProxyUrl');
  if (url === '') return null;
  const username = agent.variable('Agent.ProxyUsername');
  const password = agent.variable('Agent.ProxyPassword');
  const bypass = readBypass(agent.variable('Agent.ProxyBypassList'), tell);
  return { url, ...(username && { username }), ...(password && { password }), bypass };
}

function readBypass(json: string, tell: CredentialNotes): readonly string[] {
  if (json === '') return [];
  try {
    const list: unknown = JSON.parse(json);
    if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list;
  } catch {
    // Told below, like a list of another shape.
  }
  tell.warnings.push("The agent's proxy bypass list cannot be read: every request takes the proxy.");
  return [];
}

function readCertificateFiles(agent: Agent, tell: CredentialNotes): CertificateFiles {
  if (agent.variable('Agent.SkipCertValidation').toLowerCase() === 'true') {
    tell.warnings.push(
      'The agent is set up to skip certificate validation. This task never does: it would hand tokens and code to ' +
        'anybody on the way. Give the agent the certificate authority instead (--sslcacert).',
    );
  }
  const certFile = agent.variable('Agent.ClientCert');
  const client = certFile && {
    certFile,
    keyFile: agent.variable('Agent.ClientCertKey'),
    archiveFile: agent.variable('Agent.ClientCertArchive'),
    passphrase: agent.variable('Agent.ClientCertPassword'),
  };
  return { caFile: agent.variable('Agent.CAInfo'), client: client || null };
}

function readRun(agent: Agent, collectionUrl: string, project: string): PipelineFacts['run'] {
  const agentVersion = agent.variable('Agent.Version');
  const attempt = Number(agent.variable('System.JobAttempt')) || 1;
  const job = agent.variable('System.JobId').slice(0, 8);
  const leg = Number(agent.variable('System.JobPositionInPhase')) || 1;
  const common = { agentVersion, attempt, job, leg };
  const base = `${collectionUrl}${encodeURIComponent(project)}`;
  if (agent.variable('System.HostType').toLowerCase() === 'release') {
    const id = agent.variable('Release.ReleaseId');
    const url = agent.variable('Release.ReleaseWebUrl') || (id && `${base}/_releaseProgress?releaseId=${id}`);
    return { kind: 'release', id, url, ...common, definitionId: 0 };
  }
  const id = agent.variable('Build.BuildId');
  if (id === '') return { kind: 'other', id: '', url: '', ...common, definitionId: 0 };
  const definitionId = Number(agent.variable('System.DefinitionId')) || 0;
  return { kind: 'build', id, url: `${base}/_build/results?buildId=${id}`, ...common, definitionId };
}
