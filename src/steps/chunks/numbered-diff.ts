import { cutText } from '../../cut-text';
import { firstNamed } from '../../first-named';
import { holds } from '../../holds';
import { madeOnce } from '../../made-once';
import type { ChangedFile, DiffLine, Hunk } from '../diff/changed-file';
import { codeFrom } from '../diff/code-lines';
import { type Surroundings, withoutData, withoutRuns } from '../diff/data-runs';
import { handedOn } from '../diff/handed-on';
import { NO_USES, usesOf } from '../diff/known-data';
import { MAX_LINE_LENGTH } from '../diff/longest-line';
import { isProse } from '../diff/prose-path';
import { isTest } from '../diff/test-path';
import { visibleLine } from '../diff/visible';
import { runsUnread } from '../scope/runs-unread';
import { copiesOf } from './copy-places';
import { type Copy, type Elsewhere, ownHunks, type ShownFile } from './fold-copies';

export interface NumberedFile {
  text: string;
  /** Set when something of the shown hunks is left out: what and how much. */
  clipped?: string;
  /** Changed lines of which the reader does not see all code. */
  cutLines?: number;
}

const SIGN = { context: ' ', added: '+', removed: '-' } as const;

/**
 * One file of the diff as the prompt shows it: header lines, then hunks whose lines carry number and sign.
 * Lines stand as they are, white space at their end included: it may be all that changed, and quotes must match.
 */
export function numberedFile(file: ShownFile, hunks: readonly Hunk[] = file.hunks): NumberedFile {
  const left = { cut: 0, unknown: 0, changed: 0, data: 0, ...surroundingsOf(file) };
  const isKept = keptOf(file);
  const showsReturns = Object.values(lineEndsOf(file)).includes('mixed');
  const body = hunks.map((hunk) => numberedHunk(hunk, { left, isKept, showsReturns }, file.copies));
  const clipped = clippedNote(left);
  const own = ownHunks(file);
  const isWhole = hunks.length === own.length && hunks.every((hunk, index) => hunk === own[index]);
  const part = isWhole ? [] : [partNote(hunks)];
  const notes = [...part, ...elsewhereNotes(file), ...(clipped ? [`==== clipped: ${clipped}`] : [])];
  const text = `${[...fileHeader(file), ...notes, ...body].join('\n')}\n`;
  if (!clipped) return { text };
  return { text, clipped, ...(left.changed > 0 ? { cutLines: left.changed } : {}) };
}

/** What long lines lost: code where they were cut, what may be code, or nothing but data where a picture or the like was taken out. */
interface Left extends Surroundings {
  cut: number;
  unknown: number;
  /** Of the cut and unknown ones, those that are new or gone. */
  changed: number;
  data: number;
}

/** What the writing of lines needs besides them. */
interface Writing {
  left: Left;
  /** Whether what a removed line holds from there on still stands in the file. */
  isKept: (line: string, from: number) => boolean;
  /** A shell takes a carriage return for a letter, so that `\` before one continues no line: shown where lines of a file end differently. */
  showsReturns: boolean;
}

/** Letters of the file that are looked through for ends of removed lines; what is asked for beyond counts as gone. */
const MOST_COMPARED = 50_000_000;

/**
 * A long line that was broken into short ones is gone, and all of it is shown; of a deleted file nothing is left to guard. What a
 * comment or a text repeats is not there any more.
 */
function keptOf({ change, hunks, path }: ShownFile): Writing['isKept'] {
  if (change === 'deleted') return () => true;
  let known: string | undefined;
  let left = MOST_COMPARED;
  return (line, from) => {
    if (left < 0) return false;
    known ??= codeOnly(
      hunks.flatMap(({ lines }) => lines.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text]))).join('\n'),
      path,
    );
    left -= known.length + line.length;
    return holds(known, codeOnly(line, path, from));
  };
}

function codeOnly(text: string, path: string, from = 0): string {
  return codeFrom(text, path, from).replace(/\s+/g, '');
}

/** What shown lines do with texts; looked for only where something depends on it. */
function surroundingsOf({ path, hunks, usesElsewhere = NO_USES }: ShownFile): Surroundings {
  return {
    ...{ uses: () => usesIn(hunks), usesElsewhere, isForShow: isTest(path) || isProse(path) },
    ...{ isForTools: runsUnread(path), isHandedOn: (before) => handedOnIn(hunks)(before) },
  };
}

/** A file is written more than once: to learn its size, for its parts, and for the prompt. */
const usesIn = madeOnce((hunks: readonly Hunk[]) => usesOf(textsThere(hunks)));
const handedOnIn = madeOnce((hunks: readonly Hunk[]) => handedOn(textsThere(hunks).map(withoutRuns)));

function textsThere(hunks: readonly Hunk[]): string[] {
  return hunks.flatMap(({ lines }) => lines.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text])));
}

function clippedNote({ cut, unknown, data }: Left): string {
  const lines = (count: number) => (count === 1 ? '1 line is' : `${count} lines are`);
  const notes = [
    ...(cut > 0 ? [`${lines(cut)} cut at ${MAX_LINE_LENGTH} characters`] : []),
    ...(unknown > 0 ? [`${lines(unknown)} shown without long runs of letters that may be code`] : []),
    ...(data > 0 ? [`${lines(data)} shown without data`] : []),
  ];
  return notes.join(', ');
}

/** A file of which nothing but the header is shown. */
export function withheldFile(file: ChangedFile): NumberedFile {
  const clipped = 'its lines were withheld, since the model refused to read them';
  return { text: `${[...fileHeader(file), `==== clipped: ${clipped}`].join('\n')}\n`, clipped };
}

