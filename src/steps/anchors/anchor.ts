import type { LineRange } from '../../ports/code-host';

/** Where a finding is placed. A guess is never a place. */
export type Anchor =
  | {
      kind: 'lines';
      path: string;
      range: LineRange;
      endLineLength: number /** The lines themselves. */;
      text: string;
      how: AnchorMethod;
    }
  | { kind: 'file'; path: string; reason: string }
  | { kind: 'summary'; reason: string };

/** How the quoted text was found: `stated` lines, `exact` or white-space-insensitive (`folded`) search. */
export type AnchorMethod = 'stated' | 'exact' | 'folded';
