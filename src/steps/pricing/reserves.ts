import { type Call, type Prices, worstCost } from './pricing';

/** Fewer output tokens than this are not worth asking for: a call is shortened to what is left, but not below. */
export const MIN_OUTPUT_TOKENS = 2000;

/** What the candidates of a sweep may add to the critique's question. */
export const CANDIDATE_TOKENS = 3000;

/** Of the greatest length, before the first answer of a kind has come. */
const UNKNOWN_SHARE = 0.25;
const LENGTH_MARGIN = 1.5;

/** Output tokens that an answer is likely to take, with a margin, by the longest of its kind; undefined when none has come yet. */
export function likelyOutput({ maxOutputTokens }: Call, longest?: number): number {
  const likely = longest === undefined ? maxOutputTokens * UNKNOWN_SHARE : longest * LENGTH_MARGIN;
  return Math.min(maxOutputTokens, Math.max(MIN_OUTPUT_TOKENS, Math.ceil(likely)));
}

/** USD of a critique should nothing be read from the cache; of the shortest one, unless told how long. `tokens` without candidates. */
export function critiqueCost(critique: Call, prices: Prices, tokens: number, output = MIN_OUTPUT_TOKENS): number {
  return worstCost({ ...critique, maxOutputTokens: output }, prices, tokens + CANDIDATE_TOKENS);
}
