import { countBelow } from '../../count-below';
import { grouped } from '../../grouped';
import type { LineSpan } from '../diff/line-span';
import type { Candidate } from '../prompt/candidate';

/**
 * What a critique found by itself, with ids unlike those of the sweep: nobody looked at it twice, and it is not lost. What it only
 * gives back of what is known is no find. `before` is how many it had found by then.
 */
export function noticedBeside(known: readonly Candidate[], given: readonly Candidate[], before: number): Candidate[] {
  const titled = new Set(known.map(titleOf));
  const standing = new Map([...grouped(known, placeOf)].map(([place, there]) => [place, spansOf(there)]));
  return given
    .filter((one) => !titled.has(titleOf(one)) && !standing.get(placeOf(one))?.(one.range))
    .map((one, index) => ({ ...one, id: `n${before + index + 1}` }));
}

function titleOf({ path, range, title }: Candidate): string {
  return JSON.stringify([path, range.side, title]);
}

function placeOf({ path, range, category }: Candidate): string {
  return JSON.stringify([path, range.side, category]);
}

/** Tells whether lines overlap those of any of them: there may be thousands. */
function spansOf(candidates: readonly Candidate[]): (span: LineSpan) => boolean {
  const sorted = candidates.map(({ range }) => range).sort((a, b) => a.startLine - b.startLine);
  const starts = sorted.map(({ startLine }) => startLine);
  let last = 0;
  const ends = sorted.map(({ endLine }) => (last = Math.max(last, endLine)));
  return ({ startLine, endLine }) => (ends[countBelow(starts, endLine + 1) - 1] ?? 0) >= startLine;
}
