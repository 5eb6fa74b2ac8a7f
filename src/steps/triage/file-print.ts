import { basename, dirname } from 'node:path/posix';
import type { LineRange } from '../../ports/code-host';
import { sha256 } from '../../sha256';
import type { TreeChange } from '../diff/changed-file';
import { overlaps } from '../diff/line-span';

/**
 * A file as it stands and which of its lines are meant, as `<name, mode and blob>:<lines>:<copies>:<others>`: the first and the third are
 * short hashes, lines are `new 3-7` or `old 3-7`, 1-based, others ten digits for each other file that brings such lines as well, or one short
 * hash of very many. Lines are empty where none are named, copies and others where there are none.
 */
export type FilePrint = string;

/** Its lines need not have been read. */
type Printed = Pick<TreeChange, 'path' | 'oldPath' | 'newMode' | 'newBlob'>;

interface Meant {
  range?: LineRange;
  /** Other files that hold the very same lines: what is accepted with some of them is not accepted with one more. */
  copies?: readonly Printed[];
  /** Names of other files that hold them by what code tells, edited or not: the lines may mean something else there. */
  others?: readonly string[];
}

export function filePrintOf(file: Printed, { range, copies = [], others = [] }: Meant = {}): FilePrint {
  const lines = range === undefined ? '' : `${range.side} ${range.startLine}-${range.endLine}`;
  const same = copies.length === 0 ? '' : shortHash(copies.map(contentOf).sort().join('\n'));
  return [shortHash(contentOf(file)), lines, same, digitsOf(others)].join(':');
}

/** False for what else is kept in its place, such as the print of some code. */
export function isFilePrint(text: string): boolean {
  return /^[0-9a-f]{16}:/.test(text);
}

/** True for a file that is, byte for byte, the one of that name that was printed. */
export function isPrintedFile(print: FilePrint, path: string, { newMode, newBlob }: Printed): boolean {
  return partsOf(print).file === shortHash([path, newMode, newBlob].join('\n'));
}

/**
 * True when nothing was changed in the file and its copies in between, no other file brings such lines since, and both mean the same
 * lines, be it more or fewer of them.
 */
export function isSamePrint(before: FilePrint, now: FilePrint): boolean {
  const [a, b] = [partsOf(before), partsOf(now)];
  if (a.file !== b.file || a.copies !== b.copies) return false;
  if (a.others !== undefined && b.others?.some((one) => !a.others?.includes(one))) return false;
  if (a.range === undefined || b.range === undefined) return true;
  return a.range.side === b.range.side && overlaps(a.range, b.range);
}

/** The same print of a file whose copies nobody told this time. */
export function withCopiesOf(print: FilePrint, before: FilePrint = ''): FilePrint {
  const [file, lines, , ...others] = print.split(':');
  return [file, lines, partsOf(before).copies, ...others].join(':');
}

interface Parts {
  file: string;
  copies: string;
  /** Absent in prints of older versions. */
  others?: readonly string[];
  range?: LineRange;
}

function partsOf(print: FilePrint): Parts {
  const [file = '', lines = '', copies = '', digits] = print.split(':');
  const others = digits === undefined ? {} : { others: eachOf(digits) };
  const [, side, startLine, endLine] = /^(new|old) (\d+)-(\d+)$/.exec(lines) ?? [];
  if (side === undefined) return { file, copies, ...others };
  return {
    file,
    copies,
    ...others,
    range: { side: side as LineRange['side'], startLine: Number(startLine), endLine: Number(endLine) },
  };
}

function contentOf(file: Printed): string {
  return [placeName(file), file.newMode, file.newBlob].join('\n');
}

/** A file that is renamed within its folder stays the same place; one that leaves the tests, say, does not. */
function placeName({ path, oldPath }: Printed): string {
  const endings = [path, oldPath ?? path].map((one) => `${dirname(one)}/*${basename(one).replace(/^\.?[^.]*/, '')}`);
  return oldPath !== undefined && endings[0] === endings[1] ? oldPath : path;
}

const MAX_OTHERS = 40;
/** Fewer, and somebody tries names until one has the digits of a file that was accepted. */
const OTHER_DIGITS = 10;

function digitsOf(others: readonly string[]): string {
  const digits = others.map((path) => shortHash(path).slice(0, OTHER_DIGITS)).sort();
  return digits.length > MAX_OTHERS ? `*${shortHash(digits.join(''))}` : digits.join('');
}

function eachOf(digits: string): readonly string[] {
  return digits.startsWith('*') ? [digits] : (digits.match(new RegExp(`.{${OTHER_DIGITS}}`, 'g')) ?? []);
}

function shortHash(text: string): string {
  return sha256(text, 16);
}
