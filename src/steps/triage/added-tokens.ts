import { madeOnce } from '../../made-once';
import { numberedAdded } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { tokensOf } from './gist-tokens';

/** The words and signs of all that a file adds. */
export const addedTokens = madeOnce((file: ChangedFile) => tokensOf(numberedAdded(file), file.path));
