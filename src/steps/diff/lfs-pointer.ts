import type { Hunk } from './changed-file';

const MAX_POINTER_LENGTH = 16;

const POINTER =
  /^version https:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(ext-\d-[^\n]+\n)*oid sha256:[0-9a-f]{64}\nsize \d+\n$/;

/**
 * True when that side of the file is, as a whole, a pointer of Git LFS.
 * Whole, because a pointer's header alone in front of code must not hide the code.
 */
export function isLfsPointer(hunks: readonly Hunk[], side: 'old' | 'new'): boolean {
  if (hunks.length > 2) return false;
  const lines = hunks.flatMap((hunk) => hunk.lines).filter((line) => lineOn(line, side) !== null);
  if (lines.length === 0 || lines.length > MAX_POINTER_LENGTH || lineOn(lines[0], side) !== 1) return false;
  return showsEnd(hunks) && POINTER.test(lines.map((line) => `${line.text}\n`).join(''));
}

function lineOn(line: Hunk['lines'][number] | undefined, side: 'old' | 'new'): number | null {
  return (side === 'old' ? line?.oldLine : line?.newLine) ?? null;
}

/** Fewer than three lines of context behind the last change mean that the file ends there. */
function showsEnd(hunks: readonly Hunk[]): boolean {
  const last = hunks.at(-1)?.lines ?? [];
  return last.slice(-3).some((line) => line.kind !== 'context');
}

/** True when the content is a pointer as the specification has it: its keys alone, and all of them. */
export function isPointerText(text: string): boolean {
  return POINTER.test(text);
}
