import { textsOf } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { soughtBy } from '../triage/known-code';
import { createSeeker, type Effort } from './seek-in-text';
import { foundAmong, type Sought } from './sought-lines';

/** Letters that are read word by word, lines that were edited in a few of them included; each million takes a second. */
const MOST_READ = 4_000_000;

export interface Finder {
  look(file: ChangedFile): void;
  /** By `soughtBy`. */
  found: Set<string>;
  missing(): readonly Sought[];
}

/** Looks for lines among those that files add, in any number of files. */
export function createFinder(sought: readonly Sought[], effort: Effort): Finder {
  const found = new Set<string>();
  let left = MOST_READ;
  const missing = () => sought.filter((one) => !found.has(soughtBy(one)));
  return {
    found,
    missing,
    look(file) {
      const wanted = missing();
      if (wanted.length === 0) return;
      const { added } = textsOf(file);
      if (added.length <= left) {
        left -= added.length;
        for (const name of foundAmong([file], wanted)) found.add(name);
      }
      const seeker = createSeeker(file.path, missing(), effort);
      seeker.add(added);
      seeker.end();
      for (const name of seeker.found) found.add(name);
    },
  };
}
