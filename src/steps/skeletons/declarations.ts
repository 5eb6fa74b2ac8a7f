import type { OutlineEntry } from '../../ports/outliner';
import type { ChangedFile } from '../diff/changed-file';
import { changedRanges, isTouched, type MadeOutline } from './entry-tree';

/** A declaration with all that is around it, outermost first. */
export interface EnclosingDeclaration {
  entry: OutlineEntry;
  chain: readonly OutlineEntry[];
}

/** A declaration that the change touches. */
export interface ChangedSymbol {
  /** Names from the outermost on: `Shop.Cart.Add`. */
  name: string;
  kind: string;
  startLine: number;
  endLine: number;
}

/** The innermost declaration that holds a new-side line, or null between declarations. */
export function enclosingDeclaration(outline: MadeOutline, line: number): EnclosingDeclaration | null {
  const chain: OutlineEntry[] = [];
  for (const entry of outline.entries) {
    if (entry.kind === 'import' || entry.startLine > line || entry.endLine < line) continue;
    while (chain.length > 0 && (chain[chain.length - 1]?.depth ?? 0) >= entry.depth) chain.pop();
    chain.push(entry);
  }
  const entry = chain[chain.length - 1];
  return entry ? { entry, chain } : null;
}

/** The innermost declarations that a file's hunks touch, in the order of the file. */
export function changedSymbols(file: Pick<ChangedFile, 'hunks'>, outline: MadeOutline): ChangedSymbol[] {
  const changed = changedRanges(file);
  const symbols: ChangedSymbol[] = [];
  const around: OutlineEntry[] = [];
  for (const [index, entry] of outline.entries.entries()) {
    while (around.length > entry.depth) around.pop();
    around.push(entry);
    if (entry.kind === 'import' || !isTouched(entry, changed)) continue;
    if (holdsTouched(outline.entries, index, changed)) continue;
    const { kind, startLine, endLine } = entry;
    symbols.push({ name: around.map(({ name }) => name).join('.'), kind, startLine, endLine });
  }
  return symbols;
}

function holdsTouched(
  entries: readonly OutlineEntry[],
  index: number,
  changed: ReturnType<typeof changedRanges>,
): boolean {
  const depth = entries[index]?.depth ?? 0;
  for (let at = index + 1; at < entries.length; at++) {
    const entry = entries[at] as OutlineEntry;
    if (entry.depth <= depth) return false;
    if (isTouched(entry, changed)) return true;
  }
  return false;
}
