import { SecondPassError } from '../../errors';

/** One entry of git's raw output, undecoded. */
export interface RawEntry {
  oldMode: string;
  newMode: string;
  oldBlob: string;
  newBlob: string;
  /** `A`, `C`, `D`, `M`, `R` or `T`. */
  status: string;
  /** Percent, for `C` and `R`. */
  similarity: number | null;
  /** Absent unless renamed or copied. */
  oldPath: Buffer | null;
  path: Buffer;
}

/** Added and removed lines of one entry; null for content that git calls binary. */
export type LineCounts = { added: number; removed: number } | null;

const COLON = 0x3a;

const RAW_META = /^:(\d{6}) (\d{6}) ([0-9a-f]{40}) ([0-9a-f]{40}) ([ACDMRT])(\d{1,3})?$/;

const NUMSTAT_LINE = /^(\d+|-)\t(\d+|-)\t(.*)$/s;

/**
 * Reads the entries of `diff-tree --raw -z --no-abbrev` from the start of the output, and tells where they end.
 * Throws when the output is not of that form: then nothing that follows could be trusted.
 */
export function readRawEntries(output: Buffer): { entries: RawEntry[]; end: number } {
  const entries: RawEntry[] = [];
  let position = 0;
  while (output[position] === COLON) {
    const [meta, pathStart] = readField(output, position);
    const fields = RAW_META.exec(meta.toString('latin1'));
    if (!fields) throw unreadable('an entry of the raw list has another form than expected');
    const [, oldMode = '', newMode = '', oldBlob = '', newBlob = '', status = '', score] = fields;
    const [first, afterFirst] = readField(output, pathStart);
    const paired = status === 'R' || status === 'C';
    const [path, end] = paired ? readField(output, afterFirst) : [first, afterFirst];
    const similarity = score === undefined || !paired ? null : Number(score);
    entries.push({ oldMode, newMode, oldBlob, newBlob, status, similarity, oldPath: paired ? first : null, path });
    position = end;
  }
  return { entries, end: position };
}

/** Reads `--numstat -z` lines that belong to the entries, in their order, and tells where they end. */
export function readNumstat(
  output: Buffer,
  start: number,
  entries: readonly RawEntry[],
): { counts: LineCounts[]; end: number } {
  const counts: LineCounts[] = [];
  let position = start;
  for (const entry of entries) {
    const [line, afterLine] = readField(output, position);
    const fields = NUMSTAT_LINE.exec(line.toString('latin1'));
    if (!fields) throw unreadable('a line of the numstat list has another form than expected');
    const [, added = '', removed = '', path = ''] = fields;
    counts.push(added === '-' ? null : { added: Number(added), removed: Number(removed) });
    position = entry.oldPath ? readPair(output, afterLine, entry, path) : afterLine;
    if (!entry.oldPath && path !== entry.path.toString('latin1')) throw unreadable('raw and numstat list differ');
  }
  return { counts, end: position };
}

function readPair(output: Buffer, start: number, entry: RawEntry, path: string): number {
  const [oldPath, afterOld] = readField(output, start);
  const [newPath, end] = readField(output, afterOld);
  const same = path === '' && entry.oldPath?.equals(oldPath) && entry.path.equals(newPath);
  if (!same) throw unreadable('raw and numstat list differ');
  return end;
}

function readField(output: Buffer, start: number): [Buffer, number] {
  const end = output.indexOf(0, start);
  if (end < 0) throw unreadable('the list ends in the middle of an entry');
  return [output.subarray(start, end), end + 1];
}

/** The failure of a git output that cannot be trusted as a whole. */
export function unreadable(what: string): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'diff-unreadable',
    message: `The list of changed files that git printed cannot be read: ${what}.`,
    advice: 'Run the review again; if it stays, report it with the version of git that the log names.',
  });
}
