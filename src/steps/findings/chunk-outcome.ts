import type { SecondPassError } from '../../errors';
import { pathsOf } from '../chunks/copy-places';
import type { Candidate } from '../prompt/candidate';
import type { ChunkPrompt } from '../prompt/compose';
import type { ChunkAnswers } from './chunk-answers';

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
  /** Set when the sweep is whole and the critique alone failed: what it did not come to. */
  unverified?: readonly Candidate[] | undefined;
}

/** Without a scanner that is required a review would not count, so it is not paid for either. */
export function notAsked(prompts: readonly ChunkPrompt[], failure: SecondPassError): ChunkOutcome[] {
  return prompts.map((prompt) => failedOutcome(prompt, failure, false));
}

/** Alerts need no model, so they stand; so do salvaged candidates, unverified. */
export function failedOutcome(
  prompt: ChunkPrompt,
  failure: SecondPassError,
  sent: boolean,
  candidates: readonly Candidate[] = [],
): ChunkOutcome {
  const nothing = { verdicts: [], alerts: prompt.alerts, alertVerdicts: [], critiqueFailed: failure.message };
  const answers = { chunk: prompt.chunk.number, candidates, ...nothing };
  return { prompt, answers, summary: '', failure, sent, partial: candidates.length > 0 };
}

export function replacedOutcome(prompt: ChunkPrompt, sent: boolean): ChunkOutcome {
  return { prompt, summary: '', sent, replaced: true };
}

/** True when the failure concerns the file: a critique that failed leaves files reviewed of which it owes no answer. */
export function isLost(
  { failure, unverified, prompt }: Pick<ChunkOutcome, 'failure' | 'unverified' | 'prompt'>,
  path: string,
): boolean {
  if (failure === undefined || unverified === undefined) return failure !== undefined;
  const shown = new Set(pathsOf(prompt.chunk.files));
  return unverified.some((candidate) => candidate.path === path || !shown.has(candidate.path));
}
