import { sumOf } from '../../sum-of';
import type { ChangedFile } from '../diff/changed-file';
import { MAX_LINE_LENGTH } from '../diff/longest-line';
import type { Scope, SkippedFile } from './scope';
import { isBySign, isClaim } from './scope-by-content';

/** So much is read of what would be left out. */
interface Room {
  /** Added lines of one file. */
  ofOne: number;
  /** Added lines of all of them. */
  lines: number;
  /** Of all of them, with the lines around. */
  characters: number;
}

/** Editors and build tools write small files beside each new one of a person, such as Unity's `.meta`; beyond, a person or an exclusion decides. */
export const CLAIMS: Room = { ofOne: 4_000, lines: 4_000, characters: 160_000 };
/** A line that a person puts into what a tool wrote has little around it; what a tool writes anew mostly has more. */
export const WRITTEN_BY_TOOLS: Room = { ofOne: 60, lines: 400, characters: 40_000 };
/** What people look through in a minute, and no release of a tool has so little. */
export const OF_TOOLS: Room = { ofOne: 400, lines: 1_600, characters: 65_536 };

/** Data that only lies there; most changes of it are smaller. */
export const OF_DATA: Room = { ofOne: 20_000, lines: 20_000, characters: 40_000 };
/** Data that a line of the change speaks of, whole. */
export const SPOKEN_OF: Room = { ofOne: 20_000, lines: 20_000, characters: 160_000 };

/**
 * Reading is cheaper than to ask a person to, and no sign says who wrote these lines: new files that claim something of themselves are
 * read where all of them find room, and changes of files that a tool once wrote as far as there is room, the smallest first.
 */
export function withFewRead(files: readonly ChangedFile[], { skipped }: Pick<Scope, 'skipped'>): Scope {
  const those = (isIt: (one: SkippedFile) => boolean) => {
    const paths = new Set(skipped.filter(isIt).map(({ path }) => path));
    return files.filter(({ path, change }) => paths.has(path) && change !== 'deleted');
  };
  const claims = those(isClaim);
  const few = fewOf(claims, CLAIMS);
  const read = new Set(few.length === claims.length ? few : []);
  const bySign = new Set(fewOf(those(isBySign), WRITTEN_BY_TOOLS));
  const isRead = new Set([...read, ...bySign].map(({ path }) => path));
  const left = skipped.filter(({ path }) => !isRead.has(path));
  const isLeft = new Set(left.map(({ path }) => path));
  return {
    files: files
      .filter(({ path }) => !isLeft.has(path))
      .map((file) => (bySign.has(file) ? { ...file, isGenerated: true } : file)),
    skipped: left,
  };
}

/** Those that find room, the smallest first. */
export function fewOf(files: readonly ChangedFile[], room: Room): readonly ChangedFile[] {
  const left = { ...room };
  return files
    .filter((file) => file.added <= room.ofOne && isShownWhole(file))
    .map((file) => ({ file, characters: charactersOf(file) }))
    .filter(({ characters }) => characters > 0)
    .sort((one, other) => one.characters - other.characters)
    .filter(({ file: { added }, characters }) => {
      left.lines -= added;
      left.characters -= characters;
      return left.lines >= 0 && left.characters >= 0;
    })
    .map(({ file }) => file);
}

function isShownWhole({ content, unreadable, hunks }: ChangedFile): boolean {
  if (content !== 'text') return false;
  const changed = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'context'));
  return unreadable === undefined && changed.every(({ text }) => text.length <= MAX_LINE_LENGTH);
}

function charactersOf({ hunks }: ChangedFile): number {
  return sumOf(
    hunks.flatMap(({ lines }) => lines),
    ({ text }) => Math.min(text.length, MAX_LINE_LENGTH) + 1,
  );
}
