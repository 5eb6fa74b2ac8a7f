import { grouped } from '../../grouped';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import type { Change } from '../scope/change';
import { isFilePrint, isPrintedFile } from '../triage/file-print';
import { fileOf } from '../triage/known-code';
import { stateOf } from '../triage/known-finding';
import type { Recollection } from './own-threads';

/** A file of an earlier finding that the pull request does not have any more, and what its content was, as far as that is known. */
export interface VanishedFile {
  path: string;
  code?: string;
}

/** The files of open findings that are gone: some of them may only be called otherwise. */
export function vanishedFiles(
  { known, memory: { listed = [] } }: Pick<Recollection, 'known' | 'memory'>,
  change: Change,
): VanishedFile[] {
  const open = [...known.filter((one) => stateOf(one) !== 'resolved'), ...listed.filter(({ over }) => !over)];
  return open.filter((one) => one.path !== '' && !change.paths.has(one.path) && fileOf(one, change) === undefined);
}

/** Those whose very content stands under another name, by what they were called. */
export function sameContent(vanished: readonly VanishedFile[], files: readonly ChangedFile[]): Map<string, string> {
  const ofBlob = grouped(files, ({ newBlob }) => `file ${newBlob}`);
  const found = vanished.flatMap(({ path, code = '' }): [string, string][] => {
    const printed = isFilePrint(code) ? files.find((file) => isPrintedFile(code, path, file)) : undefined;
    const same = ofBlob.get(code)?.[0] ?? printed;
    return same === undefined ? [] : [[path, same.path]];
  });
  return new Map(found);
}

/** What has to be compared to find the others: files that went away since, and new ones of the pull request. */
export function mayBeRenamed(
  changes: readonly TreeChange[],
  vanished: readonly VanishedFile[],
  { paths }: Pick<Change, 'paths'>,
): TreeChange[] {
  const names = new Set(vanished.map(({ path }) => path));
  return changes.filter(
    ({ path, change }) => (change === 'deleted' && names.has(path)) || (change === 'added' && paths.has(path)),
  );
}
