import { madeOnce } from '../../made-once';
import { sumOf } from '../../sum-of';
import { type NumberedLine, numberedAdded } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { LineSpan } from '../diff/line-span';
import type { Change } from '../scope/change';
import { addedTokens } from './added-tokens';
import { beginsMark, holdsMark } from './code-mark';
import { filesWithWords, MIN_EDITED } from './files-with-words';
import { type Gist, isLongGist, placeOfGist } from './gist';
import { besideIn, EVERYTHING, renamedAmong } from './gist-beside';
import { type Edit, editAmong, editIn, touchedAmong } from './gist-edit';
import { tokensIn, tokensOf } from './gist-tokens';
import { fileOf, sideLines } from './known-code';
import type { KnownFinding } from './known-finding';

/** Lines around the place where the service shows the thread, in which an edit of it is looked for. */
const REACH = 12;

type Edited = Pick<KnownFinding, 'gist' | 'mark' | 'side' | 'range' | 'path' | 'beside'>;

/** The added lines that took the place of a finding's own, which are gone; undefined where no line is like them. */
export function editOf(known: Edited, change: Change): Edit | undefined {
  const file = fileOf(known, change);
  if (file === undefined || known.side === 'old' || known.gist === '') return undefined;
  const { gist, beside } = known;
  const near = nearEdit(known, file) ?? touchedBetween(known, file);
  if (near !== undefined || beside === undefined || beside === EVERYTHING) return near;
  return renamedAmong(addedTokens(file), gist, beside);
}

/** What looks like the lines of a blocker, for as long as they stand; before they went, from then on. */
export function besideNow(known: Edited, change: Change | null): string | undefined {
  const file = change === null || known.side === 'old' ? undefined : fileOf(known, change);
  if (change === null || file === undefined || known.gist === '') return known.beside;
  if (!holdsMark(sideLines(file, 'new', change), known.mark)) return known.beside;
  return mayRead(file, change) ? besideIn(addedTokens(file), known.gist) : EVERYTHING;
}

/** Letters of all files whose words are kept: those of a large change would take gigabytes. */
const MAX_KEPT = 1_000_000;
const keptOf = madeOnce((_change: Change) => ({ files: new Set<ChangedFile>(), left: MAX_KEPT }));

function mayRead(file: ChangedFile, change: Change): boolean {
  const kept = keptOf(change);
  if (kept.files.has(file)) return true;
  const letters = lettersOf(numberedAdded(file));
  if (letters > Math.min(MAX_LETTERS, kept.left)) return false;
  kept.left -= letters;
  kept.files.add(file);
  return true;
}

function nearEdit({ gist, range }: Edited, file: ChangedFile): Edit | undefined {
  if (range === undefined) return editAmong(addedTokens(file), gist);
  const isNear = (number: number) => number >= range.startLine - REACH && number <= range.endLine + REACH;
  const near = numberedAdded(file).filter(({ number }) => isNear(number));
  if (lettersOf(near) > MAX_LETTERS) return editAmong(tokensIn(addedTokens(file), isNear), gist);
  return editIn(near, gist, file.path);
}

/** Of fewer lines none stands between others; of more beginnings, the line says nothing. */
const MIN_LINES = 3;
const MAX_BEGINNINGS = 40;
/** Letters that are read for one finding. */
const MAX_LETTERS = 400_000;

/** Several lines of which the first and the last stand as they were, and one between them does not; what is too long to be read may be so. */
function touchedBetween({ gist, mark, path }: Edited, file: ChangedFile): Edit | undefined {
  const count = Number(mark.split(':')[0]);
  if (!(count >= MIN_LINES)) return undefined;
  const added = numberedAdded(file);
  const starts = added.flatMap(({ text }, at) => (beginsMark(text, mark) ? [at] : [])).slice(0, MAX_BEGINNINGS);
  let left = MAX_LETTERS;
  for (const start of starts) {
    const window = added.slice(start, start + count + REACH);
    left -= lettersOf(window);
    const { number } = window[0] ?? { number: 1 };
    const touched = left < 0 ? asEdited(number) : touchedAmong(tokensOf(window, path), gist);
    if (touched !== undefined) return touched;
  }
  return undefined;
}

function asEdited(number: number): Edit {
  return { kind: 'edited', startLine: number, endLine: number };
}

function lettersOf(lines: readonly NumberedLine[]): number {
  return sumOf(lines, ({ text }) => text.length);
}

type Moved = Pick<KnownFinding, 'gist' | 'side' | 'path' | 'severity'>;

/** A moved blocker is no fix, be it with a comment or a statement more on its line. */
export function movedAway(known: Moved, change: Change): boolean {
  return movedTo(known, change) !== undefined;
}

/** Where another file adds all its words and signs, or a new one nearly all. */
export function movedTo(known: Moved, change: Change): { file: ChangedFile; lines: LineSpan } | undefined {
  return movedIn(change)(known);
}

/** A run asks several times. */
const movedIn = madeOnce((change: Change) => madeOnce((known: Moved) => placeElsewhere(known, change)));

function placeElsewhere(known: Moved, change: Change): { file: ChangedFile; lines: LineSpan } | undefined {
  if (known.side === 'old' || known.gist === '' || known.severity !== 'blocker') return undefined;
  const own = fileOf(known, change);
  for (const file of filesWithWords(change.scope.files, known.gist)) {
    const lines = file === own ? undefined : broughtBy(file, known.gist, change);
    if (lines !== undefined) return { file, lines };
  }
  return undefined;
}

/** Other files that bring lines like these: all their words and signs, or in a new one nearly all. Of a few words they stand anywhere. */
export function broughtAlsoIn(
  { gist, mark }: Pick<KnownFinding, 'gist' | 'mark'>,
  own: { path: string },
  change: Change,
) {
  if (mark === '' || !isLongGist(gist)) return [];
  const files = [...change.scope.files, ...change.aside, ...change.heldBack].filter(({ path }) => path !== own.path);
  return files.filter((file) => broughtBy(file, gist, change) !== undefined).map(({ path }) => path);
}

/** Words that may be compared with those of blockers that went: thousands of new files and hundreds of them are minutes. */
const MAX_COMPARED = 30_000_000;
const comparedIn = madeOnce((_change: Change) => ({ left: MAX_COMPARED }));

/** Whoever brings more than can be compared may have brought it. */
function broughtBy(file: ChangedFile, gist: Gist, change: Change): LineSpan | undefined {
  const compared = comparedIn(change);
  compared.left -= addedTokens(file).count;
  return compared.left < 0 ? { startLine: 1, endLine: 1 } : broughtIn(file, gist);
}

/** Where a file adds all the words and signs; where it is new as a whole, lines of many words with a few of them changed as well. */
function broughtIn(file: ChangedFile, gist: Gist): LineSpan | undefined {
  const tokens = addedTokens(file);
  const place = placeOfGist(tokens, gist);
  if (place !== undefined || file.change !== 'added') return place;
  return isLongGist(gist, MIN_EDITED) ? editAmong(tokens, gist) : undefined;
}
