import type { SecondPassError } from '../../errors';
import type { Candidate } from '../prompt/candidate';
import type { ChunkPrompt } from '../prompt/compose';
import type { ChunkAnswers } from './settle';

/** What became of one chunk: answers, or the reason why it was not reviewed, or both when only a part of it failed. */
export interface ChunkOutcome {
  prompt: ChunkPrompt;
  answers?: ChunkAnswers | undefined;
  summary: string;
  failure?: SecondPassError | undefined;
  /** True when the chunk has left the agent, whether or not it was answered. */
  sent: boolean;
  /** True for a chunk that was cut into others, which have outcomes of their own. */
  replaced?: boolean;
  /** True when a failure left some of the chunk reviewed. */
  partial?: boolean;
}

/** Without a scanner that is required a review would not count, so it is not paid for either. */
export function notAsked(prompts: readonly ChunkPrompt[], failure: SecondPassError): ChunkOutcome[] {
  return prompts.map((prompt) => failedOutcome(prompt, failure, false));
}

/** Nothing the model said counts; alerts need no model, so they stand, and salvaged candidates are told as unchecked. */
export function failedOutcome(
  prompt: ChunkPrompt,
  failure: SecondPassError,
  sent: boolean,
  candidates: readonly Candidate[] = [],
): ChunkOutcome {
  const nothing = { verdicts: [], alerts: prompt.alerts, alertVerdicts: [], critiqueFailed: failure.message };
  return { prompt, answers: { chunk: prompt.chunk.number, candidates, ...nothing }, summary: '', failure, sent };
}

export function replacedOutcome(prompt: ChunkPrompt, sent: boolean): ChunkOutcome {
  return { prompt, summary: '', sent, replaced: true };
}
