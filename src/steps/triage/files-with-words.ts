import { groupedByEach } from '../../grouped';
import { madeOnce } from '../../made-once';
import type { ChangedFile } from '../diff/changed-file';
import { addedTokens } from './added-tokens';
import { type Gist, isLongGist, readGist } from './gist';
import { hashesIn, mostChanged } from './gist-edit';

/** Fewer words and signs stand in other code as well, with a few of them changed. */
export const MIN_EDITED = 12;

/**
 * The files, in their order, that may add the words and signs of the gist, all of them or, of many, all but a few: they hold the rarest
 * of them. There may be thousands of files, and of gists.
 */
export function filesWithWords(files: readonly ChangedFile[], gist: Gist): readonly ChangedFile[] {
  const holding = holdingIn(files);
  const rarest = [...new Set(readGist(gist).hashes)]
    .map((hash) => holding.get(hash) ?? [])
    .sort((one, other) => one.length - other.length)
    .slice(0, isLongGist(gist, MIN_EDITED) ? mostChanged(gist) + 1 : 1);
  const places = new Set(rarest.flat());
  return [...places].sort((one, other) => one - other).flatMap((at) => files[at] ?? []);
}

/** Which files add a word or sign, by its hash. */
const holdingIn = madeOnce((files: readonly ChangedFile[]) =>
  groupedByEach(files.keys(), (at) => (files[at] ? hashesIn(addedTokens(files[at])) : [])),
);
