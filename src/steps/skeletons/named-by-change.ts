import type { ChangedFile } from '../diff/changed-file';
import { changedRanges, isTouched, type MadeOutline } from './entry-tree';

const NAME = /[A-Za-z_]\w+/g;

/** Names that changed lines speak of: what is declared under them is worth its row. */
export function namedByChange(files: readonly ChangedFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, text } of files.flatMap(({ hunks }) => hunks.flatMap(({ lines }) => lines))) {
    if (kind === 'context' || text.length > 2000) continue;
    for (const [name] of text.matchAll(NAME)) names.add(name);
  }
  return names;
}

/** Names in the signatures of what the change touches and of what is around it: an interface, a type of a parameter. */
export function namedBySignatures(file: Pick<ChangedFile, 'hunks'>, { entries }: MadeOutline): ReadonlySet<string> {
  const changed = changedRanges(file);
  const touched = entries.filter((entry) => entry.kind !== 'import' && isTouched(entry, changed));
  return new Set(touched.flatMap(({ signature }) => signature.match(NAME) ?? []));
}
