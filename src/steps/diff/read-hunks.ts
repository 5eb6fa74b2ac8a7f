import { isUtf8 } from 'node:buffer';
import parseDiff from 'parse-diff';
import { byteText, decodedBy, spelt } from './byte-text';
import type { DiffLine, Hunk } from './changed-file';

/** The hunks of one section of a patch. */
export interface SectionHunks {
  hunks: Hunk[];
  added: number;
  removed: number;
  oldNoNewline: boolean;
  newNoNewline: boolean;
}

const NEUTRAL_HEADER = 'diff --git a/file b/file\n';

const BEYOND_ASCII = /[\x80-\xff]/;
const NO_ASCII = /[^ -~\s]/;

/**
 * Reads the hunks of one section, or says why they cannot be trusted.
 * The parser sees hunks only, under a name of our own, since every mistake it is known to make is about headers;
 * what it returns is then held against the headers' numbers and the count of lines that went in.
 * @param body from the first `@@ ` to the end of the section, one character per byte
 */
export function readHunks(body: string): SectionHunks | string {
  if (!body.endsWith('\n')) return 'its patch is cut off';
  const files = parseDiff(NEUTRAL_HEADER + body.slice(0, -1));
  if (files.length !== 1) return 'its patch was read as several files';
  const isAscii = !BEYOND_ASCII.test(body);
  const section: SectionHunks = { hunks: [], added: 0, removed: 0, oldNoNewline: false, newNoNewline: false };
  let linesRead = 0;
  for (const chunk of files[0]?.chunks ?? []) {
    const problem = addHunk(section, chunk, isAscii);
    if (problem) return problem;
    linesRead += 1 + chunk.changes.length;
  }
  return linesRead === lineCount(body) ? section : 'its patch holds lines that belong to no hunk';
}

function addHunk(section: SectionHunks, chunk: parseDiff.Chunk, isAscii: boolean): string | null {
  const previous = section.hunks.at(-1);
  if (previous && !isBehind(chunk, previous)) return 'its hunks are not in order';
  const hunk = {
    oldStart: chunk.oldStart,
    oldLines: 0,
    newStart: chunk.newStart,
    newLines: 0,
    lines: [] as DiffLine[],
  };
  for (const change of chunk.changes) {
    if (change.content.startsWith('\\')) {
      markMissingNewline(section, hunk.lines.at(-1));
      continue;
    }
    const line = diffLine(change, hunk, isAscii);
    if (!line) return 'a line of its patch has the wrong number or sign';
    hunk.lines.push(line);
    if (line.oldLine !== null) hunk.oldLines++;
    if (line.newLine !== null) hunk.newLines++;
    if (line.kind === 'added') section.added++;
    if (line.kind === 'removed') section.removed++;
  }
  if (hunk.oldLines !== chunk.oldLines || hunk.newLines !== chunk.newLines) return 'a hunk is not as long as it says';
  section.hunks.push(isAscii ? hunk : toldApart(hunk, chunk));
  return null;
}

/** A letter in UTF-8 looks like the byte that is this letter elsewhere: where both change together, the bytes are spelt. */
function toldApart(hunk: Hunk, { changes }: parseDiff.Chunk): Hunk {
  const texts = changes.map(({ content }) => content).filter((content) => !content.startsWith('\\'));
  const changed = texts.filter((text) => !text.startsWith(' ') && BEYOND_ASCII.test(text));
  if (!changed.some(hasOtherBytes) || !changed.some(hasLetters)) return hunk;
  const lines = hunk.lines.map((line, at) => {
    const text = texts[at] ?? '';
    return line.kind !== 'context' && hasOtherBytes(text) ? { ...line, text: decodedBy(text.slice(1), spelt) } : line;
  });
  return { ...hunk, lines };
}

function hasOtherBytes(latin1: string): boolean {
  return !isUtf8(Buffer.from(latin1, 'latin1'));
}

/** Such as UTF-8 writes with several bytes. */
function hasLetters(latin1: string): boolean {
  return NO_ASCII.test(decodedBy(latin1, () => ''));
}

function isBehind(chunk: parseDiff.Chunk, previous: Hunk): boolean {
  return (
    chunk.oldStart >= previous.oldStart + previous.oldLines && chunk.newStart >= previous.newStart + previous.newLines
  );
}

type HunkSoFar = Pick<Hunk, 'oldStart' | 'oldLines' | 'newStart' | 'newLines'>;

/** The change as a line, or null where the parser's number or sign is not the one that counting gives. */
function diffLine(change: parseDiff.Change, hunk: HunkSoFar, isAscii: boolean): DiffLine | null {
  const oldLine = hunk.oldStart + hunk.oldLines;
  const newLine = hunk.newStart + hunk.newLines;
  const sign = change.content[0];
  const text = decoded(change.content.slice(1), isAscii);
  if (change.type === 'add') {
    return sign === '+' && change.ln === newLine ? { kind: 'added', oldLine: null, newLine, text } : null;
  }
  if (change.type === 'del') {
    return sign === '-' && change.ln === oldLine ? { kind: 'removed', oldLine, newLine: null, text } : null;
  }
  const fits = sign === ' ' && change.ln1 === oldLine && change.ln2 === newLine;
  return fits ? { kind: 'context', oldLine, newLine, text } : null;
}

function markMissingNewline(section: SectionHunks, last: DiffLine | undefined): void {
  if (last && last.oldLine !== null) section.oldNoNewline = true;
  if (last && last.newLine !== null) section.newNoNewline = true;
}

function decoded(latin1: string, isAscii: boolean): string {
  return isAscii || !BEYOND_ASCII.test(latin1) ? latin1 : byteText(Buffer.from(latin1, 'latin1'));
}

function lineCount(body: string): number {
  let count = 0;
  for (let at = body.indexOf('\n'); at >= 0; at = body.indexOf('\n', at + 1)) count++;
  return count;
}
