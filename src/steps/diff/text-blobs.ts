import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from './changed-file';
import { SUBMODULE } from './file-mode';

const NO_BLOB = /^0+$/;

/** Contents of both sides of the files that are text, each once; of binary ones where somebody wants to see for himself. */
export function textBlobs(
  files: readonly ChangedFile[],
  looksInto: (file: ChangedFile) => boolean = () => false,
): BlobId[] {
  const isWanted = (file: ChangedFile) =>
    file.content === 'text' ||
    (file.content === 'binary' && looksInto(file)) ||
    // Of a link that only moved, no difference says where it leads.
    (file.content === 'symlink' && file.oldPath !== undefined);
  const blobs = files.filter(isWanted).flatMap(blobsOf);
  return [...new Set(blobs)].filter((blob) => !NO_BLOB.test(blob));
}

/** Where a file took the place of a submodule, the old side is a commit of another repository, which nobody can read here. */
function blobsOf({ oldMode, oldBlob, newMode, newBlob }: ChangedFile): BlobId[] {
  return [...(oldMode === SUBMODULE ? [] : [oldBlob]), ...(newMode === SUBMODULE ? [] : [newBlob])];
}
