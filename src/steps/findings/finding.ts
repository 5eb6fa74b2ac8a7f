import type { LineRange } from '../../ports/code-host';
import type { Severity } from '../settings/settings';

export type Category = 'bug' | 'security' | 'performance' | 'error-handling' | 'maintainability' | 'testing';

/** What the sweep reports, after its shape has been checked and nothing else. */
export interface Candidate {
  /** `c1`, `c2`, ... unique in the run. */
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
}

/** A candidate that survived the critique. */
export interface Finding extends Candidate {
  /** The critique's reason. */
  reason: string;
  /** Severity as the sweep had it, when the critique changed it. */
  sweptSeverity?: Severity;
  source: 'model' | 'alert';
  /** Rule of the alert it merged with or came from. */
  rule?: string;
}
