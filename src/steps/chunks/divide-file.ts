import { sumOf } from '../../sum-of';
import type { DiffLine, Hunk } from '../diff/changed-file';
import { type ChunkFile, chunkFile } from './chunk';
import { bytesOf, hunkBytes, LINE_FRAME } from './hunk-bytes';

/** A part below this is not divided any further: what is too large then is not its length. */
const MIN_LINES = 20;

/** A file in parts of at most about `limit` bytes, cut between hunks, and within a hunk where one alone is larger. */
export function divideFile(whole: ChunkFile, limit: number): ChunkFile[] {
  if (whole.bytes <= limit) return [whole];
  const groups: Hunk[][] = [];
  let room = 0;
  for (const hunk of whole.hunks.flatMap((one) => cutHunk(one, limit))) {
    const size = hunkBytes(hunk);
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)?.push(hunk);
    room -= size;
  }
  return asParts(whole, groups);
}

/** The file in two parts of like size; null when it is too small for that. */
export function halveFile(whole: ChunkFile): [ChunkFile, ChunkFile] | null {
  const lines = sumOf(whole.hunks, (hunk) => hunk.lines.length);
  if (lines < 2 * MIN_LINES) return null;
  const parts = divideFile({ ...whole, bytes: Number.POSITIVE_INFINITY }, halfOf(whole.hunks));
  const [first, ...rest] = parts;
  if (first === undefined || rest.length === 0) return null;
  const others = rest.flatMap(({ hunks }) => hunks);
  const [one, two] = asParts(whole, [[...first.hunks], others]);
  return one && two ? [one, two] : null;
}

function halfOf(hunks: readonly Hunk[]): number {
  return Math.ceil(sumOf(hunks, hunkBytes) / 2) + LINE_FRAME;
}

/** Each part answers for the lines from its first hunk up to the next part's first hunk. */
function asParts(whole: ChunkFile, groups: readonly (readonly Hunk[])[]): ChunkFile[] {
  const starts = groups.map((hunks, index) => (index === 0 ? whole.from : (hunks[0]?.newStart ?? whole.to)));
  return groups.map((hunks, index) => {
    const next = starts[index + 1];
    const to = next === undefined ? whole.to : Math.max(starts[index] ?? 0, next - 1);
    return chunkFile(whole.file, hunks, { from: starts[index] ?? whole.from, to });
  });
}

function cutHunk(hunk: Hunk, limit: number): Hunk[] {
  if (hunkBytes(hunk) <= limit) return [hunk];
  const groups: DiffLine[][] = [[]];
  let room = limit;
  for (const block of changeBlocks(hunk.lines).flatMap((one) => cutBlock(one, limit))) {
    const size = bytesOf(block);
    if (size > room && groups.at(-1)?.length !== 0) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)?.push(...block);
    room -= size;
  }
  return renumbered(hunk, groups);
}

/** Removed lines with the added ones that take their place; each unchanged line for itself. */
function changeBlocks(lines: readonly DiffLine[]): DiffLine[][] {
  const blocks: DiffLine[][] = [];
  let before: DiffLine['kind'] = 'context';
  for (const line of lines) {
    const isNew = line.kind === 'context' || before === 'context' || (line.kind === 'removed' && before === 'added');
    if (isNew) blocks.push([line]);
    else blocks.at(-1)?.push(line);
    before = line.kind;
  }
  return blocks;
}

/** A rewritten stretch that is too large is cut on both sides alike, so that old and new still stand together. */
function cutBlock(block: readonly DiffLine[], limit: number): DiffLine[][] {
  const count = Math.ceil(bytesOf(block) / Math.max(1, limit));
  if (count < 2 || block.length < 2) return [[...block]];
  const sides = (['removed', 'added'] as const).map((kind) => block.filter((line) => line.kind === kind));
  const slice = (lines: readonly DiffLine[], index: number) =>
    lines.slice(Math.floor((lines.length * index) / count), Math.floor((lines.length * (index + 1)) / count));
  const cut = Array.from({ length: count }, (_, index) => sides.flatMap((lines) => slice(lines, index)));
  return cut.filter(({ length }) => length > 0);
}

function renumbered(hunk: Hunk, groups: readonly (readonly DiffLine[])[]): Hunk[] {
  let { oldStart, newStart } = hunk;
  return groups.map((lines) => {
    const oldLines = lines.filter(({ kind }) => kind !== 'added').length;
    const newLines = lines.filter(({ kind }) => kind !== 'removed').length;
    const part = { oldStart, oldLines, newStart, newLines, lines };
    oldStart += oldLines;
    newStart += newLines;
    return part;
  });
}
