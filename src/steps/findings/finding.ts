import type { Candidate } from '../prompt/candidate';
import type { Severity } from '../settings/settings';
import type { Confidence } from './read-answer';

export type { Candidate, Category } from '../prompt/candidate';

/** A candidate that survived the critique, or a confirmed alert of a static-analysis tool. */
export interface Finding extends Candidate {
  /** Unique in the run: `1-c3`, `2-s1`. */
  key: string;
  /** The critique's reason. */
  reason: string;
  /** Severity as the sweep had it, when the critique changed it. */
  sweptSeverity?: Severity;
  /** True when the critique did not come to it: `reason` says why. */
  unverified?: boolean;
  source: 'model' | 'alert';
  /** How much of the way to the harm the critique could see; absent for an alert. */
  confidence?: Confidence;
  /** True when the critique refused the replacement that the sweep had proposed. */
  isReplacementRefused?: true;
  /** True when the critique neither refuted nor confirmed it: it is shown in the tracking comment and decides nothing. */
  isOnlyListed?: true;
  /** Key of the finding of the same cause, when the critique says that this one repeats it. */
  repeats?: string;
  /** Rule of the alert it merged with or came from. */
  rule?: string;
  /** True when `enforcedRules` names the rule: nothing a reviewer or the critique says takes it away. */
  enforced?: boolean;
}

/** Where a candidate or an alert ended when it did not become a finding. */
export interface SetAside {
  key: string;
  path: string;
  /** 1-based; absent without a line. */
  startLine?: number;
  side?: 'new' | 'old';
  title: string;
  severity: Severity;
  fate: 'rescinded' | 'dismissed' | 'merged' | 'dropped';
  reason: string;
}
