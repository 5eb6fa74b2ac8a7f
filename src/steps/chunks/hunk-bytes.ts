import { sumOf } from '../../sum-of';
import type { DiffLine, Hunk } from '../diff/changed-file';

/** What a line costs besides its text: number, sign, line feed. */
export const LINE_FRAME = 6;

/** Of a hunk as the prompt shows it, about. */
export function hunkBytes({ lines }: Hunk): number {
  return bytesOf(lines) + 60;
}

export function bytesOf(lines: readonly DiffLine[]): number {
  return sumOf(lines, lineBytes);
}

function lineBytes({ text }: DiffLine): number {
  return Math.min(Buffer.byteLength(text), 2100) + LINE_FRAME;
}
