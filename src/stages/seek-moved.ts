import { isSecondPassError } from '../errors';
import type { CommitRange } from '../ports/repository';
import { readDifference } from '../steps/diff/read-difference';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import type { Change } from '../steps/scope/change';
import type { Recollection } from '../steps/threads/own-threads';
import { soughtLines } from '../steps/threads/sought-lines';
import { mayBeRenamed, sameContent, vanishedFiles } from '../steps/threads/vanished-files';
import { soughtBy } from '../steps/triage/known-code';
import type { World } from '../world';
import { lookThrough } from './look-through';

type Past = Pick<Recollection, 'known' | 'memory'>;
type Reader = Pick<World, 'repository' | 'log'>;

/** Where the code of earlier findings went that no longer stands where it stood: with its file, or alone. */
export async function seekMoved(world: Reader, range: CommitRange, change: Change, past: Past): Promise<Change> {
  const renamed = await renamedFiles(world, range, change, past);
  return seekLines(world, range, renamed.size === 0 ? change : { ...change, renamed }, past);
}

/** Files of the pull request's own that are called otherwise since the last review: the difference to the base does not tell. */
async function renamedFiles(
  { repository, log }: Reader,
  { source }: CommitRange,
  change: Change,
  past: Past,
): Promise<ReadonlyMap<string, string>> {
  const vanished = vanishedFiles(past, change);
  const same = sameContent(vanished, change.scope.files);
  const last = past.memory.reviewed?.source;
  const others = vanished.filter(({ path }) => !same.has(path));
  if (others.length === 0 || last === undefined || last === source) return same;
  try {
    const range = { base: last, source };
    const wanted = mayBeRenamed(readTreeChanges(await repository.changes(range)), others, change);
    const files = readDifference(await repository.patch(range, wanted), wanted);
    const pairs = files.flatMap(({ oldPath, path }): [string, string][] => (oldPath ? [[oldPath, path]] : []));
    return new Map([...pairs, ...same]);
  } catch (error) {
    if (!isSecondPassError(error) || error.kind !== 'platform') throw error;
    log.info(`Which files were renamed since the last review is not known: ${error.message}`);
    return same;
  }
}

/**
 * A blocker whose lines are in no file that is read may have gone to one that rules leave out by its name. Only then are such files
 * looked through for it.
 */
async function seekLines({ repository, log }: Reader, range: CommitRange, change: Change, past: Past): Promise<Change> {
  const sought = soughtLines(past, change);
  if (sought.length === 0) return change;
  const { elsewhere, leading, isCut } = await lookThrough(repository, range, change, sought);
  if (elsewhere.size > 0) log.info('Lines of earlier blockers stand in files that are not reviewed.');
  if (!isCut) return { ...change, elsewhere, leading };
  log.warn('More files are left out than can be looked through for the lines of earlier blockers: these count on.');
  return { ...change, elsewhere: new Set(sought.filter(({ isOver }) => !isOver).map(soughtBy)), leading };
}
