import type { OutlineEntry } from '../../../src/ports/outliner';
import type { MadeOutline } from '../../../src/steps/skeletons/entry-tree';

/** The declarations that hold a new-side line, outermost first; none between declarations. */
export function declarationsAround(outline: MadeOutline, line: number): OutlineEntry[] {
  const chain: OutlineEntry[] = [];
  for (const entry of outline.entries) {
    if (entry.kind === 'import' || entry.startLine > line || entry.endLine < line) continue;
    while (chain.length > 0 && (chain[chain.length - 1]?.depth ?? 0) >= entry.depth) chain.pop();
    chain.push(entry);
  }
  return chain;
}
