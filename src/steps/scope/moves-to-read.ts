import type { ChangedFile } from '../diff/changed-file';
import { compareText } from '../diff/compare-text';
import { PROGRAM } from '../diff/file-mode';
import { isCodeName, isInertName } from './code-name';
import { isDataName } from './data-name';
import { isStartedByPlace } from './moved-to-run';
import { runsUnread } from './runs-unread';

/**
 * Bytes of moves that are read. What moves by itself is little: of 520 commits with files that only moved, none brought more than 22 kB so, and
 * more of it hides something. A folder may be of any size.
 */
const ROOM = { alone: 524_288, together: 131_072 };

/** What is seen of a file that moved: all of it, nothing since it was read where it ran, nothing and it is told, or nothing though it should be. */
export type Sight = 'read' | 'known' | 'told' | 'missed';

export interface Move {
  file: ChangedFile;
  bytes: Uint8Array | undefined;
  /** Of a folder that moves as a whole. */
  isTogether: boolean;
  /** Code of such a folder that ran where it came from. */
  isRefactoring: boolean;
  isTooLarge: boolean;
}

/**
 * Which of them are read: those that something starts come first, then code, and of these the small ones, since what moves along to
 * take their room is seldom smaller.
 */
export function sightOfMoves(moves: readonly Move[]): ReadonlyMap<ChangedFile, Sight> {
  const left = { ...ROOM };
  const sights = new Map<ChangedFile, Sight>();
  for (const move of [...moves].sort(mostDangerousFirst)) sights.set(move.file, sightOf(move, left));
  return sights;
}

/** What is too large was never read, nor is data of any size. */
function sightOf({ file, bytes, isTogether, isRefactoring, isTooLarge }: Move, left: typeof ROOM): Sight {
  if (isRefactoring) return 'known';
  if (isTooLarge) return isData(file) ? 'told' : 'missed';
  const kind = isTogether ? 'together' : 'alone';
  left[kind] -= bytes?.length ?? 0;
  if (left[kind] >= 0) return 'read';
  return isTogether || isData(file) ? 'told' : 'missed';
}

export function mostDangerousFirst(one: Pick<Move, 'file' | 'bytes'>, other: Pick<Move, 'file' | 'bytes'>): number {
  return (
    dangerOf(other.file) - dangerOf(one.file) ||
    (one.bytes?.length ?? 0) - (other.bytes?.length ?? 0) ||
    compareText(one.file.path, other.file.path)
  );
}

/** Hooks, jobs, what is looked for by its name and programs; then code; data last. */
export function dangerOf({ path, newMode }: Pick<ChangedFile, 'path'> & { newMode?: string }): number {
  if (newMode === PROGRAM || runsUnread(path) || isStartedByPlace(path)) return 3;
  if (isCodeName(path)) return 2;
  return isDataName(path) ? 0 : 1;
}

/** Neither data nor words for people. */
export function maySteer(path: string): boolean {
  const danger = dangerOf({ path });
  return danger > 1 || (danger === 1 && !isInertName(path));
}

function isData({ path, oldPath = '' }: ChangedFile): boolean {
  return isDataName(path) && isDataName(oldPath);
}
