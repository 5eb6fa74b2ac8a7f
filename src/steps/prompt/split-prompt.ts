import { sumOf } from '../../sum-of';
import { type Chunk, type ChunkFile, WHOLE, withoutLinesOf } from '../chunks/chunk';
import { halveFile } from '../chunks/divide-file';
import { type ChunkPrompt, composePrompt } from './compose';

/**
 * A chunk that was too much, as two: by files, the first with about this share of the bytes, and a single file in two halves by
 * its hunks. Null when it cannot be cut.
 */
export function splitPrompt(
  prompt: ChunkPrompt,
  nextNumber: () => number,
  share = 0.5,
): [ChunkPrompt, ChunkPrompt] | null {
  const halves = cutAt(prompt.chunk.files, share);
  if (halves === null) return null;
  const [one, two] = halves.map((files) => composePrompt({ number: nextNumber(), files }, prompt.material));
  return one && two ? [one, two] : null;
}

/**
 * A chunk of one file without that file's lines: its skeleton and alerts alone. Null when there would be nothing to ask,
 * or when it has been done already.
 */
export function withoutLines(prompt: ChunkPrompt, nextNumber: () => number): ChunkPrompt | null {
  const [only, ...others] = prompt.chunk.files;
  if (only === undefined || others.length > 0 || only.hunks.length === 0) return null;
  const hasSkeleton = prompt.material.skeletons.some(({ path }) => path === only.file.path);
  if (!hasSkeleton && prompt.alerts.length === 0) return null;
  const chunk: Chunk = { number: nextNumber(), files: [withoutLinesOf(only)] };
  return composePrompt(chunk, prompt.material);
}

function cutAt(files: readonly ChunkFile[], share: number): [ChunkFile[], ChunkFile[]] | null {
  const [only, ...others] = files;
  if (only === undefined) return null;
  if (others.length === 0) {
    const parts = halveFile(only);
    return parts && [[parts[0]], [parts[1]]];
  }
  const limit = sumOf(files, ({ bytes }) => bytes) * share;
  let bytes = 0;
  const at = files.findIndex((file) => {
    bytes += file.bytes;
    return bytes >= limit;
  });
  const cut = Math.min(Math.max(1, at), files.length - 1);
  return [files.slice(0, cut), files.slice(cut)];
}

/** True when a place on the new side belongs to this chunk. */
export function covers({ files }: Chunk, path: string, line: number): boolean {
  return files.some(({ file, from, to }) => file.path === path && line >= from && (line <= to || to === WHOLE.to));
}
