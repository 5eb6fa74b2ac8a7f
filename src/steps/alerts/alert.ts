import type { LineRange } from '../../ports/code-host';

/** One static-analysis result on the source side of a changed file, whatever tool it came from. */
export interface Alert {
  /** `s1`, `s2`, ... in the order of the prompt; alerts that are not in the prompt have none. */
  id?: string;
  tool: string;
  ruleId: string;
  ruleName?: string;
  level: 'error' | 'warning' | 'note';
  message: string;
  /** Repository path without leading slash. */
  path: string;
  /** Absent: the whole file. */
  range?: LineRange;
  /** Text of those lines at the source commit. */
  excerpt?: string;
  /** Address of the rule's help, https only. */
  helpUrl?: string;
  /** CWE and the like. */
  tags: readonly string[];
  /** Our own identity: rule, path, normalised lines, occurrence; 64 hexadecimal digits. */
  fingerprint: string;
  /** True when the range touches a changed line. */
  onChangedLine: boolean;
  /** True when `enforcedRules` names it: the critique cannot dismiss it. */
  enforced: boolean;
  /** True where the critique is neither asked about it nor can take it away. */
  kept?: true;
  /** Set where the code itself asks to hide it; it is shown all the same when the pull request added that request. */
  suppressed?: 'before' | 'byThisPullRequest';
}
