import { sumOf } from '../../sum-of';
import type { ChangedFile } from '../diff/changed-file';

/** Of all files of a change that claim something of themselves, together; beyond, a person or an exclusion decides. */
const MOST_LINES = 4_000;
const MOST_CHARACTERS = 160_000;
/** What is longer would not be shown to its end. */
const LONGEST_LINE = 2_000;

/**
 * True where they are few enough that reading them is cheaper than to ask a person to: a claim is believed of nobody, but what is read
 * needs none. Editors and build tools write small files beside each new one of a person, such as Unity's `.meta`.
 */
export function areFewToRead(claims: readonly ChangedFile[]): boolean {
  if (claims.length === 0 || sumOf(claims, ({ added, removed }) => added + removed) > MOST_LINES) return false;
  if (claims.some(({ unreadable }) => unreadable !== undefined)) return false;
  const lines = claims.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  return (
    lines.every(({ text }) => text.length <= LONGEST_LINE) && sumOf(lines, ({ text }) => text.length) <= MOST_CHARACTERS
  );
}
