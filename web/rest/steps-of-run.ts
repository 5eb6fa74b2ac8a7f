import manifest from '../../vss-extension.web.json';
import { listOf, objectOf, pathOf, textOf } from './answers';
import type { Attached } from './attachments';
import type { Rest } from './rest';

/** What became of our step in a run that holds no record. */
export type StepState = 'none' | 'waiting' | 'running' | 'skipped' | 'ended';

const TASKS: readonly string[] = manifest.contributions.flatMap(({ properties }) =>
  'supportsTasks' in properties ? properties.supportsTasks : [],
);

/** Looks for the step in the run's timeline; the newest attempt counts. */
export async function stepOfRun(rest: Rest, project: string, buildId: number): Promise<StepState> {
  const steps = await stepsIn(rest, pathOf(project, '_apis', 'build', 'builds', String(buildId), 'timeline'));
  const own = steps.filter(({ isOurs }) => isOurs);
  const last = own.sort((a, b) => a.attempt - b.attempt).at(-1);
  if (last === undefined) return 'none';
  if (last.state !== 'completed') return last.state === 'inProgress' ? 'running' : 'waiting';
  return last.result === 'skipped' ? 'skipped' : 'ended';
}

/**
 * Tells whether a step of ours attached it: every step of a run may attach what it likes, under our name as well. Undefined where
 * the service does not tell. Each timeline is asked for once.
 */
export function createStepReader(rest: Rest): (attached: Attached) => Promise<boolean | undefined> {
  const read = new Map<string, Promise<readonly Step[]>>();
  return async ({ timeline, step }) => {
    const asked = read.get(timeline) ?? stepsIn(rest, timeline).catch(() => []);
    read.set(timeline, asked);
    return (await asked).find(({ id }) => id === step.toLowerCase())?.isOurs;
  };
}

interface Step {
  id: string;
  isOurs: boolean;
  state: string;
  result: string;
  attempt: number;
}

async function stepsIn(rest: Rest, path: string): Promise<readonly Step[]> {
  const { records } = objectOf(await rest.json(path));
  return listOf(records).map((record) => {
    const { id, task, state, result, attempt } = objectOf(record);
    return {
      id: textOf(id).toLowerCase(),
      isOurs: TASKS.includes(textOf(objectOf(task).id).toLowerCase()),
      ...{ state: textOf(state), result: textOf(result), attempt: Number(attempt) || 1 },
    };
  });
}
