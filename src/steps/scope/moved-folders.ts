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

/** Both paths without the end that they share. */
function moveOf(oldPath: string, path: string): string {
  const [before, after] = [oldPath.split('/'), path.split('/')];
  while (before.length > 0 && after.length > 0 && before.at(-1) === after.at(-1)) {
    before.pop();
    after.pop();
  }
  return `${before.join('/')}\0${after.join('/')}`;
}
