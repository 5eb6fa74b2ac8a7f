import { posix } from 'node:path';
import { grouped } from '../grouped';
import type { TreeEntry, Trees } from '../ports/trees';
import type { Masking } from '../steps/secrets/masking';

/** Of one command and what it printed; more names come of searches, whose lines show little of each file. */
const MOST_FILES = 50;
const MOST_BYTES = 4_000_000;

/** Makes the secrets of files known that a text names, so that no part of them is shown by a command that prints a part of a file. */
export function createLearner(
  trees: Pick<Trees, 'read'>,
  laid: readonly TreeEntry[],
  masking: Pick<Masking, 'file'>,
): (text: string) => Promise<void> {
  const byName = grouped(laid, ({ path }) => posix.basename(path));
  const known = new Set<string>();
  return async (text) => {
    const named = new Set<TreeEntry>();
    let left = MOST_BYTES;
    // Each name once: a text may say one a thousand times that half of all files have.
    for (const name of new Set(Array.from(text.matchAll(/[\w.@+/-]+/g), ([word]) => posix.basename(word)))) {
      for (const entry of byName.get(name) ?? []) {
        if (named.size === MOST_FILES) break;
        if (known.has(entry.path) || entry.size > left) continue;
        left -= entry.size;
        named.add(entry);
      }
    }
    if (named.size === 0) return;
    const contents = await trees.read([...named].map(({ id }) => id));
    for (const { path, id } of named) {
      known.add(path);
      const content = Buffer.from(contents.get(id) ?? []);
      if (!content.includes(0)) masking.file(content.toString('utf8'), path);
    }
  };
}
