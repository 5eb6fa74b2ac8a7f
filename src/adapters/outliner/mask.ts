import type { OutlineEntry } from '../../ports/outliner';
import { asExtension, readableCsharp } from './mask-csharp';
import { withoutMacros } from './mask-macros';
import { CODE_BLOCK, onlyCodeBlocks } from './mask-razor';

/** Text as the grammar is to see it: with the same rows, and what it cannot read blanked. */
export function maskedText(mask: string | undefined, text: string): string {
  if (mask === 'csharp') return readableCsharp(text);
  if (mask === 'macros') return withoutMacros(text);
  return mask === 'razor' ? onlyCodeBlocks(text) : text;
}

/** Entries with the names that the mask put in taken out again. */
export function unmasked(mask: string | undefined, entries: OutlineEntry[]): OutlineEntry[] {
  if (mask === 'csharp') return entries.map(asExtension);
  if (mask !== 'razor') return entries;
  return entries.map((entry) => (entry.name === CODE_BLOCK ? { ...entry, name: '@code', signature: '@code' } : entry));
}
