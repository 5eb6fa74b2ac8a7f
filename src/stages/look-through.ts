import type { CommitRange, Repository } from '../ports/repository';
import { isLedElsewhere } from '../steps/alerts/line-directives';
import { textsOf } from '../steps/diff/added-lines';
import type { ChangedFile } from '../steps/diff/changed-file';
import { SUBMODULE } from '../steps/diff/file-mode';
import { isBinaryName } from '../steps/scope/binary-name';
import type { Change } from '../steps/scope/change';
import { isDataName } from '../steps/scope/data-name';
import { mayHoldCode } from '../steps/scope/may-hold-code';
import { createFinder } from '../steps/threads/find-among';
import { createUnshownReader, ledFile, type UnshownFile } from '../steps/threads/read-unshown';
import { allEffort, type Effort, isSpent } from '../steps/threads/seek-in-text';
import type { Sought } from '../steps/threads/sought-lines';
import { MOST_OF_BYTES, readShown } from './read-left-out';

/** Files whose differences are in memory together. */
const AT_ONCE = 300;

/** Letters of added lines that git shows, and bytes of files of which it shows none: nothing of these is held, and each takes its time. */
const MOST = { shown: 134_217_728, poured: 268_435_456 };

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
  const left: Left = { ...MOST, effort: allEffort(), isUnread: isCut, mayLead: isCut };
  const finder = createFinder(sought, left.effort);
  const leading = new Map<string, ChangedFile>();
  const ask = (files: readonly ChangedFile[]) => {
    for (const file of files) {
      left.shown -= textsOf(file).added.length;
      finder.look(file);
      if (isLedElsewhere(file)) leading.set(file.path, file);
    }
  };
  ask([...change.aside, ...change.heldBack]);
  let at = 0;
  for (; at < wanted.length && !isOver(left); at += AT_ONCE) {
    const { shown, unshown } = await readShown(repository, range, wanted.slice(at, at + AT_ONCE));
    ask(shown);
    for (const file of unshown) {
      const read = await pourFile(repository, file, finder.missing(), left);
      for (const name of read.found) finder.found.add(name);
      if (read.leading.length > 0) leading.set(file.path, ledFile(file, read.leading));
    }
  }
  const isEarly = at < wanted.length;
  return {
    elsewhere: finder.found,
    leading: { files: [...leading.values()], isCut: isEarly || left.mayLead },
    isCut: isEarly || left.isUnread || isSpent(left.effort),
  };
}

/** What may still be looked through. */
interface Left {
  shown: number;
  poured: number;
  effort: Effort;
  /** True where nobody could look into a file. */
  isUnread: boolean;
  /** True where it is none of data alone. */
  mayLead: boolean;
}

/** One file that is too large for itself ends nothing, many that are so together do. */
function isOver({ shown, poured, effort, isUnread }: Left): boolean {
  return shown <= 0 || isSpent(effort) || (isUnread && poured < MOST.poured / 2);
}

type Read = Pick<UnshownFile, 'found' | 'leading'>;

const NOTHING: Read = { found: new Set(), leading: [] };

/** What of it is new: what stood in the file before stays there. */
async function pourFile(
  repository: Repository,
  file: ChangedFile,
  sought: readonly Sought[],
  left: Left,
): Promise<Read> {
  const isBytes = isBinaryName(file.path);
  const pourSide = async (id: string): Promise<Read | undefined> => {
    const reader = createUnshownReader(file.path, sought, left.effort);
    const most = isBytes ? Math.min(MOST_OF_BYTES, left.poured) : left.poured;
    if (!(await repository.pour(id, (piece) => reader.add(piece), most))) return undefined;
    const { bytes, ...read } = reader.end();
    left.poured -= bytes;
    return read;
  };
  const now = await pourSide(file.newBlob);
  left.isUnread ||= now === undefined && !isBytes;
  left.mayLead ||= now === undefined && !isDataName(file.path);
  if (now === undefined || now.found.size + now.leading.length === 0) return NOTHING;
  const hadLines = file.change !== 'added' && file.oldMode !== SUBMODULE;
  const before = (hadLines ? await pourSide(file.oldBlob) : undefined) ?? NOTHING;
  const wasLed = new Set(before.leading.map(({ text }) => text));
  return {
    found: new Set([...now.found].filter((name) => !before.found.has(name))),
    leading: now.leading.filter(({ text }) => !wasLed.has(text)),
  };
}
