import type { OutlineEntry } from '../../../ports/outliner';
import { bicepOutline } from './bicep';
import { bracesOutline } from './braces';
import { indentedOutline } from './indented';
import { pipelineOutline } from './pipeline';
import { powershellOutline } from './powershell';
import { razorOutline } from './razor';
import { tsqlOutline } from './tsql';
import { visualBasicOutline } from './visual-basic';

type LexicalOutliner = (text: string) => OutlineEntry[];

/** Outlines by reading lines, for languages without a grammar and for files that parse badly. */
const OUTLINERS: Readonly<Record<string, LexicalOutliner>> = {
  bicep: bicepOutline,
  braces: bracesOutline,
  indented: indentedOutline,
  pipeline: pipelineOutline,
  powershell: powershellOutline,
  razor: razorOutline,
  tsql: tsqlOutline,
  'visual-basic': visualBasicOutline,
};

export function hasLexicalOutliner(name: string): boolean {
  return Object.hasOwn(OUTLINERS, name);
}

/** Entries by the named outliner, or null if there is none of that name. */
export function lexicalOutline(name: string | undefined, text: string): OutlineEntry[] | null {
  if (name === undefined || !hasLexicalOutliner(name)) return null;
  return OUTLINERS[name]?.(text) ?? null;
}
