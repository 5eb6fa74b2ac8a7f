import { BINARIES } from './default-exclusions';
import { ownGlobs } from './glob';
import { globSet } from './glob-set';

const matching = globSet(ownGlobs('default', BINARIES));

/** True for names of pictures, fonts, archives and the like. */
export function isBinaryName(path: string): boolean {
  return matching(path).length > 0;
}
