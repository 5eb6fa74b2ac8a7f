import { readPatch } from '../steps/diff/read-patch';
import type { Change } from '../steps/scope/change';
import { MAX_SOUGHT, mayHoldCode } from '../steps/scope/may-hold-code';
import type { Recollection } from '../steps/threads/own-threads';
import { foundAmong, soughtLines } from '../steps/threads/sought-lines';
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
  const sought = soughtLines(past, change);
  if (sought.length === 0) return change;
  const wanted = mayHoldCode(change).slice(0, MAX_SOUGHT);
  if (wanted.length === 0) return change;
  const paths = new Set(wanted.map(({ path }) => path));
  const files = readPatch(await repository.patch(range, wanted));
  const elsewhere = foundAmong(
    files.filter(({ path }) => paths.has(path)),
    sought,
  );
  if (elsewhere.size > 0) log.info('Lines of earlier blockers stand in files that are not reviewed.');
  return { ...change, elsewhere };
}
