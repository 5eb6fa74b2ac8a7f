import type { LineRange } from '../../ports/code-host';
import type { Severity } from '../settings/settings';

export const CATEGORIES = ['bug', 'security', 'performance', 'error-handling', 'maintainability', 'testing'] as const;

export type Category = (typeof CATEGORIES)[number];

/** What the sweep is asked for: one problem that may be real. Nothing in it has been checked but its shape. */
export interface Candidate {
  /** `c1`, `c2`, ... unique in its chunk. */
  id: string;
  path: string;
  range: LineRange;
  quote: string;
  evidence: string;
  category: Category;
  severity: Severity;
  title: string;
  body: string;
  /** Text that would replace the quoted lines; empty if there is none. */
  replacement: string;
  /** Set when no sweep but an earlier review said this, and the file has changed since: its thread, or a name where it has none. */
  raisedIn?: number | string;
  /** Set where its lines stand no more: what took their place is to be judged. */
  areLinesGone?: true;
}
