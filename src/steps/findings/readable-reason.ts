import type { Candidate } from '../prompt/candidate';

const ID = /\b(?:candidates?\s+)?\(?\b(c\d{1,3})\b\)?/g;
/** A line of the diff as the prompt shows it: `R  41`, `L40`. */
const MARK = /(?:\blines?\s+)?\b([RL])(?: {0,5})(\d{2,6}|(?<= )\d)(?:\s*[-–]\s*[RL]? {0,5}(\d{1,6}))?\b/g;

/** A reason in words of the pull request: who reads it knows neither the candidates' ids nor the marks of the prompt. */
export function readableReason(reason: string, about: Candidate, candidates: readonly Candidate[]): string {
  return reason
    .replace(ID, (words, id: string) => {
      const other = candidates.find((one) => one.id.toLowerCase() === id.toLowerCase());
      return other ? placeOf(other, about) : words;
    })
    .replace(MARK, (_, side: string, first: string, last?: string) => {
      const lines = last === undefined ? `line ${first}` : `lines ${first}-${last}`;
      return side === 'L' ? `${lines} before the change` : lines;
    });
}

function placeOf({ path, range: { startLine, endLine } }: Candidate, about: Candidate): string {
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine}-${endLine}`;
  return path === about.path ? lines : `${path} ${lines}`;
}
