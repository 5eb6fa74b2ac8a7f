import { grouped } from '../../grouped';
import { overlaps } from '../diff/line-span';
import { createKeptFindings } from './kept-findings';
import { likeness } from './likeness';
import type { PlacedFinding, Triaged } from './placed-finding';

type Merged = Extract<Triaged, { to: 'merged' }>;

/** From here on two titles say the same. */
const SIMILAR = 0.5;

/** Findings in their order of rank; those that another one speaks for apart from the rest. What is only listed speaks for itself. */
export function mergeTwins(ranked: readonly PlacedFinding[]): {
  merged: readonly Merged[];
  unmerged: readonly PlacedFinding[];
} {
  const merged: Merged[] = [];
  const kept = createKeptFindings();
  const spokenFor = new Map<string, PlacedFinding>();
  for (const finding of ranked.filter(({ isOnlyListed }) => !isOnlyListed)) {
    const into = kept.near(finding).find((other) => isTwin(finding, other)) ?? spokenFor.get(finding.repeats ?? '');
    if (into === undefined) kept.add(finding);
    else {
      merged.push({ finding, to: 'merged', into, reason: mergeReason(finding, into) });
      if (!spokenFor.has(finding.key)) spokenFor.set(finding.key, into);
    }
  }
  const gone = new Set(merged.map(({ finding }) => finding.key));
  const byInto = grouped(merged, ({ into }) => into.key);
  return { merged, unmerged: ranked.filter(({ key }) => !gone.has(key)).map((one) => withMerged(one, byInto)) };
}

/** What speaks for others says so, and names their places. */
function withMerged(finding: PlacedFinding, byInto: ReadonlyMap<string, readonly Merged[]>): PlacedFinding {
  const alsoFound = (byInto.get(finding.key) ?? []).map((one) => one.finding);
  return alsoFound.length === 0 ? finding : { ...finding, alsoFound };
}

/**
 * Two findings are one when their identity is the same or when the reviewer says so; two that share lines alone stay two.
 * An alert joins what the model says of the same lines where that speaks of the alert: by its rule, or in its words.
 */
function isTwin(a: PlacedFinding, b: PlacedFinding): boolean {
  if (isSameCause(a, b)) return true;
  if (a.fingerprint === b.fingerprint) {
    const isTold = a.quote !== '' || a.rule !== undefined || a.anchor.kind === 'lines';
    return isTold || a.title === b.title;
  }
  if (a.source === b.source || !isOnSameLines(a, b)) return false;
  return a.source === 'alert' ? speaksOf(b, a) : speaksOf(a, b);
}

/** One repeats the other, or both repeat a third. */
function isSameCause(a: PlacedFinding, b: PlacedFinding): boolean {
  return (a.repeats ?? a.key) === (b.repeats ?? b.key);
}

function speaksOf({ title, body, evidence, reason }: PlacedFinding, alert: PlacedFinding): boolean {
  const { rule = '' } = alert;
  const isNamed = rule.length > 2 && [title, body, evidence, reason].some((text) => text.includes(rule));
  return isNamed || likeness(title, alert.title) >= SIMILAR;
}

function isOnSameLines({ anchor: a }: PlacedFinding, { anchor: b }: PlacedFinding): boolean {
  if (a.kind !== 'lines' || b.kind !== 'lines' || a.path !== b.path || a.range.side !== b.range.side) return false;
  return overlaps(a.range, b.range);
}

function mergeReason(finding: PlacedFinding, into: PlacedFinding): string {
  if (finding.source === 'alert') return `${finding.rule} reports the same place as "${into.title}"`;
  if (isSameCause(finding, into)) return `the same cause as "${into.title}"`;
  return `same place as "${into.title}"`;
}
