import type { ChangedFile } from '../diff/changed-file';

/** So many files that move from one folder to another, each to the same place below, are a folder that moves. */
const MANY = 10;

/** True for a file of a folder that moves as a whole, and not by itself. */
export function movedFolders(files: readonly ChangedFile[]): (file: ChangedFile) => boolean {
  const counts = new Map<string, number>();
  for (const { oldPath, path } of files) {
    if (oldPath === undefined) continue;
    const move = moveOf(oldPath, path);
    counts.set(move, (counts.get(move) ?? 0) + 1);
  }
  return ({ oldPath, path }) => oldPath !== undefined && (counts.get(moveOf(oldPath, path)) ?? 0) >= MANY;
}

/** Both paths without the folders that they share: parts that are all laid out anew, each in a folder of its own, move alike. */
function moveOf(oldPath: string, path: string): string {
  const [before, after] = [oldPath.split('/'), path.split('/')];
  const without = (names: readonly string[], shared: readonly string[]) =>
    names.filter((name) => !shared.includes(name)).join('/');
  return `${without(before, after)}\0${without(after, before)}`;
}
