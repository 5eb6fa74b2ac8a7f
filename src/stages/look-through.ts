import type { CommitRange, Repository } from '../ports/repository';
import { isLedElsewhere } from '../steps/alerts/line-directives';
import type { ChangedFile } from '../steps/diff/changed-file';
import { isBinaryName } from '../steps/scope/binary-name';
import type { Change } from '../steps/scope/change';
import { mayHoldCode } from '../steps/scope/may-hold-code';
import { createFinder } from '../steps/threads/find-among';
import { createUnshownReader, ledFile, type UnshownFile } from '../steps/threads/read-unshown';
import { allEffort, type Effort, isSpent } from '../steps/threads/seek-in-text';
import type { Sought } from '../steps/threads/sought-lines';
import { MOST_OF_BYTES, readShown } from './read-left-out';

/** Files whose differences are in memory together. */
const AT_ONCE = 300;

/** Bytes of files of which git shows no lines, as git passes them on: nothing of them is held, and each takes its time. */
const MOST_POURED = 268_435_456;

export interface LookedThrough extends Required<Pick<Change, 'elsewhere' | 'leading'>> {
  /** True where there are more files than can be looked through, or nobody could look into one. */
  isCut: boolean;
}

/**
 * What files tell that nobody reviews, on this machine: whether they hold these lines, and which of them lead elsewhere. Those that
 * were looked through for secrets are not read again, and all others once; nothing of them is shown or sent.
 */
export async function lookThrough(
  repository: Repository,
  range: CommitRange,
  change: Change,
  sought: readonly Sought[],
): Promise<LookedThrough> {
  const { files: wanted, isCut } = mayHoldCode(change);
  const effort = allEffort();
  const finder = createFinder(sought, effort);
  const leading = new Map<string, ChangedFile>();
  const ask = (files: readonly ChangedFile[]) => {
    for (const file of files) {
      finder.look(file);
      if (isLedElsewhere(file)) leading.set(file.path, file);
    }
  };
  ask([...change.aside, ...change.heldBack]);
  const pour = { effort, left: MOST_POURED, isUnread: false };
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const { shown, unshown } = await readShown(repository, range, wanted.slice(at, at + AT_ONCE));
    ask(shown);
    for (const file of unshown) {
      const read = await pourFile(repository, file, finder.missing(), pour);
      for (const name of read.found) finder.found.add(name);
      if (read.leading.length > 0) leading.set(file.path, ledFile(file, read.leading));
    }
  }
  return { elsewhere: finder.found, leading: [...leading.values()], isCut: isCut || pour.isUnread || isSpent(effort) };
}

interface Pour {
  effort: Effort;
  /** Bytes that may still be passed on. */
  left: number;
  /** True where nobody could look into a file. */
  isUnread: boolean;
}

type Read = Pick<UnshownFile, 'found' | 'leading'>;

const NOTHING: Read = { found: new Set(), leading: [] };

/** What of it is new: what stood in the file before stays there. */
async function pourFile(
  repository: Repository,
  file: ChangedFile,
  sought: readonly Sought[],
  pour: Pour,
): Promise<Read> {
  const isBytes = isBinaryName(file.path);
  const pourSide = async (id: string): Promise<Read | undefined> => {
    const reader = createUnshownReader(file.path, sought, pour.effort);
    const most = isBytes ? Math.min(MOST_OF_BYTES, pour.left) : pour.left;
    if (!(await repository.pour(id, (piece) => reader.add(piece), most))) return undefined;
    const { bytes, ...read } = reader.end();
    pour.left -= bytes;
    return read;
  };
  const now = await pourSide(file.newBlob);
  pour.isUnread ||= now === undefined && !isBytes;
  if (now === undefined || now.found.size + now.leading.length === 0) return NOTHING;
  const hadLines = file.change !== 'added' && file.oldMode !== '160000';
  const before = (hadLines ? await pourSide(file.oldBlob) : undefined) ?? NOTHING;
  const wasLed = new Set(before.leading.map(({ text }) => text));
  return {
    found: new Set([...now.found].filter((name) => !before.found.has(name))),
    leading: now.leading.filter(({ text }) => !wasLed.has(text)),
  };
}
