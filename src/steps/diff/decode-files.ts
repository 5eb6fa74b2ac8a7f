import { isUtf8 } from 'node:buffer';
import { type StructuredPatchHunk, structuredPatch } from 'diff';
import type { BlobId } from '../../ports/repository';
import { byteText } from './byte-text';
import type { ChangedFile, DiffLine, Hunk } from './changed-file';
import { declaresOtherLetters } from './declared-encoding';
import { beginsInEbcdic, beginsInUtf16, obeysMark, type TextEncoding, textEncoding } from './text-encoding';

const NO_BLOB = /^0+$/;
/** Steps of comparing, a few seconds at most: a file rewritten from end to end is not compared line by line for minutes. */
const MAX_STEPS = { file: 4_000_000, change: 8_000_000 };
const MAX_EDITS = 20_000;
/** Of both sides together; each costs a hundred bytes while it is compared. */
const MAX_LINES = 1_000_000;

export interface Decoded {
  files: readonly ChangedFile[];
  /** Of decoded files as UTF-8, so that every later step reads them like others. */
  contents: ReadonlyMap<BlobId, Uint8Array>;
}

/**
 * Files that git takes for binary only because they are written in UTF-16, with their hunks: the mark at their start says
 * for certain what they are. Lines count as the service counts them. Of text that is no UTF-8 the contents come back in UTF-8.
 */
export function decodeFiles(files: readonly ChangedFile[], contents: ReadonlyMap<BlobId, Uint8Array>): Decoded {
  const decoded = new Map<BlobId, Uint8Array>(contents);
  const decode = decoder(contents, decoded);
  const asText = inUtf8(contents, decoded);
  // Two contents may stand under thousands of names: they are compared once, and each name has all of their lines.
  const known = new Map<string, Read>();
  let linesLeft = MAX_LINES;
  const read = files.map((file) => {
    const isMarked = isMarkedText(file, contents);
    if (file.content === 'text' && !isMarked) return asText(file);
    if (file.content !== 'binary' && !isMarked) return file;
    const sides = `${file.oldBlob} ${file.newBlob} ${obeysMark(file)}`;
    const { lines, found } = known.get(sides) ?? decode(file, linesLeft);
    known.set(sides, { lines, found });
    if (lines > linesLeft) return { ...file, ...TOO_LARGE };
    linesLeft -= lines;
    return { ...file, ...found };
  });
  return { files: read, contents: decoded };
}

const TOO_LARGE = { unreadable: 'it is too large to be compared' };

/** What is known of a file when it was decoded, and how many lines both sides have. */
interface Read {
  lines: number;
  found: Partial<Pick<ChangedFile, 'content' | 'encoding' | 'wasText' | 'unreadable'> & Lines>;
}

/** Reads two sides, and keeps what it reads as UTF-8; all of a change share what comparing may take. */
function decoder(contents: ReadonlyMap<BlobId, Uint8Array>, decoded: Map<BlobId, Uint8Array>) {
  let stepsLeft = MAX_STEPS.change;
  return ({ oldBlob, newBlob, ...file }: ChangedFile, mostLines: number): Read => {
    const isObeyed = obeysMark(file);
    const [old, now] = [encodingOf(oldBlob, contents, isObeyed), encodingOf(newBlob, contents, isObeyed)];
    const [before, after] = [textOf(oldBlob, old), textOf(newBlob, now)];
    if (before === null || after === null) return { lines: 0, found: named(old, now) };
    const lines = linesIn(before) + linesIn(after);
    if (lines > mostLines) return { lines, found: TOO_LARGE };
    const most = mostEdits(before, after, Math.min(stepsLeft, MAX_STEPS.file));
    const hunks = hunksOf(before, after, most.edits);
    stepsLeft -= most.stepsOf(hunks === null ? most.edits : hunks.added + hunks.removed);
    if (hunks === null)
      return { lines, found: { unreadable: 'it was rewritten in a way that takes too long to compare' } };
    if (!NO_BLOB.test(oldBlob)) decoded.set(oldBlob, Buffer.from(before));
    if (!NO_BLOB.test(newBlob)) decoded.set(newBlob, Buffer.from(after));
    return { lines, found: { ...hunks, content: 'text', encoding: 'UTF-16' } };
  };
}

