import type { Code, FixWorld } from '../fix-world';
import type { Thread } from '../ports/code-host';
import type { CommitId } from '../ports/repository';
import type { Material } from '../steps/brief/material';
import type { Severity } from '../steps/settings/settings';
import { PROPERTY } from '../steps/threads/properties';

/** Findings of ours that one request may mean; each costs a part of the brief. */
const MOST_FINDINGS = 30;
/** Lines of code around a place, so that the first look costs no turn. */
const AROUND = 40;

/** Threads of ours that are open, stand at a place and have one of these severities. */
export function openFindings(threads: readonly Thread[], selfId: string, wanted: readonly Severity[]): Thread[] {
  return threads.filter(({ status, isDeleted, path, properties, comments: [first] }) => {
    const isOurs = first?.author.id === selfId && properties[PROPERTY.kind] === 'finding';
    const isOpen = !isDeleted && first?.isDeleted === false && (status === 'active' || status === 'pending');
    return isOurs && isOpen && path !== undefined && wanted.some((one) => one === properties[PROPERTY.severity]);
  });
}

/** Where files are read from for the brief, and which are not shown to the model. */
export interface Shown {
  code: Pick<Code, 'repository'>;
  base: CommitId;
  isHidden(path: string): boolean;
  masking: FixWorld['masking'];
}

/** Each finding as it was posted, with the code that it is about. */
export async function tellFindings(threads: readonly Thread[], shown: Shown): Promise<Material[]> {
  const told = await Promise.all(threads.slice(0, MOST_FINDINGS).map((thread) => tellFinding(thread, shown)));
  const more = threads.length - MOST_FINDINGS;
  if (more <= 0) return told.flat();
  const title = 'Findings that are not shown';
  return [...told.flat(), { kind: 'finding', title, text: `${more} more are open; they are for another request.` }];
}

async function tellFinding(thread: Thread, shown: Shown): Promise<Material[]> {
  const text = thread.comments[0]?.content ?? '';
  return [{ kind: 'finding', title: `The finding, on ${thread.path}`, text }, ...(await shownCode(thread, shown))];
}

/** Code at the place of a thread. */
export async function shownCode(
  { path, range }: Partial<Pick<Thread, 'path' | 'range'>>,
  { code, base, isHidden, masking }: Shown,
): Promise<Material[]> {
  if (path === undefined || isHidden(path)) return [];
  const name = `${base}:${path}`;
  const content = (await code.repository.read([name])).get(name);
  if (content === undefined) return [];
  const lines = masking.file(Buffer.from(content).toString('utf8'), path).text.split('\n');
  const first = Math.max(1, (range?.startLine ?? 1) - AROUND);
  const last = Math.min(lines.length, (range?.endLine ?? 1) + AROUND);
  const rows = lines.slice(first - 1, last).map((line, index) => `${first + index}\t${line}`);
  const title = `${path}, lines ${first} to ${last}${range ? `; the thread stands at ${range.startLine} to ${range.endLine}` : ''}`;
  return [{ kind: 'code', title, text: rows.join('\n'), files: [path] }];
}
