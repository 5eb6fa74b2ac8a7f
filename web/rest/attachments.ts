import { entriesOf, objectOf, pathOf, textOf } from './answers';
import type { Rest } from './rest';

/** One attachment of a run: the step, its job and its attempt stand in the path. */
export interface Attached {
  /** Of a record: the input `name` of the step. */
  name: string;
  /** Below the collection. */
  path: string;
  /** The timeline that tells of the step which attached it, below the collection. */
  timeline: string;
  /** Id of that step in the timeline. */
  step: string;
}

const MOST_RECORDS = 20;

/** @throws RestFailure `notFound` when the run is gone */
export async function listRecords(rest: Rest, project: string, buildId: number): Promise<Attached[]> {
  return (await listAttached(rest, project, buildId, 'second-pass.record')).slice(0, MOST_RECORDS);
}

/** @throws RestFailure `notFound` when the run is gone */
export async function listAttached(rest: Rest, project: string, buildId: number, type: string): Promise<Attached[]> {
  const run = [project, '_apis', 'build', 'builds', String(buildId)];
  const answer = await rest.json(pathOf(...run, 'attachments', type), { isLate: true });
  return entriesOf(answer).flatMap((entry) => attachedOf(objectOf(entry), run, type) ?? []);
}

/** The address is made anew from the ids in it, so that no answer can lead a token elsewhere. */
function attachedOf(
  { name, _links }: Readonly<Record<string, unknown>>,
  run: readonly string[],
  type: string,
): Attached | undefined {
  const href = textOf(objectOf(objectOf(_links).self).href);
  const [, timeline, record] = /\/builds\/\d+\/([\w-]{36})\/([\w-]{36})\/attachments\//i.exec(href) ?? [];
  if (typeof name !== 'string' || !timeline || !record) return undefined;
  return {
    name,
    path: pathOf(...run, timeline, record, 'attachments', type, name),
    timeline: pathOf(...run, 'timeline', timeline),
    step: record,
  };
}

const MOST_RECORD_BYTES = 20_000_000;

/** @throws RestFailure `tooLarge` when it has more than 20 MB */
export function recordText(rest: Rest, { path }: Attached): Promise<string> {
  return rest.text(path, MOST_RECORD_BYTES, { isLate: true });
}