/** Git looks for zero bytes alone: where there is none, it takes for lines of bytes what its readers take for UTF-16, EBCDIC or UTF-7. */
function isMarkedText(file: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>): boolean {
  if (file.content !== 'text') return false;
  const isMarked = (blob: BlobId) => {
    const content = contents.get(blob);
    if (content === undefined) return false;
    return (beginsInUtf16(content) && obeysMark(file)) || beginsInEbcdic(content) || declaresOtherLetters(content);
  };
  return isMarked(file.oldBlob) || isMarked(file.newBlob);
}

/** What is text and no UTF-8 is read as the lines of its difference are, so that each later step finds these lines in it; each content once. */
function inUtf8(contents: ReadonlyMap<BlobId, Uint8Array>, decoded: Map<BlobId, Uint8Array>) {
  const others = new Map<BlobId, boolean>();
  const isOther = (blob: BlobId): boolean => {
    const bytes = contents.get(blob);
    const known = others.get(blob) ?? (bytes !== undefined && !isUtf8(bytes));
    if (known && bytes && !others.has(blob)) decoded.set(blob, Buffer.from(byteText(bytes)));
    others.set(blob, known);
    return known;
  };
  return (file: ChangedFile): ChangedFile => {
    const isOld = isOther(file.oldBlob);
    return isOther(file.newBlob) || isOld ? { ...file, encoding: 'Windows-1252' } : file;
  };
}

/** Empty for a side that does not exist, null for one that is no text for certain. */
function textOf(blob: BlobId, read: TextEncoding | undefined): string | null {
  if (NO_BLOB.test(blob)) return '';
  return read?.name === 'UTF-8' || read?.name === 'UTF-16' ? read.text : null;
}

function encodingOf(
  blob: BlobId,
  contents: ReadonlyMap<BlobId, Uint8Array>,
  isObeyed: boolean,
): TextEncoding | undefined {
  const content = contents.get(blob);
  return content && textEncoding(content, isObeyed);
}

/** What it is instead, for the reason of its being left out. */
function named(old: TextEncoding | undefined, now: TextEncoding | undefined): Read['found'] {
  const read = now ?? old;
  if (read === undefined) return {};
  const wasText = now !== undefined && old !== undefined && old.text !== null;
  const nothing = { content: 'binary' as const, hunks: [], added: 0, removed: 0 };
  return { ...nothing, encoding: read.name, ...(wasText ? { wasText } : {}) };
}

type Lines = Pick<ChangedFile, 'hunks' | 'added' | 'removed' | 'oldNoNewline' | 'newNoNewline'>;

/** Comparing costs a step for each edit on each way still open: as many ways as edits, or as the shorter side has lines. */
function mostEdits(before: string, after: string, steps: number) {
  const shorter = Math.min(linesIn(before), linesIn(after));
  if (shorter === 0) return { edits: MAX_EDITS, stepsOf: () => 0 };
  const edits = Math.min(MAX_EDITS, Math.floor(Math.max(Math.sqrt(steps), steps / shorter)));
  return { edits, stepsOf: (made: number) => made * Math.min(made, shorter) };
}

function linesIn(text: string): number {
  return text === '' ? 0 : text.split('\n').length;
}

function hunksOf(before: string, after: string, maxEditLength: number): Lines | null {
  const patch = structuredPatch('a', 'b', before, after, '', '', { context: 3, maxEditLength });
  if (patch === undefined) return null;
  const hunks = patch.hunks.map(hunkOf);
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length;
  const [oldNoNewline, newNoNewline] = [before, after].map((text) => text !== '' && !text.endsWith('\n'));
  return {
    hunks,
    added: count('added'),
    removed: count('removed'),
    oldNoNewline: oldNoNewline ?? false,
    newNoNewline: newNoNewline ?? false,
  };
}

function hunkOf({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): Hunk {
  let [oldNext, newNext] = [oldStart, newStart];
  const read = lines.flatMap((line): DiffLine[] => {
    const [sign, text] = [line[0], line.slice(1)];
    if (sign === '\\') return [];
    const kind = sign === '+' ? 'added' : sign === '-' ? 'removed' : 'context';
    const oldLine = kind === 'added' ? null : oldNext++;
    const newLine = kind === 'removed' ? null : newNext++;
    return [{ kind, oldLine, newLine, text }];
  });
  return { oldStart, oldLines, newStart, newLines, lines: read };
}
