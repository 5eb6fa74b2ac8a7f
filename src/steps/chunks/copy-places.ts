import type { Hunk } from '../diff/changed-file';
import type { Copy, ShownFile } from './fold-copies';

/** Copies of a hunk, or of the hunk that it is a part of, with as much of their own lines. */
export function copiesOf(hunk: Hunk, copies: readonly Copy[] = []): { path: string; hunk: Hunk }[] {
  return copies
    .filter(({ of }) => isWithin(hunk, of))
    .map(({ path, hunk: copy, of }) => {
      const [newStart, oldStart] = [
        copy.newStart + hunk.newStart - of.newStart,
        copy.oldStart + hunk.oldStart - of.oldStart,
      ];
      return { path, hunk: { ...hunk, newStart, oldStart } };
    });
}

/** Paths of all files whose lines a chunk shows, those with copies of them included. */
export function pathsOf(files: readonly { file: ShownFile; hunks: readonly Hunk[] }[]): string[] {
  const copied = files.flatMap(({ file: { copies = [] }, hunks }) =>
    copies.filter(({ of }) => hunks.some((hunk) => isWithin(hunk, of))).map(({ path }) => path),
  );
  return [...new Set([...files.map(({ file }) => file.path), ...copied])];
}

function isWithin(part: Hunk, whole: Hunk): boolean {
  return (
    part.newStart >= whole.newStart &&
    part.newStart + part.newLines <= whole.newStart + whole.newLines &&
    part.oldStart >= whole.oldStart &&
    part.oldStart + part.oldLines <= whole.oldStart + whole.oldLines
  );
}
