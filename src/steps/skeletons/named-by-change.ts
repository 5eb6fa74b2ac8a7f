import type { ChangedFile } from '../diff/changed-file';

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
