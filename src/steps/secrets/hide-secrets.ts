import type { BlobId } from '../../ports/repository';
import type { ChangedFile, DiffLine, Hunk } from '../diff/changed-file';
import { type Clues, cluesIn } from './clues';
import { apart } from './find-secrets';
import type { FoundSecret } from './found-secret';
import { valueFilter } from './known-values';
import { createPlaceholders, maskedText, type Placeholders, withoutSecrets } from './placeholders';
import { findInFile } from './secret-files';

/** A secret that the change adds beyond doubt. */
export interface CommittedSecret {
  path: string;
  /** On the source side. */
  line: number;
  rule: string;
  /** The line as everybody downstream sees it. */
  text: string;
}

/** The change as it may leave the agent: every value that looks like a secret replaced, every line where it was. */
export interface WithoutSecrets {
  files: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
  committed: readonly CommittedSecret[];
  /** How many values were replaced, by rule. */
  replaced: ReadonlyMap<string, number>;
  /** For every other text that leaves the agent: without these values, and without what looks like a secret by itself. */
  hideIn(text: string): string;
}

/** Looks through a text, which has these bytes. */
type FindIn = (text: string, path: string, clues: Clues, bytes: Uint8Array) => FoundSecret[];
type Find = (text: string, path: string, bytes: Uint8Array) => FoundSecret[];

/**
 * Takes the secrets out of diff and contents before anything is hashed, cached, outlined or sent. A file is looked at as a
 * whole, so that the middle of a key is known for what it is though a hunk shows nothing else.
 */
export function hideSecrets(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  { findIn = findInFile, clues = cluesIn(files, contents) }: { findIn?: FindIn; clues?: Clues } = {},
): WithoutSecrets {
  const clean = new Map(contents);
  const replaced = new Map<string, number>();
  const hidden = files.map((file) =>
    hideInFile(file, contents, (text, path, bytes) => findIn(text, path, clues, bytes)),
  );
  for (const { file, sides, parts } of hidden) {
    if (sides.old) clean.set(file.oldBlob, sides.old.bytes);
    if (sides.new) clean.set(file.newBlob, sides.new.bytes);
    // The same value on both sides counts once.
    const rules = new Map(parts.map(({ placeholder, rule }) => [placeholder, rule]));
    for (const rule of rules.values()) replaced.set(rule, (replaced.get(rule) ?? 0) + 1);
  }
  return {
    files: hidden.map(({ file }) => file),
    contents: clean,
    committed: hidden.flatMap(({ committed }) => committed),
    replaced,
    hideIn: textFilter(hidden.flatMap(({ parts }) => parts)),
  };
}

function textFilter(parts: readonly LinePart[]): WithoutSecrets['hideIn'] {
  const withoutValues = valueFilter(parts.map(({ value, placeholder }) => [value.trim(), placeholder]));
  return (text) => withoutSecrets(withoutValues(text));
}

interface HiddenFile {
  file: ChangedFile;
  sides: { old?: CleanText; new?: CleanText };
  committed: readonly CommittedSecret[];
  parts: readonly LinePart[];
}

/** A whole text, and what of each of its lines was replaced. */
interface CleanText {
  bytes: Uint8Array;
  lines: ReadonlyMap<number, CleanLine>;
}

/** A line before and after, and what makes the difference. */
interface CleanLine {
  before: string;
  after: string;
  parts: readonly LinePart[];
}

interface LinePart {
  value: string;
  placeholder: string;
  rule: string;
  isCertain: boolean;
}

function hideInFile(file: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>, findIn: Find): HiddenFile {
  const placeholders = createPlaceholders();
  const find = findByNames(file, findIn);
  const clean = (bytes: Uint8Array | undefined) => bytes && cleanText(bytes, placeholders, find);
  const [old, now] = [clean(contents.get(file.oldBlob)), clean(contents.get(file.newBlob))];
  const shown = (side: 'old' | 'new', bytes: Uint8Array | undefined) =>
    isReadable(bytes) ? undefined : cleanText(sideOf(file, side), placeholders, find);
  const [oldLines, newLines] = [
    (old ?? shown('old', contents.get(file.oldBlob)))?.lines,
    (now ?? shown('new', contents.get(file.newBlob)))?.lines,
  ];
  if (!oldLines && !newLines) return { file, sides: {}, committed: [], parts: [] };
  const cleanOf = ({ newLine, oldLine }: DiffLine) =>
    newLine === null ? oldLines?.get(oldLine ?? 0) : newLines?.get(newLine);
  const hunks = file.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map((line) => hideInLine(line, cleanOf(line))),
  }));
  const added = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added'));
  return {
    file: { ...file, hunks },
    sides: { ...(old ? { old } : {}), ...(now ? { new: now } : {}) },
    committed: committedIn(file.path, added, newLines ?? new Map()),
    parts: [oldLines, newLines].flatMap((lines) => [...(lines?.values() ?? [])].flatMap(({ parts }) => parts)),
  };
}

