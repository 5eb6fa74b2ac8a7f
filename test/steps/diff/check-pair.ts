import { patchArguments } from '../../../src/adapters/git/patch-arguments';
import { byteText } from '../../../src/steps/diff/byte-text';
import type { ChangedFile, Hunk } from '../../../src/steps/diff/changed-file';
import { DEFAULT_PATCH_LIMITS, readPatch } from '../../../src/steps/diff/read-patch';
import { sampleGit } from './sample-repository';

/** What one pair of trees showed. */
export interface PairReport {
  files: number;
  hunks: number;
  added: number;
  removed: number;
  /** Files that the limits of a review would leave unread. */
  beyondLimits: number;
  /** Each names the file and the first thing that differs; the goal is none. */
  mismatches: string[];
}

/**
 * Reads the patch of two trees as the product does and holds every file against git's own lists and against the blobs:
 * paths, modes, ids and counts; each line's number and text; and whether old side and hunks make the new side, whole.
 * Null when the repository does not hold all blobs.
 */
export function checkPair(folder: string, base: string, source: string): PairReport | null {
  const output = patchOf(folder, base, source);
  if (!output) return null;
  const files = readPatch(output, { bytes: Number.POSITIVE_INFINITY, lines: Number.POSITIVE_INFINITY });
  const truth = listEntries(folder, base, source);
  const blobs = readAll(
    folder,
    truth.flatMap((entry) => entry.blobs),
  );
  if (!blobs) return null;
  const report: PairReport = { files: truth.length, hunks: 0, added: 0, removed: 0, beyondLimits: 0, mismatches: [] };
  if (files.length !== truth.length) report.mismatches.push(`${files.length} files instead of ${truth.length}`);
  truth.forEach((entry, index) => {
    const file = files[index];
    const problem = file ? checkFile(file, entry, blobs) : 'missing';
    if (problem) report.mismatches.push(`${entry.path.toString('latin1')}: ${problem}`);
    report.hunks += file?.hunks.length ?? 0;
    report.added += file?.added ?? 0;
    report.removed += file?.removed ?? 0;
  });
  const limited = readPatch(output, DEFAULT_PATCH_LIMITS).filter((file) => file.unreadable !== undefined);
  report.beyondLimits = limited.length;
  for (const file of limited) {
    if (!/^(its patch is larger|more than)/.test(file.unreadable ?? '')) report.mismatches.push(`${file.unreadable}`);
  }
  return report;
}

export function patchOf(folder: string, base: string, source: string): Buffer | null {
  try {
    return sampleGit(folder, patchArguments(base, source));
  } catch (error) {
    if (String(error).includes('unable to read')) return null;
    throw error;
  }
}

interface Entry {
  meta: string;
  path: Buffer;
  oldPath: Buffer | null;
  counts: string;
  blobs: string[];
}

/** git's lists, read by other code than the product's: all fields between zero bytes, in the order git prints them. */
function listEntries(folder: string, base: string, source: string): Entry[] {
  const list = sampleGit(folder, [
    ...['diff-tree', '-r', '-z', '--raw', '--numstat', '--no-abbrev', '-M50%', '-l2000'],
    base,
    source,
  ]);
  const fields = splitAtZero(list);
  const entries: Entry[] = [];
  let at = 0;
  while (fields[at]?.[0] === 0x3a) {
    const meta = fields[at]!.toString('latin1');
    const [oldMode, newMode, oldBlob, newBlob, status] = meta.slice(1).split(' ') as [
      string,
      string,
      string,
      string,
      string,
    ];
    const isPair = /^[RC]/.test(status);
    const blobs = [oldMode === '160000' ? '' : oldBlob, newMode === '160000' ? '' : newBlob];
    const path = fields[at + (isPair ? 2 : 1)]!;
    entries.push({ meta, path, oldPath: isPair ? fields[at + 1]! : null, counts: '', blobs: blobs.filter(isContent) });
    at += isPair ? 3 : 2;
  }
  for (const entry of entries) {
    entry.counts = fields[at]!.toString('latin1').split('\t', 2).join(' ');
    at += entry.oldPath ? 3 : 1;
  }
  return entries;
}

function isContent(id: string): boolean {
  return id !== '' && !/^0+$/.test(id);
}

function splitAtZero(bytes: Buffer): Buffer[] {
  const fields: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    fields.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return fields;
}

export function readAll(folder: string, ids: readonly string[]): Map<string, Buffer> | null {
  const blobs = new Map<string, Buffer>();
  const unique = [...new Set(ids)];
  if (unique.length === 0) return blobs;
  const output = sampleGit(folder, ['cat-file', '--batch'], `${unique.join('\n')}\n`);
  for (let at = 0; at < output.length; ) {
    const lineEnd = output.indexOf(10, at);
    const [id = '', type, size] = output.subarray(at, lineEnd).toString('latin1').split(' ');
    if (type === 'missing') return null;
    blobs.set(id, output.subarray(lineEnd + 1, lineEnd + 1 + Number(size)));
    at = lineEnd + 2 + Number(size);
  }
  return blobs;
}

