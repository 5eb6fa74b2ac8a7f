import type { Severity } from '../settings/settings';

export type Verdict = 'PASS' | 'ADVISORY' | 'FAIL' | 'NONE';

export interface Counts {
  blockers: number;
  warnings: number;
  suggestions: number;
}

/** Any blocker fails, any warning advises, the rest passes. Only code decides this, from open findings. */
export function verdictOf(counts: Counts): Exclude<Verdict, 'NONE'> {
  if (counts.blockers > 0) return 'FAIL';
  return counts.warnings > 0 ? 'ADVISORY' : 'PASS';
}

export function countSeverities(findings: readonly { severity: Severity }[]): Counts {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { blockers: count('blocker'), warnings: count('warning'), suggestions: count('suggestion') };
}
