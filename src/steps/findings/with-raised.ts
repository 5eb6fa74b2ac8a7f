import type { Candidate } from '../prompt/candidate';

/** What an earlier review raised is asked about once: as the sweep words it, where it found it anew. */
export function withRaised(found: readonly Candidate[], raised: readonly Candidate[]): Candidate[] {
  const again = new Map(raised.map((one) => [found.find((other) => isTheSame(other, one)), one.raised]));
  const marked = found.map((one) => {
    const known = again.get(one);
    return known ? { ...one, raised: { ...known, foundAgain: true } } : one;
  });
  return [...marked, ...raised.filter((one) => !found.some((other) => isTheSame(other, one)))];
}

function isTheSame(a: Candidate, b: Candidate): boolean {
  if (a.path !== b.path || a.range.side !== b.range.side || a.category !== b.category) return false;
  return a.range.startLine <= b.range.endLine && b.range.startLine <= a.range.endLine;
}
