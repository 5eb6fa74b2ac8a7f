import type { BlobId, CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import { MAX_CHANGED_FILES } from '../steps/scope/limit-changes';
import { shownWhole } from '../steps/scope/renamed-to-run';
import { runByName } from '../steps/scope/run-by-name';
import type { SkippedFile } from '../steps/scope/scope';

interface Known {
  /** What is shown to the reviewer so far. */
  files: readonly ChangedFile[];
  changes: readonly TreeChange[];
  skipped: readonly SkippedFile[];
}

/** Data that the change itself runs, whole, since nobody has read what stood in it before either. */
export async function readRunByName(
  repository: Repository,
  range: CommitRange,
  { files, changes, skipped }: Known,
): Promise<{ files: readonly ChangedFile[]; contents: ReadonlyMap<BlobId, Uint8Array> }> {
  const wanted = runByName(files, changes, skipped).slice(0, MAX_CHANGED_FILES);
  if (wanted.length === 0) return { files: [], contents: new Map() };
  const patched = readDifference(await repository.patch(range, wanted), wanted);
  const read = decodeFiles(patched, await repository.read(textBlobs(patched, () => true)));
  const isWhole = ({ change, content }: ChangedFile) => change === 'added' || content !== 'text';
  return {
    files: read.files.map((file) => (isWhole(file) ? file : shownWhole(file, read.contents.get(file.newBlob)))),
    contents: read.contents,
  };
}