function fileHeader(file: ChangedFile): string[] {
  const former = file.oldPath ?? file.formerPath;
  const was = former === undefined ? [] : [`==== was: ${visibleLine(former)}`];
  const kind = file.content === 'text' ? '' : `, ${file.content}`;
  const ends = `${newlineNote(file)}${lineEndNote(file)}`;
  return [
    `==== file: ${visibleLine(file.path)}`,
    ...was,
    `==== change: ${file.change}${kind}, +${file.added} -${file.removed}${ends}`,
    ...(file.isGenerated ? [GENERATED_NOTE] : []),
    ...(file.isMoved ? [MOVED_NOTE] : []),
  ];
}

/** How a tool writes is nobody's to mend, and a person may have written a line of it. */
const GENERATED_NOTE =
  '==== generated: a tool is said to write this file; report only what such a tool would not write';

/** What was wrong with a file before it moved is nothing that this change brings. */
const MOVED_NOTE =
  '==== moved: lines without a sign came along as they were; report of them only what follows from the new place or name';

function newlineNote(file: ChangedFile): string {
  if (file.newNoNewline === file.oldNoNewline) return '';
  return file.newNoNewline ? ', no line feed at the end any more' : ', line feed added at the end';
}

/** Where all lines of a side end alike, the header says it and no line shows how it ends. */
function lineEndNote(file: ChangedFile): string {
  const { before, after } = lineEndsOf(file);
  if (after === 'CRLF' && before === 'CRLF') return ', lines end with CRLF';
  if (after === 'CRLF') return before === 'LF' ? ', line ends changed from LF to CRLF' : ', lines end with CRLF';
  return after === 'LF' && before === 'CRLF' ? ', line ends changed from CRLF to LF' : '';
}

type LineEnds = 'none' | 'LF' | 'CRLF' | 'mixed';

/** How the shown lines of a file end on each side. */
const lineEndsOf = madeOnce((file: ChangedFile): { before: LineEnds; after: LineEnds } => {
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  return {
    before: lineEndsIn(
      lines.filter(({ kind }) => kind !== 'added'),
      file.oldNoNewline,
    ),
    after: lineEndsIn(
      lines.filter(({ kind }) => kind !== 'removed'),
      file.newNoNewline,
    ),
  };
});

/** The last line of a side may end with the file. */
function lineEndsIn(lines: readonly DiffLine[], isLastOpen: boolean): LineEnds {
  const ended = isLastOpen ? lines.slice(0, -1) : lines;
  const returns = ended.reduce((count, { text }) => count + (text.endsWith('\r') ? 1 : 0), 0);
  if (ended.length === 0) return 'none';
  if (returns === 0) return 'LF';
  return returns === ended.length ? 'CRLF' : 'mixed';
}

function partNote(hunks: readonly Hunk[]): string {
  const lines = hunks.map(newRange);
  const place = lines.length > 0 ? `new lines ${lines[0]?.[0]}-${lines.at(-1)?.[1]}` : 'no lines';
  return `==== part: ${place} of this file; its other hunks are reviewed elsewhere`;
}

/** Where the reader finds the rest of the file. */
function elsewhereNotes({ elsewhere = [] }: ShownFile): string[] {
  return elsewhere.map(({ hunk, path, of }: Elsewhere) => {
    return `==== same lines: new ${rangeText(hunk)} are those of ${visibleLine(path)} new ${rangeText(of)}, and are shown there`;
  });
}

/** A list of places that is longer helps nobody, and the file list names all files. */
const MAX_COPIES = 40;

function copiesNote(hunk: Hunk, copies: readonly Copy[]): string[] {
  const places = copiesOf(hunk, copies).map(({ path, hunk: copy }) => `${visibleLine(path)} new ${rangeText(copy)}`);
  if (places.length === 0) return [];
  return [`==== same lines: also in ${firstNamed(places, MAX_COPIES)}; report a problem in them once, here`];
}

function rangeText(hunk: Hunk): string {
  return newRange(hunk).join('-');
}

function newRange({ newStart, newLines }: Hunk): [number, number] {
  return [newStart, newStart + Math.max(newLines, 1) - 1];
}

function numberedHunk(hunk: Hunk, writing: Writing, copies: readonly Copy[] = []): string {
  const [start, end] = newRange(hunk);
  const header = `@@ new ${start}-${end}, old ${hunk.oldStart}-${hunk.oldStart + Math.max(hunk.oldLines, 1) - 1}`;
  return [header, ...copiesNote(hunk, copies), ...hunk.lines.map((line) => numberedLine(line, writing))].join('\n');
}

function numberedLine(line: DiffLine, writing: Writing): string {
  const number = (line.kind === 'removed' ? line.oldLine : line.newLine) ?? 0;
  const text = shortLine(line, writing);
  return text === '' ? `${number}${SIGN[line.kind].trimEnd()}` : `${number}${SIGN[line.kind]}${text}`;
}

function shortLine({ text, kind }: DiffLine, { left, isKept, showsReturns }: Writing): string {
  // One at the end is never shown: a second one shows the first.
  const whole = visibleLine(showsReturns ? `${text}\r` : text);
  if (whole.length <= MAX_LINE_LENGTH) return whole;
  const { text: line, data, unknown } = withoutData(whole, left);
  const isCut = line.length > MAX_LINE_LENGTH;
  if (data > 0) left.data += 1;
  if (isCut) left.cut += 1;
  else if (unknown > 0) left.unknown += 1;
  const isLost = (isCut || unknown > 0) && !(kind === 'removed' && isKept(text, isCut ? MAX_LINE_LENGTH : 0));
  if (kind !== 'context' && isLost) left.changed += 1;
  if (!isCut) return line;
  const shown = cutText(line, MAX_LINE_LENGTH);
  return `${shown} [${line.length - shown.length} more characters]`;
}
