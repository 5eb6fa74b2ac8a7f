import { createApprovals } from '../adapters/azure-devops/approvals';
import { createCommentSource } from '../adapters/azure-devops/comment-source';
import { createAzureDevOpsHost, type Token } from '../adapters/azure-devops/host';
import { createPeople } from '../adapters/azure-devops/people';
import { createPipelines } from '../adapters/azure-devops/pipelines';
import { createSessions } from '../adapters/azure-devops/sessions';
import { createWorkItems } from '../adapters/azure-devops/work-items';
import type { FixFacts } from '../adapters/azure-pipelines/fix-pipeline';
import type { AccessLogEntry, HttpClient } from '../adapters/http/http';
import { createTreeSitterOutliner } from '../adapters/outliner/outliner';
import { type ProcessEntry, processLog } from '../adapters/process/process-log';
import { createSemgrep } from '../adapters/semgrep/semgrep';
import { sendTelemetry } from '../adapters/telemetry/send-telemetry';
import type { FixWorld } from '../fix-world';
import type { CodeHost } from '../ports/code-host';
import type { Scanner } from '../ports/scanner';
import { limitLines, limitText } from '../steps/policy/limit-lines';
import { textOf } from '../steps/policy/policy-shape';
import type { FixRecord } from '../steps/record/fix-record';
import { fixTelemetrySpans } from '../steps/record/fix-telemetry';
import { createVeil } from '../steps/secrets/veil';
import { FIX_INPUTS } from '../steps/settings/fix-inputs';
import type { FixSettings } from '../steps/settings/fix-settings';
import { readFixSettings } from '../steps/settings/read-fix-settings';
import { type Surroundings, wireHttp, wireToken } from './connection';
import { type WiredWriter, wireWriter } from './fix-writer';
import { type Governance, governFixRun } from './govern';
import { governedModel } from './governed-model';
import { interruptible } from './host';
import { late } from './late';
import { wireModel } from './model';
import { createOutboundGuard } from './outbound-guard';
import { packaged } from './packaged';
import { signingKey } from './signing-key';
import { createStopwatch } from './stopwatch';
import { wireWorkshops } from './workshops';

export interface FixWired {
  /** As the policy lets them be. */
  settings: FixSettings;
  world: FixWorld & { accessLog(): readonly AccessLogEntry[]; processLog(): readonly ProcessEntry[] };
  /** Removes what the run left on the agent. */
  end(record: FixRecord): Promise<void>;
}

export async function wireFixWorld(
  surroundings: Surroundings & { facts: FixFacts },
  asked: FixSettings,
): Promise<FixWired> {
  const { facts, clock, log, signal, version } = surroundings;
  let settings = asked;
  const { http, fault } = wireHttp(surroundings, () => settings);
  const reader = tokenOf(surroundings, http, fault);
  const governedBy = (policy: string) =>
    governFixRun({
      surroundings: { ...surroundings, facts: { ...facts, policy } },
      http,
      settings: asked,
      token: reader,
    });
  const governance = await governedBy(facts.policy);
  settings = governance.settings;
  for (const note of governance.notes ?? []) log.info(note);
  const writer = facts.writer === null ? reader : tokenOf(asWriter(surroundings), http, fault);
  const { timed, stages } = createStopwatch(clock);
  const guard = createOutboundGuard(surroundings.mask, log);
  const endingWithRun = interruptible(signal);
  const rest = async () => ({
    ...facts,
    project: facts.project.id || facts.project.name,
    token: await reader(),
    http,
    log,
  });
  // One for each repository and identity, however often it is asked for: each has a scratch repository of its own.
  const opened = new Map<string, WiredWriter>();
  const repositoryAs = (identity: 'reader' | 'writer', repositoryId: string): WiredWriter => {
    const key = `${identity} ${repositoryId.toLowerCase()}`;
    const writes = { reader, writer }[identity];
    const there =
      opened.get(key) ?? wireWriter({ surroundings, facts, settings, http, reader, writer: writes }, repositoryId);
    opened.set(key, there);
    return there;
  };
  const { workshops, removed } = wireWorkshops(surroundings, settings);
  const outliner = createTreeSitterOutliner({ grammarFolder: packaged('grammars'), log });
  const world: FixWired['world'] = {
    host: (repositoryId, pullRequestId) =>
      endingWithRun(
        guard.host(timed('Azure DevOps', hostOf({ surroundings, http, reader }, repositoryId, pullRequestId))),
      ),
    comments: timed(
      'Azure DevOps',
      late(async () => createCommentSource(await rest()), ['self', 'comment', 'thread', 'activePullRequests']),
    ),
    sessions: (repositoryId) =>
      timed(
        'Azure DevOps',
        late(async () => createSessions({ ...(await rest()), repositoryId }), ['property']),
      ),
    pipelines: timed(
      'Azure DevOps',
      late(
        async () => createPipelines(await rest()),
        [
          ...([
            'artifact',
            'tagsSince',
            'queue',
            'runState',
            'lastFailed',
            'failedLogs',
            'retention',
            'setTags',
          ] as const),
        ],
      ),
    ),
    approvals: timed(
      'Azure DevOps',
      late(async () => createApprovals(await rest()), ['ofStage']),
    ),
    people: timed(
      'Azure DevOps',
      late(async () => createPeople(await rest()), ['belongs', 'ids']),
    ),
    workItems: timed(
      'Azure DevOps',
      late(async () => createWorkItems(await rest()), ['read']),
    ),
    writer(repositoryId) {
      const made = repositoryAs('writer', repositoryId);
      return {
        ...made,
        host: timed('Azure DevOps', made.host),
        pusher: timed('git', made.pusher),
        trees: timed('git', made.trees),
      };
    },
    // Read as the identity that reads and comments: a run that plans has no other.
    code(repositoryId) {
      const made = repositoryAs('reader', repositoryId);
      return {
        repository: timed('git', made.repository),
        trees: timed('git', made.trees),
        defaultBranch: async () => (await made.host.repository()).defaultBranch,
        tip: made.pusher.tip,
        pullRequestOf: made.host.pullRequestOf,
      };
    },
    model: guard.model(
      timed(
        'Claude',
        governedModel(governance, () => wireModel(surroundings, http, settings)),
      ),
    ),
    policy: {
      ...policyOf(governance, facts),
      now: async (source) => toldNow(await governedBy(source)),
    },
    workshops,
    outliner,
    scanner: settings.semgrep === 'off' ? null : scannerOf(surroundings),
    signingKey: signingKey(facts),
    veil: createVeil(surroundings.mask.hide),
    ...{ log, clock, signal, stages, calls: [], tools: [], sent: [], left: [], holdsSecret: surroundings.mask.finds },
    run: {
      version,
      id: `${facts.run.kind} ${facts.run.id} ${facts.run.attempt}`,
      url: facts.run.url,
      startedAt: clock.now(),
      buildId: facts.run.kind === 'build' ? facts.run.id : '',
      collectionUrl: facts.collectionUrl,
      repositoryId: facts.repository.id,
      definitionId: facts.queue.definitionId,
      stage: facts.queue.stage,
      queuedBy: facts.queue.by,
      ...(governance.facts ? { policy: governance.facts } : {}),
    },
    accessLog: http.accessLog,
    processLog,
  };
  const end = async (record: FixRecord) => {
    const targets = { ...settings, otlpHeaders: facts.credentials.otlpHeaders ?? '' };
    const spans = fixTelemetrySpans(record, world.run.startedAt, settings.provider);
    for (const sentence of await removed()) log.warn(sentence);
    const disposed = [outliner, ...opened.values()].map((one) => one.dispose());
    await Promise.all([sendTelemetry(http, log, targets, spans), ...disposed]);
    await http.close();
  };
  return { world, settings, end };
}

