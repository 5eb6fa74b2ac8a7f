import type { Severity } from '../settings/settings';
import type { PlacedFinding, Triaged } from './placed-finding';

export interface TriagePolicy {
  minimumSeverity: Severity;
  maxComments: number;
}

type Rule = (findings: readonly PlacedFinding[], policy: TriagePolicy) => Triaged[];

/**
 * The policy, top down. Each rule decides some of the findings and leaves the rest to the next:
 * twins first, so that nothing is counted twice against the cap;
 * then the floor, so that the cap is spent on what may be posted;
 * then places, since what has no place in a file cannot be a thread;
 * the cap last, on findings ranked by severity.
 */
const RULES: readonly Rule[] = [mergeTwins, belowMinimum, withoutPlace, beyondMaximum];

export const SEVERITY_ORDER: readonly Severity[] = ['blocker', 'warning', 'suggestion'];

export function triage(findings: readonly PlacedFinding[], policy: TriagePolicy): Triaged[] {
  const decided: Triaged[] = [];
  let open: readonly PlacedFinding[] = ranked(findings);
  for (const rule of RULES) {
    const now = rule(open, policy);
    const gone = new Set(now.map(({ finding }) => finding.key));
    decided.push(...now);
    open = open.filter(({ key }) => !gone.has(key));
  }
  return [...open.map((finding): Triaged => ({ finding, to: 'thread' })), ...decided];
}

/** Most severe first; what the model and a tool both saw before what one of them saw; then by place, so that order is stable. */
export function ranked<T extends PlacedFinding>(findings: readonly T[]): T[] {
  return [...findings].sort(
    (a, b) =>
      SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
      Number(b.enforced === true) - Number(a.enforced === true) ||
      Number(a.source === 'alert') - Number(b.source === 'alert') ||
      compareText(a.path, b.path) ||
      a.range.startLine - b.range.startLine ||
      compareText(a.key, b.key),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function mergeTwins(findings: readonly PlacedFinding[]): Triaged[] {
  const merged: Triaged[] = [];
  const kept: PlacedFinding[] = [];
  for (const finding of findings) {
    const into = kept.find((other) => isTwin(finding, other));
    if (into) merged.push({ finding, to: 'merged', into, reason: mergeReason(finding, into) });
    else kept.push(finding);
  }
  return merged;
}

/** An alert and a finding on the same lines are one; so are two findings of one kind with the same lines or identity. */
function isTwin(a: PlacedFinding, b: PlacedFinding): boolean {
  if (a.fingerprint === b.fingerprint) return true;
  if (a.anchor.kind !== 'lines' || b.anchor.kind !== 'lines') return false;
  if (a.anchor.path !== b.anchor.path || a.anchor.range.side !== b.anchor.range.side) return false;
  const overlap =
    a.anchor.range.startLine <= b.anchor.range.endLine && b.anchor.range.startLine <= a.anchor.range.endLine;
  return overlap && (a.source !== b.source || a.category === b.category);
}

function mergeReason(finding: PlacedFinding, into: PlacedFinding): string {
  return finding.source === 'alert'
    ? `${finding.rule} reports the same place as "${into.title}"`
    : `same place as "${into.title}"`;
}

function belowMinimum(findings: readonly PlacedFinding[], { minimumSeverity }: TriagePolicy): Triaged[] {
  const floor = SEVERITY_ORDER.indexOf(minimumSeverity);
  return findings
    .filter(({ severity }) => SEVERITY_ORDER.indexOf(severity) > floor)
    .map((finding) => ({ finding, to: 'list', reason: `below minimumSeverity ${minimumSeverity}` }));
}

function withoutPlace(findings: readonly PlacedFinding[]): Triaged[] {
  return findings.flatMap((finding) =>
    finding.anchor.kind === 'summary' ? [{ finding, to: 'list' as const, reason: finding.anchor.reason }] : [],
  );
}

function beyondMaximum(findings: readonly PlacedFinding[], { maxComments }: TriagePolicy): Triaged[] {
  return findings
    .slice(maxComments)
    .map((finding) => ({ finding, to: 'list', reason: `beyond maxComments ${maxComments}` }));
}
