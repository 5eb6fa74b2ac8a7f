import type { Effort } from '../../ports/model';
import type { ModelFacts } from './models';

/** What a model thinks counts towards the length of its answer. */
const BY_EFFORT: Readonly<Record<Effort, number>> = {
  low: 12_000,
  medium: 16_000,
  high: 32_000,
  xhigh: 48_000,
  max: 64_000,
};

/** The greatest length of an answer, thinking included; `isLonger` for one that was cut off and cannot be divided. */
export function answerTokens({ acceptsEffort, outputTokens }: ModelFacts, effort: Effort, isLonger = false): number {
  const usual = BY_EFFORT[acceptsEffort ? effort : 'medium'];
  return Math.min(outputTokens, isLonger ? 2 * usual : usual);
}
