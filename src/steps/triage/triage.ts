import type { Severity } from '../settings/settings';
import { isFresh } from './changed-since';
import type { KnownFinding } from './known-finding';
import { matchKnown } from './match-known';
import { NO_PAST, type Past } from './past';
import type { PlacedFinding, Triaged } from './placed-finding';
import { SEVERITY_ORDER } from './severity-order';

export interface TriagePolicy {
  minimumSeverity: Severity;
  maxComments: number;
}

interface Round {
  /** All findings but merged ones, in their order of rank. */
  ranked: readonly PlacedFinding[];
  /** What the rules before have left. */
  open: readonly PlacedFinding[];
  decided: readonly Triaged[];
  policy: TriagePolicy;
  past: Past;
}

type Rule = (round: Round) => Triaged[];

/**
 * The policy, top down. Each rule decides some of the findings and leaves the rest to the next:
 * what was raised before first, since its thread exists whatever the settings say now;
 * then the floor, so that the cap is spent on what may be posted;
 * then places, since what has no place in a file cannot be a thread;
 * then code that was reviewed before, so that a pull request converges;
 * the cap last, on findings ranked by severity.
 */
const RULES: readonly Rule[] = [raisedBefore, belowMinimum, withoutPlace, inReviewedCode, beyondMaximum];

export function triage(findings: readonly PlacedFinding[], policy: TriagePolicy, past: Past = NO_PAST): Triaged[] {
  const merged = mergeTwins(ranked(findings));
  const gone = new Set(merged.map(({ finding }) => finding.key));
  const unmerged = ranked(findings).filter(({ key }) => !gone.has(key));
  const decided: Triaged[] = [];
  let open: readonly PlacedFinding[] = unmerged;
  for (const rule of RULES) {
    const now = rule({ ranked: unmerged, open, decided, policy, past });
    const keys = new Set(now.map(({ finding }) => finding.key));
    decided.push(...now);
    open = open.filter(({ key }) => !keys.has(key));
  }
  const threads = open.map((finding): Triaged => ({ finding, to: 'thread' }));
  return [...decided, ...threads, ...merged].sort((a, b) => placeOf(a, unmerged) - placeOf(b, unmerged));
}

/** What was decided in an earlier run, with the threads as they are now. */
export function rematch(triaged: readonly Triaged[], known: readonly KnownFinding[]): Triaged[] {
  const wanted = triaged.flatMap(({ to, finding }) => (to === 'thread' ? [finding] : []));
  const matches = matchKnown(wanted, { ...NO_PAST, known });
  return triaged.map((one) => (one.to === 'thread' ? { ...one, ...matches.get(one.finding.key) } : one));
}

/** Threads first, each kind in order of rank. */
function placeOf({ to, finding }: Triaged, order: readonly PlacedFinding[]): number {
  const kind = ['thread', 'list', 'merged'].indexOf(to);
  return kind * (order.length + 1) + order.indexOf(finding);
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
  if (a.anchor.kind !== 'lines' || b.anchor.kind !== 'lines') {
    const isTold = a.quote !== '' || a.rule !== undefined;
    return a.fingerprint === b.fingerprint && (isTold || a.title === b.title);
  }
  if (a.fingerprint === b.fingerprint) return true;
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

function raisedBefore({ open, past }: Round): Triaged[] {
  const matches = matchKnown(open, past);
  return open.flatMap((finding): Triaged[] => {
    const match = matches.get(finding.key);
    return match ? [{ finding, to: 'thread', ...match }] : [];
  });
}

function belowMinimum({ open, policy: { minimumSeverity } }: Round): Triaged[] {
  const floor = SEVERITY_ORDER.indexOf(minimumSeverity);
  return open
    .filter(({ severity }) => SEVERITY_ORDER.indexOf(severity) > floor)
    .map((finding) => ({ finding, to: 'list', reason: `below minimumSeverity ${minimumSeverity}` }));
}

function withoutPlace({ open }: Round): Triaged[] {
  return open.flatMap((finding) =>
    finding.anchor.kind === 'summary' ? [{ finding, to: 'list' as const, reason: finding.anchor.reason }] : [],
  );
}

/** New threads only on what changed since the last review; a blocker gets its thread wherever it is found. */
function inReviewedCode({ open, past: { since } }: Round): Triaged[] {
  if (since.kind === 'all') return [];
  const reason = `newly found in code that was reviewed in iteration ${since.iteration}`;
  return open
    .filter((finding) => finding.severity !== 'blocker' && !isFresh(finding, since))
    .map((finding) => ({ finding, to: 'list', reason }));
}

/** The gravest may have threads; those that have one already count with them. */
function beyondMaximum({ open, decided, ranked: all, policy: { maxComments } }: Round): Triaged[] {
  const raised = decided.filter(({ to }) => to === 'thread').map(({ finding }) => finding);
  const entitled = all.filter((finding) => open.includes(finding) || raised.includes(finding)).slice(0, maxComments);
  return open
    .filter((finding) => !entitled.includes(finding))
    .map((finding) => ({ finding, to: 'list', reason: `beyond maxComments ${maxComments}` }));
}
