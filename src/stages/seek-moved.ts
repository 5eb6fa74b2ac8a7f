import type { ChangedFile } from '../steps/diff/changed-file';
import { readPatch } from '../steps/diff/read-patch';
import type { Change } from '../steps/scope/change';
import { mayHoldCode } from '../steps/scope/may-hold-code';
import type { Recollection } from '../steps/threads/own-threads';
import { foundAmong, soughtLines } from '../steps/threads/sought-lines';
import type { CodeMark } from '../steps/triage/code-mark';
import type { World } from '../world';

/** Files whose differences are in memory together. */
const AT_ONCE = 300;

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
  const { files: wanted, isCut } = mayHoldCode(change);
  const elsewhere = new Set<CodeMark>();
  const look = (files: readonly ChangedFile[]) => {
    for (const mark of foundAmong(files, sought)) elsewhere.add(mark);
  };
  look(change.aside);
  for (let at = 0; at < wanted.length && elsewhere.size < sought.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const paths = new Set(some.map(({ path }) => path));
    look(readPatch(await repository.patch(range, some)).filter(({ path }) => paths.has(path)));
  }
  if (elsewhere.size > 0) log.info('Lines of earlier blockers stand in files that are not reviewed.');
  if (!isCut) return { ...change, elsewhere };
  log.warn('More files are left out than can be looked through for the lines of earlier blockers: these count on.');
  return { ...change, elsewhere: new Set(sought.map(({ mark }) => mark)) };
}
