import type { LineRange } from '../../ports/code-host';

/** Where a finding is placed. A guess is never a place. */
export type Anchor = LineAnchor | { kind: 'file'; path: string; reason: string } | { kind: 'summary'; reason: string };

/** Whole lines within one hunk that hold the quoted text. */
export interface LineAnchor {
  kind: 'lines';
  /** Path at the source commit, also for lines of the old side; at the base commit for a deleted file. */
  path: string;
  range: LineRange;
  /** Length of the last line in UTF-16 units, its carriage return left out. */
  endLineLength: number;
  /** The lines themselves, joined by line feeds, carriage returns left out. */
  text: string;
  how: AnchorMethod;
}

/** How the quoted text was found: `stated` lines, `exact` or white-space-insensitive (`folded`) search. */
export type AnchorMethod = 'stated' | 'exact' | 'folded';

/** Of a changed file that nobody reviews. */
export const UNREAD = 'its content was not looked at';
