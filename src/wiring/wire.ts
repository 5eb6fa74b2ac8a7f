import type { Token } from '../adapters/azure-devops/host';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';
import type { ScratchRepository } from '../adapters/git/create-git-repository';
import type { AccessLogEntry, HttpClient } from '../adapters/http/http';
import { type ProcessEntry, processLog } from '../adapters/process/process-log';
import { sendTelemetry } from '../adapters/telemetry/send-telemetry';
import type { CodeHost, PullRequest } from '../ports/code-host';
import type { SetUp } from '../ports/set-up';
import type { RunRecord } from '../steps/record/record';
import { telemetrySpans } from '../steps/record/telemetry';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';
import { type Surroundings, wireHttp, wireToken } from './connection';
import { govern } from './govern';
import { governedModel } from './governed-model';
import { interruptible, pullRequestIdOf, readOnly, rememberPullRequest, wireHost } from './host';
import { wireModel } from './model';
import { createOutboundGuard } from './outbound-guard';
import { remoteOf, wireRepository } from './repository';
import { overhear, wireSetUp } from './set-up';
import { signingKey } from './signing-key';
import { createStopwatch } from './stopwatch';
import { wireTools } from './tools';

/** A world, and the same world for the review, whose reads end with the run's signal. */
export interface Wired {
  world: World & { accessLog(): readonly AccessLogEntry[]; processLog(): readonly ProcessEntry[] };
  reviewed: World;
  /** As the policy lets them be. */
  settings: Settings;
  /** Why the policy lets nothing be sent; undefined where it does. */
  refusal: unknown;
  /** What `doctor` looks at besides. */
  setUp: SetUp;
  /** Tells the customer's own telemetry, and removes what the run left on the agent. */
  end(record: RunRecord): Promise<void>;
}

/** Run modes that may write to the pull request. */
const WRITES: ReadonlySet<Settings['runMode']> = new Set(['publish', 'clean']);

export async function wireWorld(given: Surroundings, asked: Settings): Promise<Wired> {
  const { overheard, heard } = overhear(given.log);
  const surroundings = asked.runMode === 'doctor' ? { ...given, log: overheard } : given;
  const { facts, clock, log, signal, version } = surroundings;
  let settings = asked;
  const { http, fault } = wireHttp(surroundings, () => settings);
  const token = once(() => (fault ? Promise.reject(fault) : wireToken(surroundings, http)));
  const governance = await govern({ surroundings, http, settings: asked, token });
  const { switchedOff, failure: refusal, notes = [] } = governance;
  settings = governance.settings;
  // The doctor tells them with its check.
  if (asked.runMode !== 'doctor') for (const note of notes) log.info(note);
  const connected = await connect(surroundings, http, settings, token);
  const tools = wireTools(settings, {
    ...{ ...facts, environment: process.env, untrustedFolders: [facts.workingFolder], log },
    rulesAtTarget: (path) => readAtTarget(connected, path),
  });
  const { timed, stages } = createStopwatch(clock);
  const guard = createOutboundGuard(given.mask, given.log);
  const world = {
    // What is begun, the time, and what was noted, take no answer.
    host: guard.host({ ...timed('Azure DevOps', connected.host), now: () => connected.host.now() }),
    repository: {
      ...timed('git', connected.repository),
      begin: () => connected.repository.begin?.(),
      notes: async () => (await connected.repository.notes?.()) ?? [],
    },
    model: guard.model(
      timed(
        'Claude',
        governedModel(governance, () => wireModel(surroundings, http, settings)),
      ),
    ),
    scanner: tools.scanner && timed('static analysis', tools.scanner),
    outliner: tools.outliner && timed('skeletons', tools.outliner),
    calls: [],
    sent: [],
    stages,
    told: () => [...notes, ...guard.told()],
    keptFromModel: guard.keptFromModel,
    sarifFiles: tools.sarifFiles,
    workingFolder: facts.workingFolder,
    checkoutFolders: facts.checkoutFolders,
    log: given.log,
    clock,
    signal,
    signingKey: signingKey(facts),
    run: {
      version,
      id: `${facts.run.kind} ${facts.run.id} ${facts.run.attempt} ${facts.run.job}`.trimEnd(),
      url: facts.run.url,
      ...artifactOf(facts.run, settings),
      ...namesOf(facts.run),
      startedAt: clock.now(),
      ...(governance.facts ? { policy: governance.facts } : {}),
    },
    ...(switchedOff === undefined ? {} : { switchedOff }),
    accessLog: http.accessLog,
    processLog,
  };
  const end = async (record: RunRecord) => {
    await Promise.all([
      sendTelemetry(
        http,
        log,
        { ...settings, otlpHeaders: facts.credentials.otlpHeaders ?? '' },
        telemetrySpans(record, world.run.startedAt),
      ),
      tools.dispose(),
      connected.repository.dispose(),
    ]);
    await http.close();
  };
  const reviewed = { ...world, host: interruptible(signal)(world.host) };
  return {
    world,
    reviewed,
    settings,
    refusal,
    setUp: wireSetUp({ surroundings, http, settings, token, host: reviewed.host, heard, governance }),
    end,
  };
}

/** The pull request's host and repository; where there is none, everything asked of them fails with the reason. */
async function connect(
  surroundings: Surroundings,
  http: HttpClient,
  settings: Settings,
  token: () => Promise<Token>,
): Promise<Connected> {
  try {
    const id = pullRequestIdOf(surroundings.facts, settings);
    const host = wireHost(surroundings, http, await token(), id);
    const remembered = rememberPullRequest(WRITES.has(settings.runMode) ? host : readOnly(host));
    const remote = async () => remoteOf(host, await remembered.last());
    return { host: remembered, repository: wireRepository(surroundings, http, await token(), remote) };
  } catch (error) {
    const fail = () => Promise.reject(error);
    const host = { pullRequest: fail, pushers: fail, conversation: fail, apply: fail, now: () => 0, last: fail };
    return {
      host,
      repository: {
        ...{ changes: fail, patch: fail, read: fail, pour: fail, attributes: fail, scratch: fail },
        dispose: async () => {},
      },
    };
  }
}

/** As the target holds it now: the author chooses at which older commit the branch went off. */
async function readAtTarget({ host, repository }: Connected, path: string): Promise<Uint8Array | undefined> {
  const { iteration } = await host.last();
  return (await repository.read([`${iteration.target}:${path}`])).values().next().value;
}

/** Where the report will stand; builds alone have artifacts. */
function artifactOf(run: PipelineFacts['run'], { publishArtifact }: Settings): Pick<World['run'], 'artifactUrl'> {
  if (!publishArtifact || run.kind !== 'build' || run.url === '') return {};
  return { artifactUrl: `${run.url}&view=artifacts&pathAsName=false&type=publishedArtifacts` };
}

/** The contribution of the run's tab; the manifest of the pages calls it so. */
const RUN_TAB = 'second-pass.second-pass.run';

function namesOf({ kind, id, url, definitionId }: PipelineFacts['run']): Pick<World['run'], 'tabUrl' | 'pipeline'> {
  if (kind !== 'build' || url === '') return {};
  const tabUrl = `${url}&view=${RUN_TAB}`;
  return { tabUrl, ...(definitionId > 0 ? { pipeline: { definitionId, runId: Number(id) } } : {}) };
}

/** Asks once, whoever asks. */
function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

interface Connected {
  host: CodeHost & { last: () => Promise<PullRequest> };
  repository: ScratchRepository;
}
