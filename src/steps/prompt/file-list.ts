import { sumOf } from '../../sum-of';
import type { ChangedFile } from '../diff/changed-file';
import { visibleLine } from '../diff/visible';

const MAX_FOLDERS = 300;

/** A list longer than this many bytes names files by folder; twice as long, folders by their number of files. */
const MAX_LIST_LENGTH = 24_000;

/**
 * All files of the pull request in scope, so that a reviewer of one part knows what else is being changed.
 * It stands in every part, so it is kept shorter than the parts themselves.
 */
export function fileList(files: readonly ChangedFile[]): string {
  const lines = files.map((file) => `     ${visibleLine(file.path)} (${file.change}, +${file.added} -${file.removed})`);
  const list = [lines, byFolder(files, namesOf), byFolder(files, countOf)].find(
    (candidate) => sumOf(candidate, (line) => line.length) <= MAX_LIST_LENGTH,
  );
  const shown = list ?? byFolder(files, countOf).slice(0, MAX_FOLDERS);
  return `==== all ${files.length} files of this pull request in scope; this part shows some of them\n${shown.join('\n')}\n\n`;
}

function byFolder(files: readonly ChangedFile[], tell: (names: readonly string[]) => string): string[] {
  const folders = new Map<string, string[]>();
  for (const { path } of files) {
    const at = path.lastIndexOf('/') + 1;
    const names = folders.get(path.slice(0, at));
    if (names) names.push(path.slice(at));
    else folders.set(path.slice(0, at), [path.slice(at)]);
  }
  return [...folders].map(([folder, names]) => `     ${visibleLine(folder)} ${visibleLine(tell(names))}`);
}

function namesOf(names: readonly string[]): string {
  return names.join(' ');
}

function countOf(names: readonly string[]): string {
  return `${names.length} files`;
}
