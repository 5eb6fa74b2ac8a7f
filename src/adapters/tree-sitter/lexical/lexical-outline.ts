import type { OutlineEntry } from '../../../ports/outliner';

type LexicalOutliner = (text: string) => OutlineEntry[];

/** Outlines by reading lines, for languages without a grammar and for files that parse badly. */
const OUTLINERS: Readonly<Record<string, LexicalOutliner>> = {};

/** Entries by the named outliner, or null if there is none of that name. */
export function lexicalOutline(name: string | undefined, text: string): OutlineEntry[] | null {
  const outliner = OUTLINERS[name ?? ''];
  return outliner ? outliner(text) : null;
}
