import * as z from 'zod';
import type { FailedLog } from '../../ports/pipelines';
import type { Rest } from './rest';

const MOST_FAILURES = 20;
/** Logs that are read, and lines of each: the reason of a failure stands at the end. */
const MOST_LOGS = 5;
const MOST_LINES = 300;

const timelineRecord = z.looseObject({
  id: z.string(),
  parentId: z.string().nullish(),
  type: z.string(),
  name: z.string().nullish(),
  result: z.string().nullish(),
  issues: z.array(z.looseObject({ type: z.string().nullish(), message: z.string().nullish() })).nullish(),
  log: z.looseObject({ id: z.int() }).nullish(),
});

/** The steps that failed, each with the name of its job and the first error it told. */
export async function failuresOf(rest: Rest, builds: string, buildId: string): Promise<string[]> {
  return (await failedSteps(rest, builds, buildId)).slice(0, MOST_FAILURES).map(({ name, issues }) => {
    const error = (issues ?? []).find(({ type }) => type === 'error')?.message ?? '';
    return [name, error].filter(Boolean).join(': ');
  });
}

/** The ends of the logs of the steps that failed last. */
export async function readFailedLogs(rest: Rest, builds: string, buildId: string): Promise<FailedLog[]> {
  const logged = (await failedSteps(rest, builds, buildId)).filter(({ log }) => log).slice(-MOST_LOGS);
  if (logged.length === 0) return [];
  const logs = `${builds}/${encodeURIComponent(buildId)}/logs`;
  const { value } = await rest.json({
    method: 'GET',
    path: logs,
    route: 'build/builds/{id}/logs',
    shape: z.looseObject({ value: z.array(z.looseObject({ id: z.int(), lineCount: z.int().nullish() })) }),
  });
  const read = async ({ name, log }: FailedStep): Promise<FailedLog> => {
    const of = value.find(({ id }) => id === log?.id)?.lineCount ?? 0;
    const { value: lines } = await rest.json({
      method: 'GET',
      path: `${logs}/${log?.id}`,
      route: 'build/builds/{id}/logs/{id}',
      query: { startLine: Math.max(0, of - MOST_LINES), endLine: of },
      shape: z.looseObject({ value: z.array(z.string()) }),
    });
    return { name, lines: lines.slice(-MOST_LINES), of: Math.max(of, lines.length) };
  };
  return Promise.all(logged.map(read));
}

interface FailedStep extends Pick<z.infer<typeof timelineRecord>, 'issues' | 'log'> {
  /** `job: step`. */
  name: string;
}

async function failedSteps(rest: Rest, builds: string, buildId: string): Promise<FailedStep[]> {
  const { records } = await rest.json({
    method: 'GET',
    path: `${builds}/${encodeURIComponent(buildId)}/timeline`,
    route: 'build/builds/{id}/timeline',
    shape: z.looseObject({ records: z.array(timelineRecord) }),
  });
  const names = new Map(records.map(({ id, name }) => [id, name ?? '']));
  const failed = records.filter(({ type, result }) => type === 'Task' && result === 'failed');
  return failed.map(({ parentId, name, issues, log }) => ({
    name: [names.get(parentId ?? ''), name].filter(Boolean).join(': '),
    ...{ issues, log },
  }));
}
