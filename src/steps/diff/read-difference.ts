import type { ChangedFile, TreeChange } from './changed-file';
import { readPatch } from './read-patch';

/** What git printed of the wanted changes. What was too large or too deep to be compared is not among it, and nothing is known of its lines. */
export function readDifference(output: Uint8Array, wanted: readonly TreeChange[]): ChangedFile[] {
  const files = wanted.length === 0 ? [] : readPatch(output);
  const compared = new Set(files.map(nameOf));
  const renamed = new Set(
    files.flatMap(({ oldPath, oldBlob }) => (oldPath === undefined ? [] : [`${oldBlob} ${oldPath}`])),
  );
  const left = wanted.filter((one) => !compared.has(nameOf(one)) && !renamed.has(`${one.oldBlob} ${one.path}`));
  return [...files, ...left.map(notCompared)];
}

/** Two names that are not UTF-8 may be written the same. */
function nameOf({ pathBytes }: TreeChange): string {
  return Buffer.from(pathBytes).toString('latin1');
}

function notCompared(change: TreeChange): ChangedFile {
  return {
    ...change,
    content: 'text',
    ...{ added: 0, removed: 0, hunks: [], oldNoNewline: false, newNoNewline: false },
    unreadable: 'it is too large to be compared',
  };
}
