import type { OutlineEntry } from '../../ports/outliner';
import type { BlobId } from '../../ports/repository';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import { joinHunks, type LineRange } from '../diff/join-hunks';
import { changedRanges, type MadeOutline } from './entry-tree';

/** Lines that a hunk may grow by on each side. */
const MAX_GROWTH = 50;

/** Kinds that are worth reading to their ends; a type or a namespace is so only when it is short. */
const WHOLE = new Set([
  'function',
  'method',
  'constructor',
  'test',
  'macro',
  'property',
  'constant',
  'variable',
  'event',
]);

/** Characters that all hunks may grow by: half of what changed, and enough for a few functions. */
export function growthBudget(diffCharacters: number): number {
  return Math.min(2000 + Math.floor(diffCharacters * 0.3), 30_000);
}

interface Growth {
  file: ChangedFile;
  range: LineRange;
  cost: number;
}

/**
 * The same files with hunks that reach to the ends of the function or declaration around each change: what decides a doubt
 * within a file mostly stands there. The cheapest growth first, as far as the budget goes; the lines stay those of the diff.
 */
export function growHunks(
  files: readonly ChangedFile[],
  outlines: ReadonlyMap<string, MadeOutline>,
  contents: ReadonlyMap<BlobId, Uint8Array>,
  budget: number,
): ChangedFile[] {
  const texts = new Map(files.flatMap((file) => textOf(file, contents)));
  const wanted = files.flatMap((file) => {
    const [outline, lines] = [outlines.get(file.path), texts.get(file.path)];
    return outline && lines ? growthsOf(file, outline, lines) : [];
  });
  const chosen = affordable(wanted, budget);
  return files.map((file) => {
    const ranges = chosen.filter((growth) => growth.file === file).map(({ range }) => range);
    const lines = texts.get(file.path);
    return ranges.length === 0 || !lines ? file : { ...file, hunks: joinHunks(file.hunks, ranges, lines) };
  });
}

function affordable(wanted: readonly Growth[], budget: number): Growth[] {
  let left = budget;
  return [...wanted]
    .sort((a, b) => a.cost - b.cost)
    .filter(({ cost }) => {
      left -= cost;
      return left >= 0;
    });
}

/** Lines of the new side; none where they do not read as the diff does, as with other encodings. */
function textOf({ path, newBlob, hunks }: ChangedFile, contents: ChangedFileContents): [string, string[]][] {
  const content = contents.get(newBlob);
  if (content === undefined || hunks.length === 0) return [];
  const lines = Buffer.from(content).toString('utf8').split('\n');
  const shown = hunks.flatMap((hunk) => hunk.lines).filter(({ newLine }) => newLine !== null);
  return shown.every((line) => isSame(line, lines)) ? [[path, lines]] : [];
}

type ChangedFileContents = ReadonlyMap<BlobId, Uint8Array>;

function isSame({ newLine, text }: DiffLine, lines: readonly string[]): boolean {
  return lines[(newLine ?? 0) - 1] === text;
}

function growthsOf(file: ChangedFile, outline: MadeOutline, lines: readonly string[]): Growth[] {
  return file.hunks.flatMap((hunk) => {
    const shown = { start: hunk.newStart, end: hunk.newStart + hunk.newLines - 1 };
    const reached = changedRanges({ hunks: [hunk] }).flatMap((changed) => around(outline, changed));
    if (reached.length === 0) return [];
    const start = Math.min(
      shown.start,
      Math.max(shown.start - MAX_GROWTH, Math.min(...reached.map((one) => one.startLine))),
    );
    const end = Math.max(shown.end, Math.min(shown.end + MAX_GROWTH, Math.max(...reached.map((one) => one.endLine))));
    const cost = costOf(lines, start, shown.start - 1) + costOf(lines, shown.end + 1, end);
    return cost === 0 ? [] : [{ file, range: { start, end }, cost }];
  });
}

/** A change from within one function into the next reaches to the start of the one and the end of the other. */
function around(outline: MadeOutline, { start, end }: LineRange): OutlineEntry[] {
  const whole = enclosing(outline, { start, end });
  if (whole !== undefined || end <= start) return whole ? [whole] : [];
  return [start, end].flatMap((line) => enclosing(outline, { start: line, end: line }) ?? []);
}

/** The innermost declaration around a change that is worth reading whole. */
function enclosing({ entries }: MadeOutline, { start, end }: LineRange): OutlineEntry | undefined {
  const last = Math.max(start, end);
  return entries.findLast(({ kind, startLine, endLine }) => {
    if (startLine > start || endLine < last || kind === 'import') return false;
    return WHOLE.has(kind) || endLine - startLine < MAX_GROWTH;
  });
}

function costOf(lines: readonly string[], from: number, to: number): number {
  return lines.slice(from - 1, Math.max(from - 1, to)).reduce((sum, { length }) => sum + Math.min(length, 200) + 9, 0);
}
