import { overlaps } from '../diff/line-span';
import type { Candidate } from '../prompt/candidate';

/**
 * What a critique found by itself, with ids unlike those of the sweep: nobody looked at it twice, and it is not lost. What it only
 * gives back of what is known is no find. `before` is how many it had found by then.
 */
export function noticedBeside(known: readonly Candidate[], given: readonly Candidate[], before: number): Candidate[] {
  return given
    .filter((one) => !known.some((other) => isGivenBack(one, other)))
    .map((one, index) => ({ ...one, id: `n${before + index + 1}` }));
}

function isGivenBack(one: Candidate, other: Candidate): boolean {
  if (one.path !== other.path || one.range.side !== other.range.side) return false;
  return one.title === other.title || (one.category === other.category && overlaps(one.range, other.range));
}
