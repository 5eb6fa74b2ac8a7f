import { type Collection, guidOf, now } from './collection';
import type { Project } from './model';

/** A run of a pipeline, as far as its page and its attachments go. */
export interface Run {
  id: number;
  number: string;
  project: Project;
  definition: { id: number; name: string };
  /** What was built. */
  repository?: { id: string; name: string };
  status: 'notStarted' | 'inProgress' | 'completed';
  result: 'succeeded' | 'partiallySucceeded' | 'failed' | 'canceled' | undefined;
  sourceBranch: string;
  tags: string[];
  queueTime: string;
  steps: RunStep[];
}

export interface RunStep {
  /** Id of its record in the timeline. */
  id: string;
  taskId: string;
  taskVersion: string;
  name: string;
  attempt: number;
  state: 'pending' | 'inProgress' | 'completed';
  result: 'succeeded' | 'succeededWithIssues' | 'failed' | 'skipped' | 'canceled' | undefined;
  attachments: { type: string; name: string; content: Buffer }[];
}

export interface NewRun extends Partial<Omit<Run, 'project' | 'steps'>> {
  project: Project;
  steps?: readonly NewStep[];
}

export interface NewStep extends Partial<Omit<RunStep, 'attachments'>> {
  taskId: string;
  attachments?: readonly { type: string; name: string; content: string }[];
}

/** Adds a run, or replaces the one of that id. */
export function addRun(collection: Collection, given: NewRun): Run {
  const { steps = [], ...facts } = given;
  const id = facts.id ?? 42 + collection.runs.size;
  const status = facts.status ?? 'completed';
  const run: Run = {
    number: '20260102.1',
    definition: { id: 7, name: 'validation' },
    result: status === 'completed' ? 'succeeded' : undefined,
    sourceBranch: 'refs/pull/1/merge',
    tags: [],
    queueTime: now(collection),
    ...facts,
    id,
    status,
    steps: steps.map((step, index) => runStep(id, index, step)),
  };
  collection.runs.set(id, run);
  return run;
}

function runStep(runId: number, index: number, given: NewStep): RunStep {
  const { attachments = [], ...facts } = given;
  const state = facts.state ?? 'completed';
  return {
    id: guidOf('step', String(runId), String(index)),
    taskVersion: '1.0.0',
    name: 'Second Pass',
    attempt: 1,
    result: state === 'completed' ? 'succeeded' : undefined,
    ...facts,
    state,
    attachments: attachments.map(({ type, name, content }) => ({ type, name, content: Buffer.from(content) })),
  };
}
