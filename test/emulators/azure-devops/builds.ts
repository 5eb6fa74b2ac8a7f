import { type Collection, guidOf, now } from './collection';
import type { Identity, Project } from './model';

/** A record of a run's timeline. */
export interface TimelineRecord {
  id: string;
  parentId: string | null;
  type: string;
  name: string;
  identifier?: string;
  state: string;
  result: string | null;
  attempt: number;
  issues: { type: string; message: string }[];
  log?: { id: number };
}

/** An approval before a stage; its id is that of its record. */
export interface Approval {
  id: string;
  status: string;
  /** 0: everybody who was asked. */
  minRequiredApprovers: number;
  steps: { approver: Identity; status: string; at: string; comment: string }[];
  /** Called when it was granted or refused. */
  onDecision?: (isGranted: boolean) => void;
}

/** A run of a pipeline. */
export interface Build {
  id: number;
  project: Project;
  definitionId: number;
  sourceBranch: string;
  reason: string;
  requestedFor: Identity;
  queueTime: string;
  status: string;
  result: string | null;
  tags: Set<string>;
  parameters: string;
  artifacts: Map<string, Map<string, Buffer>>;
  records: TimelineRecord[];
  logs: Map<number, string[]>;
}

export interface NewBuild {
  project: Project;
  requestedFor: Identity;
  id?: number;
  definitionId?: number;
  sourceBranch?: string;
  reason?: string;
  queueTime?: string;
  parameters?: string;
}

export function addBuild(collection: Collection, given: NewBuild): Build {
  const id = given.id ?? Math.max(900, ...collection.builds.keys()) + 1;
  const build: Build = {
    id,
    project: given.project,
    definitionId: given.definitionId ?? 7,
    sourceBranch: given.sourceBranch ?? 'refs/heads/main',
    reason: given.reason ?? 'manual',
    requestedFor: given.requestedFor,
    queueTime: given.queueTime ?? now(collection),
    status: 'inProgress',
    result: null,
    tags: new Set(),
    parameters: given.parameters ?? '',
    artifacts: new Map(),
    records: [],
    logs: new Map(),
  };
  collection.builds.set(id, build);
  return build;
}

/** Publishes files as an artifact, as the logging command of a task does; a name is taken once. */
export function publishArtifact(
  build: Build,
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): void {
  if (build.artifacts.has(name)) throw new Error(`Artifact ${name} already exists for build ${build.id}.`);
  build.artifacts.set(name, new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)])));
}

/** A stage of the run; with an approval before it, as an environment's or a connection's check makes one. */
export function addStage(
  build: Build,
  identifier: string,
  given: Partial<Omit<Approval, 'id'>> & { attempt?: number } = {},
): Approval {
  const { attempt = 1 } = given;
  const id = (what: string) =>
    guidOf(what, String(build.id), identifier, String(attempt), String(build.records.length));
  const stage = record({ id: id('stage'), type: 'Stage', name: `Stage ${identifier}`, identifier, attempt });
  const approval: Approval = { id: id('approval'), status: 'pending', minRequiredApprovers: 1, steps: [], ...given };
  build.records.push(stage);
  if (given.status === undefined && given.steps === undefined) return approval;
  const checkpoint = record({
    id: id('checkpoint'),
    parentId: stage.id,
    type: 'Checkpoint',
    name: 'Checkpoint',
    attempt,
  });
  const one = {
    id: approval.id,
    parentId: checkpoint.id,
    type: 'Checkpoint.Approval',
    name: 'Checkpoint.Approval',
    attempt,
  };
  build.records.push(checkpoint, record(one));
  return approval;
}

/** A stage that is under way: it waits for those who are asked, holds its steps and ends. */
export interface RunningStage {
  /** False when somebody refused. */
  allowed: Promise<boolean>;
  addTask(given: {
    name: string;
    lines: readonly string[];
    issues: readonly TimelineRecord['issues'][number][];
    result: string;
  }): void;
  end(result: 'succeeded' | 'failed' | 'skipped'): void;
}

export function beginStage(
  collection: Collection,
  build: Build,
  identifier: string,
  approvers: readonly Identity[] = [],
): RunningStage {
  const steps = approvers.map((approver) => ({ approver, status: 'pending', at: '', comment: '' }));
  const first = build.records.length;
  const approval = addStage(build, identifier, steps.length === 0 ? {} : { status: 'pending', steps });
  const records = build.records.slice(first);
  for (const one of records) Object.assign(one, { state: 'inProgress', result: null });
  const [stage] = records;
  const settle = (state: string, result: string | null) => {
    for (const one of records) Object.assign(one, { state, result });
  };
  const allowed = new Promise<boolean>((resolve) => {
    if (steps.length === 0) return resolve(true);
    collection.approvals.push(approval);
    Object.assign(stage ?? {}, { state: 'pending' });
    approval.onDecision = (isGranted) => {
      Object.assign(stage ?? {}, { state: 'inProgress' });
      resolve(isGranted);
    };
  });
  return {
    allowed,
    end: (result) => settle('completed', result),
    addTask({ name, lines, issues, result }) {
      const id = build.logs.size + 1;
      build.logs.set(id, [...lines]);
      const task = {
        id: guidOf('task', String(build.id), String(id)),
        parentId: stage?.id ?? null,
        type: 'Task',
        name,
      };
      build.records.push(record({ ...task, result, issues: [...issues], log: { id } }));
    },
  };
}

/** Who was asked says yes or no; it is decided once. */
export function decide(
  collection: Collection,
  approval: Approval,
  who: Identity,
  { isGranted, comment = '' }: { isGranted: boolean; comment?: string },
): boolean {
  const step = approval.steps.find(({ approver, status }) => approver === who && status === 'pending');
  if (approval.status !== 'pending' || !step) return false;
  const status = isGranted ? 'approved' : 'rejected';
  Object.assign(step, { status, at: now(collection), comment });
  const granted = approval.steps.filter((one) => one.status === 'approved').length;
  if (isGranted && granted < (approval.minRequiredApprovers || approval.steps.length)) return true;
  approval.status = status;
  approval.onDecision?.(isGranted);
  return true;
}

export function record(given: Partial<TimelineRecord> & { id: string; type: string; name: string }): TimelineRecord {
  return { parentId: null, state: 'completed', result: 'succeeded', attempt: 1, issues: [], ...given };
}
