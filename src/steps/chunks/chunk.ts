import { sumOf } from '../../sum-of';
import type { Hunk } from '../diff/changed-file';
import { ownHunks, type ShownFile } from './fold-copies';
import { numberedFile, withheldFile } from './numbered-diff';

/** Part of a pull request that is reviewed by one sweep and one critique. */
export interface Chunk {
  /** 1, 2, 3, ... unique in the run. */
  number: number;
  files: readonly ChunkFile[];
}

/** A file as one chunk shows it: all of its hunks, or some when it is too large for one chunk. */
export interface ChunkFile {
  file: ShownFile;
  hunks: readonly Hunk[];
  /** Lines of the new side this part answers for, 1-based and inclusive; the parts of a file cover all its lines. */
  from: number;
  to: number;
  /** UTF-8 length of what the prompt shows. The text itself is made when a part is asked about, for most of a large change never. */
  bytes: number;
  /** Added and removed ones of these hunks. */
  changedLines: number;
  /** True when nothing but the header is shown. */
  withheld?: true;
  /** Set when something of these hunks is not shown: what and how much. */
  clipped?: string;
  /** Added lines of these hunks of which not all code is shown. */
  cutLines?: number;
}

/** Of a file that is shown whole. */
export const WHOLE: Pick<ChunkFile, 'from' | 'to'> = { from: 0, to: Number.MAX_SAFE_INTEGER };

export function chunkFile(file: ShownFile, hunks: readonly Hunk[] = ownHunks(file), lines = WHOLE): ChunkFile {
  const { text, ...shown } = numberedFile(file, hunks);
  const changedLines = sumOf(hunks, (hunk) => hunk.lines.filter(({ kind }) => kind !== 'context').length);
  return { file, hunks, ...lines, ...shown, bytes: Buffer.byteLength(text), changedLines };
}

/** The same without its lines, which the model would not read. */
export function withoutLinesOf(whole: ChunkFile): ChunkFile {
  const { text, ...shown } = withheldFile(whole.file);
  return { ...whole, ...shown, hunks: [], bytes: Buffer.byteLength(text), changedLines: 0, withheld: true };
}

/** A file of a chunk as the prompt shows it. */
export function shownText({ file, hunks, withheld }: ChunkFile): string {
  return (withheld ? withheldFile(file) : numberedFile(file, hunks)).text;
}

/** True when the chunk shows a part of the file only. */
export function isPart({ from, to }: Pick<ChunkFile, 'from' | 'to'>): boolean {
  return from !== WHOLE.from || to !== WHOLE.to;
}

/** `lines 1-300`, as reasons name a part of a file. */
export function partName({ from, to }: Pick<ChunkFile, 'from' | 'to'>): string {
  if (to === WHOLE.to) return `from line ${from} on`;
  return from === WHOLE.from ? `up to line ${to}` : `lines ${from}-${to}`;
}
