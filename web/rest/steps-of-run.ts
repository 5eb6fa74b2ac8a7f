import type { Rest } from './rest';

/** What became of our step in a run that holds no record. */
export type StepState = 'none' | 'waiting' | 'running' | 'skipped' | 'ended';

/** Looks for the step in the run's timeline; the newest attempt counts. */
export async function stepOfRun(
  rest: Rest,
  project: string,
  buildId: number,
  taskIds: readonly string[],
): Promise<StepState> {
  const path = `${encodeURIComponent(project)}/_apis/build/builds/${buildId}/timeline`;
  const answer = (await rest.json(path)) as { records?: unknown } | null;
  const records = Array.isArray(answer?.records) ? (answer.records as Partial<TimelineRecord>[]) : [];
  const own = records.filter(({ task }) => taskIds.includes(String(task?.id ?? '').toLowerCase()));
  const last = own.sort((a, b) => (a.attempt ?? 1) - (b.attempt ?? 1)).at(-1);
  if (last === undefined) return 'none';
  if (last.state !== 'completed') return last.state === 'inProgress' ? 'running' : 'waiting';
  return last.result === 'skipped' ? 'skipped' : 'ended';
}

interface TimelineRecord {
  task: { id?: unknown } | null;
  state: string;
  result: string | null;
  attempt: number;
}
