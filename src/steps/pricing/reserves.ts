import type { ModelRequest } from '../../ports/model';
import { type Call, type Prices, worstCost } from './pricing';

/** Fewer output tokens than this are not worth asking for: a call is shortened to what is left, but not below. */
export const MIN_OUTPUT_TOKENS = 2000;

/** What the candidates of a sweep may add to the critique's question, before any were listed. */
export const UNKNOWN_CANDIDATES = 3000;
const CANDIDATES_MARGIN = 1.5;
const MIN_CANDIDATES = 300;

/** Of the greatest length, before the first answer of a kind has come. */
const UNKNOWN_SHARE = 0.25;
/** What the next answer may be longer than the longest so far, by how many there were: the last figure stands for more. */
const LENGTH_MARGINS = [1.5, 1.5, 1.25, 1.1] as const;
/** Once answers have shown to be short. */
const MIN_KNOWN_TOKENS = 1000;

/** Answers of one kind in this run. */
export interface LengthsSoFar {
  count: number;
  longest: number;
}

/** Output tokens that an answer is likely to take, with a margin. */
export function likelyOutput({ maxOutputTokens }: Call, soFar?: LengthsSoFar): number {
  const { count = 0, longest = 0 } = soFar ?? {};
  const margin = LENGTH_MARGINS[Math.min(count, LENGTH_MARGINS.length - 1)] ?? 1;
  const likely = count === 0 ? maxOutputTokens * UNKNOWN_SHARE : longest * margin;
  return Math.min(maxOutputTokens, Math.max(count < 2 ? MIN_OUTPUT_TOKENS : MIN_KNOWN_TOKENS, Math.ceil(likely)));
}

/** Tokens that the candidates of a sweep are likely to take, by the most that were listed so far. */
export function likelyCandidates(mostSoFar: number | undefined): number {
  if (mostSoFar === undefined) return UNKNOWN_CANDIDATES;
  return Math.max(MIN_CANDIDATES, Math.ceil(mostSoFar * CANDIDATES_MARGIN));
}

/** USD of a critique should nothing be read from the cache. `tokens` without candidates. */
export function critiqueCost(critique: ModelRequest, prices: Prices, tokens: number, given: CritiqueSize = {}): number {
  const { output = MIN_OUTPUT_TOKENS, candidates = UNKNOWN_CANDIDATES, areKept = false } = given;
  return worstCost({ ...critique, maxOutputTokens: output }, prices, tokens + candidates, areKept);
}

/** In tokens; where nothing is told, the shortest answer about candidates of which nothing is known. */
export interface CritiqueSize {
  output?: number;
  candidates?: number;
  /** True when its instructions are known to be kept. */
  areKept?: boolean;
}
