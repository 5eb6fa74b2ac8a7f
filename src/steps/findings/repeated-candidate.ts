import { overlaps } from '../diff/line-span';
import type { Candidate } from '../prompt/candidate';

const LINES = /\blines?\s+(\d{1,6})(?:\s*(?:-|–|to|and)\s*(\d{1,6}))?/gi;

/** The one of these that a reason of the critique means with "repeated: line 12 says the same": by its id, its lines, or its place. */
export function repeatedCandidate<Other extends Pick<Candidate, 'id' | 'path' | 'range'>>(
  candidate: Candidate,
  reason: string,
  others: readonly Other[],
): Other | undefined {
  const byId = others.find(({ id }) => new RegExp(`\\b${id}\\b`).test(reason));
  if (byId) return byId;
  const named = others.filter(({ path }) => reason.includes(path));
  const inFile = named.length > 0 ? named : others.filter(({ path }) => path === candidate.path);
  for (const [, first, last = first] of reason.matchAll(LINES)) {
    const byLine = inFile.find((one) => overlaps(one.range, { startLine: Number(first), endLine: Number(last) }));
    if (byLine) return byLine;
  }
  return inFile.find((one) => overlaps(one.range, candidate.range)) ?? named[0];
}
