import { readPatch } from '../steps/diff/read-patch';
import type { Change } from '../steps/scope/change';
import { MAX_SOUGHT, mayHoldCode } from '../steps/scope/may-hold-code';
import type { Recollection } from '../steps/threads/own-threads';
import { holdsSought, soughtMarks } from '../steps/threads/sought-lines';
import type { World } from '../world';

/**
 * A blocker whose lines are in no file that is read may have gone to one that rules leave out by its name. Only then are such files
 * looked through on this machine, for those lines and nothing else; nothing of them is shown or sent.
 */
export async function seekMoved(
  { repository, log }: Pick<World, 'repository' | 'log'>,
  range: { base: string; source: string },
  change: Change,
  past: Pick<Recollection, 'known' | 'memory'>,
): Promise<Change> {
  const marks = soughtMarks(past, change);
  const wanted = marks.length === 0 ? [] : mayHoldCode(change);
  if (wanted.length === 0) return change;
  const paths = new Set(wanted.map(({ path }) => path));
  const files = readPatch(await repository.patch(range, wanted.slice(0, MAX_SOUGHT)));
  const sought = files.filter((file) => paths.has(file.path) && holdsSought(file, marks));
  if (sought.length > 0) log.info(`Lines of earlier blockers stand in ${sought.length} files that are not reviewed.`);
  return { ...change, sought };
}
