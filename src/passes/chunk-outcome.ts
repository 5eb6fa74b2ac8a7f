import { isSecondPassError, ourFault, SecondPassError } from '../errors';
import type { ChunkAnswers } from '../steps/findings/settle';
import type { Candidate } from '../steps/prompt/candidate';
import type { ChunkPrompt } from '../steps/prompt/compose';

/** What became of one chunk: answers, or the reason why it was not reviewed, or both when only a part of it failed. */
export interface ChunkOutcome {
  prompt: ChunkPrompt;
  answers?: ChunkAnswers;
  summary: string;
  failure?: SecondPassError;
  /** True when the chunk has left the agent, whether or not it was answered. */
  sent: boolean;
  /** True for a chunk that was cut into others, which have outcomes of their own. */
  replaced?: true;
  /** True when a failure left some of the chunk reviewed. */
  partial?: true;
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

/** Whatever was thrown, as a failure of one chunk: what other chunks brought is kept. Once the run has ended, that is why. */
export function failureOf(error: unknown, signal: AbortSignal): SecondPassError {
  if (signal.aborted) return endOfRun(signal);
  return isSecondPassError(error) ? error : ourFault(error);
}

/** Why a run that has ended reviews no further chunk. */
export function endOfRun(signal: AbortSignal): SecondPassError {
  if (isSecondPassError(signal.reason)) return signal.reason;
  return new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });
}
