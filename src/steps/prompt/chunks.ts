import type { ChangedFile } from '../diff/changed-file';
import { type NumberedFile, numberedFile } from './numbered-diff';

/** Part of a pull request that is reviewed by one sweep and one critique. */
export interface Chunk {
  /** 1, 2, 3, ... */
  number: number;
  files: readonly ChunkFile[];
}

export interface ChunkFile extends NumberedFile {
  file: ChangedFile;
}

/** UTF-8 bytes of diff in one chunk; about 60,000 tokens, since quality falls with length. */
export const CHUNK_BYTES = 150_000;

/** Files in chunks of at most `limit` bytes of diff; a file is never split from its own hunks. */
export function splitIntoChunks(files: readonly ChangedFile[], limit = CHUNK_BYTES): Chunk[] {
  const groups: ChunkFile[][] = [];
  let room = 0;
  for (const file of files) {
    const shown = { ...numberedFile(file), file };
    const size = Buffer.byteLength(shown.text);
    if (groups.length === 0 || size > room) {
      groups.push([]);
      room = limit;
    }
    groups.at(-1)?.push(shown);
    room -= size;
  }
  return groups.map((group, index) => ({ number: index + 1, files: group }));
}