/** What was a file of secrets is one under another name too: each side is read by the rules of both names. */
function findByNames(
  { path, oldPath = path }: ChangedFile,
  find: Find,
): (text: string, bytes: Uint8Array) => FoundSecret[] {
  const names = [...new Set([path, oldPath])];
  if (names.length === 1) return (text, bytes) => find(text, path, bytes);
  return (text, bytes) => apart(names.flatMap((name) => find(text, name, bytes)));
}

/** Undefined where there is nothing to hide. */
function cleanText(
  bytes: Uint8Array,
  placeholders: Placeholders,
  find: (text: string, bytes: Uint8Array) => FoundSecret[],
): CleanText | undefined {
  const text = latin1(bytes);
  const found = find(text, bytes);
  if (found.length === 0) return undefined;
  const pieces = piecesOf(text, found, placeholders);
  const lines = new Map([...pieces].map(([number, line]) => [number, cleanLine(text, line)]));
  return { bytes: Buffer.from(maskedText(text, found, placeholders).text, 'latin1'), lines };
}

interface Piece {
  start: number;
  end: number;
  placeholder: string;
  found: FoundSecret;
}

interface LineSpan {
  start: number;
  end: number;
  pieces: Piece[];
}

/** What of each line belongs to a secret, by the number of the line; one pass, for a line may hold thousands. */
function piecesOf(text: string, all: readonly FoundSecret[], placeholders: Placeholders): Map<number, LineSpan> {
  const lines = new Map<number, LineSpan>();
  let [number, start, end] = [1, 0, endOfLine(text, 0)];
  for (const found of all) {
    const placeholder = placeholders.of(text.slice(found.start, found.end), found.rule);
    for (let at = found.start; ; at = end + 1) {
      while (end < at) [number, start, end] = [number + 1, end + 1, endOfLine(text, end + 1)];
      const line = lines.get(number) ?? { start, end, pieces: [] };
      line.pieces.push({ start: at, end: Math.min(end, found.end), placeholder, found });
      lines.set(number, line);
      if (found.end <= end + 1) break;
    }
  }
  return lines;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function cleanLine(text: string, { start, end, pieces }: LineSpan): CleanLine {
  const parts: LinePart[] = [];
  let [after, at] = ['', start];
  for (const { start: from, end: to, placeholder, found } of pieces) {
    const value = text.slice(from, to).replace(/\r$/, '');
    const { rule, isCertain } = found;
    parts.push({ value: utf8(value), placeholder, rule, isCertain });
    after += text.slice(at, from) + (value.trim() === '' ? value : placeholder);
    at = from + value.length;
  }
  return { before: utf8(text.slice(start, end)), after: utf8(after + text.slice(at, end)), parts };
}

/** Where the line is not the one that was read, each value goes, or all of it where one cannot be found. */
function hideInLine(line: DiffLine, clean: CleanLine | undefined): DiffLine {
  if (clean === undefined) return line;
  const { before, after, parts } = clean;
  if (line.text === before) return after === before ? line : { ...line, text: after };
  let [text, rest] = ['', line.text];
  for (const { value, placeholder } of parts) {
    if (value.trim() === '') continue;
    const at = rest.indexOf(value);
    if (at < 0) return { ...line, text: placeholder };
    text += rest.slice(0, at) + placeholder;
    rest = rest.slice(at + value.length);
  }
  return rest === line.text ? line : { ...line, text: text + rest };
}

/** One for each line that the change adds with a secret; one over several lines counts in the first of them. */
function committedIn(
  path: string,
  added: readonly DiffLine[],
  lines: ReadonlyMap<number, CleanLine>,
): CommittedSecret[] {
  const seen = new Set<string>();
  return added.flatMap(({ newLine, text }) => {
    const parts = lines.get(newLine ?? 0)?.parts ?? [];
    const fresh = parts.filter(({ placeholder, isCertain }) => isCertain && !seen.has(placeholder));
    for (const { placeholder } of fresh) seen.add(placeholder);
    const rules = [...new Set(fresh.map(({ rule }) => rule))];
    return rules.length === 0 ? [] : [{ path, line: newLine ?? 1, rule: rules.slice(0, MOST_RULES).join(', '), text }];
  });
}

/** Of one line are named. */
const MOST_RULES = 3;

/** Whether a content shows what the hunks show: it is there, and of one byte a letter. */
function isReadable(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && !bytes.includes(0);
}

/** What the hunks show of a side, every line at its number: all there is where the content could not be read. */
function sideOf({ hunks }: { hunks: readonly Hunk[] }, side: 'old' | 'new'): Uint8Array {
  const lines: string[] = [];
  for (const line of hunks.flatMap((hunk) => hunk.lines)) {
    const number = side === 'old' ? line.oldLine : line.newLine;
    if (number !== null) lines[number - 1] = line.text;
  }
  return Buffer.from(Array.from(lines, (line) => line ?? '').join('\n'));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
