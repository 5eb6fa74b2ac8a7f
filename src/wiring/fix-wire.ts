import { createApprovals } from '../adapters/azure-devops/approvals';
import { createCommentSource } from '../adapters/azure-devops/comment-source';
import { createPeople } from '../adapters/azure-devops/people';
import { createPipelines } from '../adapters/azure-devops/pipelines';
import { createServiceClock } from '../adapters/azure-devops/service-clock';
import { createSessions } from '../adapters/azure-devops/sessions';
import { createWorkItems } from '../adapters/azure-devops/work-items';
import type { FixFacts } from '../adapters/azure-pipelines/fix-pipeline';
import type { AccessLogEntry } from '../adapters/http/http';
import { createTreeSitterOutliner } from '../adapters/outliner/outliner';
import { type ProcessEntry, processLog } from '../adapters/process/process-log';
import { createSemgrep } from '../adapters/semgrep/semgrep';
import { sendTelemetry } from '../adapters/telemetry/send-telemetry';
import type { FixWorld } from '../fix-world';
import type { Scanner } from '../ports/scanner';
import type { FixRecord } from '../steps/record/fix-record';
import { fixTelemetrySpans } from '../steps/record/fix-telemetry';
import { createMasking } from '../steps/secrets/masking';
import type { FixSettings } from '../steps/settings/fix-settings';
import { type Surroundings, wireHttp } from './connection';
import { createRepositories, hostOf, identitiesOf } from './fix-identities';
import { policyOf, toldNow } from './fix-policy';
import { governFixRun } from './govern';
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
  const { reader, writer } = identitiesOf(surroundings, http, fault);
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
  const serviceClock = createServiceClock(clock);
  const hearTime = serviceClock.hearRoughly;
  const repositories = createRepositories({ surroundings, facts, settings, http, reader, writer, hearTime });
  const { timed, stages } = createStopwatch(clock);
  const guard = createOutboundGuard(surroundings.mask, log);
  const endingWithRun = interruptible(signal);
  const rest = async () => ({
    ...facts,
    project: facts.project.id || facts.project.name,
    token: await reader(),
    http,
    log,
    hearTime,
  });
  const { workshops, removed } = wireWorkshops(facts, settings);
  const outliner = createTreeSitterOutliner({ grammarFolder: packaged('grammars'), log });
  const world: FixWired['world'] = {
    host: (repositoryId, pullRequestId) =>
      endingWithRun(
        guard.host(
          timed('Azure DevOps', hostOf({ surroundings, http, reader, serviceClock }, repositoryId, pullRequestId)),
        ),
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
      const made = repositories.as('writer', repositoryId);
      return {
        ...made,
        host: timed('Azure DevOps', made.host),
        pusher: timed('git', made.pusher),
        trees: timed('git', made.trees),
      };
    },
    // Read as the identity that reads and comments: a run that plans has no other.
    code(repositoryId) {
      const made = repositories.as('reader', repositoryId);
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
    masking: createMasking(surroundings.mask.hide),
    now: serviceClock.now,
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
    await Promise.all([sendTelemetry(http, log, targets, spans), outliner.dispose(), repositories.dispose()]);
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
    ...{ mode: 'auto', sandbox: 'required', untrustedFolders: [workingFolder], log },
  });
}