/** What is scanned was written by a model: without a sandbox it is not looked at. */
function scannerOf({ facts: { temporaryFolder, workingFolder }, log }: Surroundings): Scanner {
  return createSemgrep({
    scratchFolder: temporaryFolder,
    environment: process.env,
    rulesPath: packaged('rules'),
    ...{ mode: 'auto', sandbox: 'required', workFolder: workingFolder, log },
  });
}

/** What the policy forbids, and what apply has to hold to although it never sees the connection with the key. */
function policyOf(governance: Governance<FixSettings>, { inputs }: FixFacts): Omit<FixWorld['policy'], 'now'> {
  const { failure, switchedOff, effective } = governance;
  return {
    ...(failure === undefined ? {} : { refusal: failure }),
    ...(switchedOff === undefined ? {} : { switchedOff }),
    limits: effective ? limitLines(effective).map(limitText) : [],
    enforced: enforcedBy(governance),
    under: (texts) => readFixSettings({ ...inputs, ...texts }).settings,
  };
}

function enforcedBy({ effective }: Governance<FixSettings>): Record<string, string> {
  const enforced = Object.entries(effective?.enforced ?? {}).filter(([name]) => name in FIX_INPUTS);
  return Object.fromEntries(enforced.map(([name, { value }]) => [name, textOf(value)]));
}

/** Where nothing is sent to the model, what the policy forbids to be sent is no matter; that it cannot be read is. */
function toldNow(governance: Governance<FixSettings>): Awaited<ReturnType<FixWorld['policy']['now']>> {
  const { failure, switchedOff, effective } = governance;
  if (effective === undefined) throw failure;
  return { ...(switchedOff === undefined ? {} : { switchedOff }), enforced: enforcedBy(governance) };
}

/** Asked for once, and only when something is read or written. */
function tokenOf(surroundings: Surroundings, http: HttpClient, fault: unknown): () => Promise<Token> {
  let asked: Promise<Token> | undefined;
  return () => {
    asked ??= fault ? Promise.reject(fault) : wireToken(surroundings, http);
    return asked;
  };
}

function asWriter(surroundings: Surroundings & { facts: FixFacts }): Surroundings {
  const { facts } = surroundings;
  const azureDevOps = facts.writer ?? facts.credentials.azureDevOps;
  return { ...surroundings, facts: { ...facts, credentials: { ...facts.credentials, azureDevOps } } };
}

interface Reading {
  surroundings: Surroundings;
  http: HttpClient;
  reader(): Promise<Token>;
}

function hostOf(
  { surroundings: { facts, clock, log }, http, reader }: Reading,
  repositoryId: string,
  pullRequestId: number,
): CodeHost {
  const make = async () =>
    createAzureDevOpsHost({
      collectionUrl: facts.collectionUrl,
      project: facts.project.id || facts.project.name,
      ...{ repositoryId, pullRequestId, token: await reader(), http, log, clock, statusGenre: 'second-pass' },
    });
  return {
    ...late<CodeHost, keyof CodeHost>(make, ['pullRequest', 'pushers', 'conversation', 'apply']),
    now: clock.now,
  };
}
