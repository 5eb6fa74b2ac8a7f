import type { Rest } from './rest';

/** One attachment of a run: the step, its job and its attempt stand in the path. */
export interface AttachedRecord {
  /** The input `name` of the step. */
  name: string;
  /** Below the collection. */
  path: string;
}

const MOST_RECORDS = 20;

/** @throws RestFailure `notFound` when the run is gone */
export async function listRecords(rest: Rest, project: string, buildId: number): Promise<AttachedRecord[]> {
  const path = `${encodeURIComponent(project)}/_apis/build/builds/${buildId}/attachments/second-pass.record`;
  const answer = (await rest.json(path, { isLate: true })) as { value?: unknown } | null;
  const list = Array.isArray(answer?.value) ? answer.value : [];
  return list.flatMap((entry) => attachedRecord(entry, project, buildId)).slice(0, MOST_RECORDS);
}

/** The address is made anew from the ids in it, so that no answer can lead a token elsewhere. */
function attachedRecord(entry: unknown, project: string, buildId: number): AttachedRecord[] {
  const { name, _links } = (entry ?? {}) as { name?: unknown; _links?: { self?: { href?: unknown } } };
  const ids = /\/builds\/\d+\/([\w-]{36})\/([\w-]{36})\/attachments\//i.exec(String(_links?.self?.href ?? ''));
  if (typeof name !== 'string' || ids === null) return [];
  const place = [project, '_apis', 'build', 'builds', String(buildId), ids[1] ?? '', ids[2] ?? ''];
  const path = [...place, 'attachments', 'second-pass.record', name].map(encodeURIComponent).join('/');
  return [{ name, path }];
}

const MOST_RECORD_BYTES = 20_000_000;

/** @throws RestFailure `tooLarge` when it has more than 20 MB */
export function recordText(rest: Rest, { path }: AttachedRecord): Promise<string> {
  return rest.text(path, MOST_RECORD_BYTES, { isLate: true });
}
