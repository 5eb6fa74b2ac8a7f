import { type ChunkOutcome, failedOutcome, replacedOutcome } from '../steps/findings/chunk-outcome';
import { answerTokens } from '../steps/pricing/answer-tokens';
import { factsOf } from '../steps/pricing/models';
import type { Candidate } from '../steps/prompt/candidate';
import type { ChunkPrompt, RequestOptions } from '../steps/prompt/compose';
import { withoutLines } from '../steps/prompt/split-prompt';
import type { PassResult } from './ask-pass';
import { askSweep, sweptBy } from './ask-sweep';
import { checkChunk } from './check-chunk';
import { withBudget } from './chunk-budget';
import type { RunState } from './run-state';

/** A sweep that brought no whole answer, of a chunk that cannot be cut. */
interface Uncut<T = Exclude<PassResult, { kind: 'whole' }>> {
  prompt: ChunkPrompt;
  sweep: T;
  options: RequestOptions;
  /** What a larger chunk had found here: it stands, whatever becomes of this one. */
  salvaged: readonly Candidate[];
  place: number;
}

/** For a chunk that cannot be cut: a longer answer, or one without the lines that the model will not read. */
export async function lastResort(run: RunState, uncut: Uncut): Promise<ChunkOutcome[]> {
  const { prompt, sweep, options, salvaged, place } = uncut;
  if (sweep.kind === 'cut') return reviewLonger(run, { ...uncut, sweep });
  // What was found in those lines could not be checked without them: then it stands, and the alerts with it.
  const mayHide = sweep.kind === 'refused' && salvaged.length === 0;
  const bare = mayHide ? withoutLines(prompt, run.nextNumber) : null;
  if (bare === null) return [failedOutcome(prompt, sweep.failure, run.isSent(prompt.chunk.number), salvaged)];
  const outcomes = await withBudget(run, { prompt: bare, candidates: [], place }, async (budget) => {
    const again = await askSweep(run, budget, bare, options);
    if (again.kind !== 'whole') return [failedOutcome(bare, sweep.failure, true)];
    return checkChunk(run, budget, { ...sweptBy(bare, again, options), failure: sweep.failure, place });
  });
  return [replacedOutcome(prompt, run.isSent(prompt.chunk.number)), ...outcomes];
}

/** Asked once more with twice the length; what is whole then is checked, and the rest is told as missing. */
async function reviewLonger(
  run: RunState,
  { prompt, sweep: cut, options, place }: Uncut<Extract<PassResult, { kind: 'cut' }>>,
): Promise<ChunkOutcome[]> {
  return withBudget(run, { prompt, candidates: cut.answer.candidates, place }, async (budget) => {
    const facts = factsOf(run.model(), run.settings);
    const maxOutputTokens = answerTokens(facts, run.settings.effort, true);
    const again = await askSweep(run, budget, prompt, { ...options, maxOutputTokens });
    if (again.kind === 'whole') return checkChunk(run, budget, { ...sweptBy(prompt, again, options), place });
    const best = again.kind === 'cut' ? [again, cut].sort(byCandidates)[0] : cut;
    const swept = { ...sweptBy(prompt, best ?? cut, options), failure: again.failure, place };
    // An answer that broke off before its first candidate says nothing: that is no part of a review.
    return checkChunk(run, budget, { ...swept, partial: swept.candidates.length > 0 });
  });
}

function byCandidates(a: Extract<PassResult, { kind: 'cut' }>, b: typeof a): number {
  return b.answer.candidates.length - a.answer.candidates.length;
}
