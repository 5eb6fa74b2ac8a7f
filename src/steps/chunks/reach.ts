import { sumOf } from '../../sum-of';
import type { Alert } from '../alerts/alert';
import type { ChangedFile } from '../diff/changed-file';
import type { Chunk } from './chunk';
import { hunkBytes } from './hunk-bytes';
import { splitIntoChunks } from './split-into-chunks';

/** How far the money goes at best: beyond it nothing is worth being outlined. */
export interface Reach {
  /** Files that may be asked about, in their order. */
  within: readonly ChangedFile[];
  /** Parts that no money is left for, planned already. */
  beyond: readonly Chunk[];
}

/** Of a file as the prompt shows it, about: small enough for a limit that nothing may pass. */
function diffBytes({ hunks }: ChangedFile): number {
  return sumOf(hunks, hunkBytes);
}

/** True when there is nothing to choose: alerts need not be waited for then. */
export function reachesAll(files: readonly ChangedFile[], payable: number): boolean {
  return sumOf(files, diffBytes) <= payable;
}

/** Parts in the order of risk, as far as so many bytes go. */
export function reachOf(files: readonly ChangedFile[], alerts: readonly Alert[], payable: number): Reach {
  if (reachesAll(files, payable)) return { within: files, beyond: [] };
  const parts = splitIntoChunks(files, { alerts, foldsCopies: false });
  let left = payable;
  // A part that the money ends in is cut to what is left, so that it is within.
  const end = parts.findIndex((part) => {
    const isBeyond = left <= 0;
    left -= sumOf(part.files, ({ bytes }) => bytes);
    return isBeyond;
  });
  const count = end < 0 ? parts.length : end;
  const first = new Set(parts.slice(0, count).flatMap((part) => part.files.map(({ file }) => file)));
  const others = parts
    .slice(count)
    .map((part) => ({ ...part, files: part.files.filter(({ file }) => !first.has(file)) }));
  return { within: files.filter((file) => first.has(file)), beyond: others.filter((part) => part.files.length > 0) };
}