function checkFile(file: ChangedFile, entry: Entry, blobs: ReadonlyMap<string, Buffer>): string | null {
  if (file.unreadable !== undefined) return `unreadable: ${file.unreadable}`;
  const [oldMode = '', newMode = '', oldBlob = '', newBlob = '', status = ''] = entry.meta.slice(1).split(' ');
  if (!entry.path.equals(file.pathBytes)) return `path ${file.path}`;
  if (isUtf8(entry.path) && file.path !== entry.path.toString('utf8')) return `path ${file.path}`;
  if (entry.oldPath && isUtf8(entry.oldPath) && file.oldPath !== entry.oldPath.toString('utf8')) return 'old path';
  if (!entry.oldPath && file.oldPath !== undefined) return 'an old path';
  if (
    `${file.oldMode} ${file.newMode} ${file.oldBlob} ${file.newBlob}` !== `${oldMode} ${newMode} ${oldBlob} ${newBlob}`
  ) {
    return 'modes or ids';
  }
  const isTypeChange = status === 'T';
  if (entry.counts === '- -') return file.hunks.length > 0 && !isTypeChange ? 'lines of a binary file' : null;
  if (!isTypeChange && entry.counts !== `${file.added} ${file.removed}`) return `counts ${file.added} ${file.removed}`;
  const before = sideOf(oldMode, oldBlob, blobs);
  const after = sideOf(newMode, newBlob, blobs);
  if (isTypeChange && (file.removed !== before.lines.length || file.added !== after.lines.length)) return 'type change';
  return checkLines(file, before, after);
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}

interface Side {
  lines: string[];
  endsWithNewline: boolean;
}

/** A side's lines as text; cut at line feeds in the bytes, so that no decoding can move a line. */
function sideOf(mode: string, blob: string, blobs: ReadonlyMap<string, Buffer>): Side {
  const bytes = mode === '160000' ? Buffer.from(`Subproject commit ${blob}\n`) : (blobs.get(blob) ?? Buffer.alloc(0));
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    lines.push(byteText(bytes.subarray(start, end < 0 ? bytes.length : end)));
    start = end < 0 ? bytes.length : end + 1;
  }
  return { lines, endsWithNewline: bytes.length === 0 || bytes.at(-1) === 10 };
}

function checkLines(file: ChangedFile, before: Side, after: Side): string | null {
  const rebuilt: string[] = [];
  let copied = 0;
  for (const hunk of file.hunks) {
    const from = hunk.oldStart - (hunk.oldLines === 0 ? 0 : 1);
    for (; copied < from; copied++) rebuilt.push(before.lines[copied] ?? '<beyond the end>');
    const problem = checkHunk(hunk, before.lines, after.lines);
    if (problem) return problem;
    for (const line of hunk.lines) {
      if (line.kind !== 'added') copied++;
      if (line.kind !== 'removed') rebuilt.push(line.text);
    }
  }
  for (; copied < before.lines.length; copied++) rebuilt.push(before.lines[copied]!);
  const differs = rebuilt.findIndex((text, index) => text !== after.lines[index]);
  if (differs >= 0 || rebuilt.length !== after.lines.length)
    return `old side and hunks do not make line ${differs + 1}`;
  return checkEnds(file, before, after);
}

function checkHunk(hunk: Hunk, before: readonly string[], after: readonly string[]): string | null {
  const oldLines = hunk.lines.filter((line) => line.kind !== 'added');
  const newLines = hunk.lines.filter((line) => line.kind !== 'removed');
  if (oldLines.length !== hunk.oldLines || newLines.length !== hunk.newLines) return 'length of a hunk';
  for (const line of hunk.lines) {
    if ((line.oldLine === null) !== (line.kind === 'added')) return 'an old number';
    if ((line.newLine === null) !== (line.kind === 'removed')) return 'a new number';
    if (line.oldLine !== null && before[line.oldLine - 1] !== line.text) return `old line ${line.oldLine}`;
    if (line.newLine !== null && after[line.newLine - 1] !== line.text) return `new line ${line.newLine}`;
  }
  return null;
}

/** The marks of a missing last line feed are known only where a hunk reaches the end. */
function checkEnds(file: ChangedFile, before: Side, after: Side): string | null {
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  const showsOldEnd = lines.some((line) => line.oldLine === before.lines.length);
  const showsNewEnd = lines.some((line) => line.newLine === after.lines.length);
  if (file.oldNoNewline !== (showsOldEnd && !before.endsWithNewline))
    return 'mark of the old side without last line feed';
  if (file.newNoNewline !== (showsNewEnd && !after.endsWithNewline))
    return 'mark of the new side without last line feed';
  return null;
}
