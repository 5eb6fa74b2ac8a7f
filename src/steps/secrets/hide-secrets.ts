import type { BlobId } from '../../ports/repository';
import type { ChangedFile, DiffLine, Hunk } from '../diff/changed-file';
import { type Clues, cluesIn } from './clues';
import type { FoundSecret } from './found-secret';
import { createPlaceholders, type Placeholders, withoutSecrets, withPlaceholders } from './placeholders';
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

/** A shorter value is a word that stands elsewhere too. */
const SHORTEST_VALUE = 6;

function textFilter(parts: readonly LinePart[]): WithoutSecrets['hideIn'] {
  const values = new Map(parts.map(({ value, placeholder }) => [value.trim(), placeholder]));
  const known = [...values].filter(([value]) => value.length >= SHORTEST_VALUE).sort(([a], [b]) => b.length - a.length);
  return (text) =>
    withoutSecrets(known.reduce((rest, [value, placeholder]) => rest.replaceAll(value, () => placeholder), text));
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
  lines: ReadonlyMap<number, readonly LinePart[]>;
}

interface LinePart {
  value: string;
  placeholder: string;
  rule: string;
  isCertain: boolean;
}

function hideInFile(file: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>, findIn: Find): HiddenFile {
  const placeholders = createPlaceholders();
  const clean = (bytes: Uint8Array | undefined) => bytes && cleanText(bytes, file.path, placeholders, findIn);
  const [old, now] = [clean(contents.get(file.oldBlob)), clean(contents.get(file.newBlob))];
  const shown = (side: 'old' | 'new', bytes: Uint8Array | undefined) =>
    isReadable(bytes) ? undefined : cleanText(sideOf(file, side), file.path, placeholders, findIn);
  const [oldLines, newLines] = [
    (old ?? shown('old', contents.get(file.oldBlob)))?.lines,
    (now ?? shown('new', contents.get(file.newBlob)))?.lines,
  ];
  if (!oldLines && !newLines) return { file, sides: {}, committed: [], parts: [] };
  const partsOf = ({ newLine, oldLine }: DiffLine) =>
    (newLine === null ? oldLines?.get(oldLine ?? 0) : newLines?.get(newLine)) ?? [];
  const hunks = file.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map((line) => hideInLine(line, partsOf(line))),
  }));
  const added = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added'));
  return {
    file: { ...file, hunks },
    sides: { ...(old ? { old } : {}), ...(now ? { new: now } : {}) },
    committed: committedIn(file.path, added, newLines ?? new Map()),
    parts: [oldLines, newLines].flatMap((lines) => [...(lines?.values() ?? [])].flat()),
  };
}

/** Undefined where there is nothing to hide. */
function cleanText(bytes: Uint8Array, path: string, placeholders: Placeholders, findIn: Find): CleanText | undefined {
  const text = latin1(bytes);
  const found = findIn(text, path, bytes);
  if (found.length === 0) return undefined;
  const lines = new Map<number, LinePart[]>();
  let [line, lineStart] = [1, 0];
  for (const { start, end, rule, isCertain } of found) {
    const placeholder = placeholders.of(text.slice(start, end), rule);
    for (let at = text.indexOf('\n', lineStart); at >= 0 && at < start; at = text.indexOf('\n', lineStart)) {
      [line, lineStart] = [line + 1, at + 1];
    }
    for (const [index, value] of text.slice(start, end).split('\n').entries()) {
      const parts = lines.get(line + index) ?? [];
      parts.push({ value: utf8(value.replace(/\r$/, '')), placeholder, rule, isCertain });
      lines.set(line + index, parts);
    }
  }
  return { bytes: Buffer.from(withPlaceholders(text, found, placeholders), 'latin1'), lines };
}

/** Where a value cannot be found as it was read, the whole line goes. */
function hideInLine(line: DiffLine, parts: readonly LinePart[]): DiffLine {
  let text = line.text;
  for (const { value, placeholder } of parts) {
    if (value.trim() === '') continue;
    const at = text.indexOf(value);
    text = at < 0 ? placeholder : text.slice(0, at) + placeholder + text.slice(at + value.length);
  }
  return text === line.text ? line : { ...line, text };
}

/** One for each secret: the first of its lines that the change adds. */
function committedIn(
  path: string,
  added: readonly DiffLine[],
  lines: ReadonlyMap<number, readonly LinePart[]>,
): CommittedSecret[] {
  const seen = new Set<string>();
  return added.flatMap(({ newLine, text }) =>
    (lines.get(newLine ?? 0) ?? []).flatMap(({ placeholder, rule, isCertain }) => {
      if (!isCertain || seen.has(placeholder)) return [];
      seen.add(placeholder);
      return [{ path, line: newLine ?? 1, rule, text }];
    }),
  );
}

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
