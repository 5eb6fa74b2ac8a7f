import type { Candidate } from '../steps/prompt/candidate';
import type { ChunkPrompt } from '../steps/prompt/compose';
import { covers } from '../steps/prompt/split-prompt';

/** Candidates go with the part that shows their lines; what belongs nowhere goes with the first. */
export function dealt(
  candidates: readonly Candidate[],
  [one, two]: readonly [ChunkPrompt, ChunkPrompt],
): [ChunkPrompt, Candidate[]][] {
  const isSecond = ({ path, range }: Candidate) =>
    covers(two.chunk, path, range.startLine) && !covers(one.chunk, path, range.startLine);
  return [
    [one, candidates.filter((candidate) => !isSecond(candidate))],
    [two, candidates.filter(isSecond)],
  ];
}
