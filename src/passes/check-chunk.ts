import type { ChunkBudget } from '../budget/within-chunk';
import type { SecondPassError } from '../errors';
import { type ChunkOutcome, failedOutcome, replacedOutcome } from '../steps/findings/chunk-outcome';
import type { Candidate } from '../steps/prompt/candidate';
import { splitPrompt } from '../steps/prompt/split-prompt';
import { withBudget } from './chunk-budget';
import { critiqueChunk } from './critique-chunk';
import { dealt } from './deal-candidates';
import { failureOf } from './end-of-run';
import type { RunState } from './run-state';
import type { Swept } from './swept';

/** With its place in the order of risk. */
type Placed = Swept & { place: number };

/** The critique of a whole sweep, or of what is left of one. */
export async function checkChunk(run: RunState, budget: ChunkBudget, swept: Placed): Promise<ChunkOutcome[]> {
  const { prompt, candidates, summary } = swept;
  const found = { chunk: prompt.chunk.number, candidates, verdicts: [], alerts: prompt.alerts, alertVerdicts: [] };
  const ended = { prompt, sent: true, failure: swept.failure, partial: swept.partial ?? false };
  const needsCritique = candidates.length + prompt.alerts.length > 0;
  run.noteSwept(needsCritique);
  if (!needsCritique) return [{ ...ended, answers: found, summary }];
  try {
    const critique = await critiqueChunk(run, budget, swept);
    if (critique.failure?.code === 'refused') return await checkInParts(run, swept, critique.failure);
    const { verdicts, alertVerdicts, noticed, failure } = critique;
    const checked = { candidates: [...candidates, ...noticed], verdicts, alertVerdicts };
    const answers = { ...found, ...checked, critiqueFailed: failure?.message };
    const how = failure ? unverifiedBy(failure, swept, critique.unchecked) : {};
    return [{ ...ended, answers, summary: critique.summary || summary, ...how }];
  } catch (error) {
    const failure = failureOf(error, run.world.signal);
    const answers = { ...found, critiqueFailed: failure.message };
    return [{ ...ended, answers, summary, ...unverifiedBy(failure, swept, candidates) }];
  }
}

/** What was swept is a part of a review, though nobody checked all of it; a sweep that failed too is the graver failure. */
function unverifiedBy(failure: SecondPassError, swept: Swept, candidates: readonly Candidate[]) {
  const isSwept = swept.failure === undefined;
  return {
    failure: swept.failure ?? failure,
    partial: isSwept || candidates.length > 0,
    unverified: isSwept ? candidates : undefined,
  };
}

/** A critique that was refused is asked again on either half, so that one file does not cost the others their check. */
async function checkInParts(run: RunState, swept: Placed, failure: SecondPassError): Promise<ChunkOutcome[]> {
  const { prompt, candidates, place } = swept;
  const parts = run.mayCut() ? splitPrompt(prompt, run.nextNumber) : null;
  if (parts === null) {
    const outcome = { ...failedOutcome(prompt, failure, true, candidates), summary: swept.summary };
    return [{ ...outcome, ...unverifiedBy(failure, swept, candidates) }];
  }
  const outcomes = [replacedOutcome(prompt, true)];
  for (const [part, own] of dealt(candidates, parts)) {
    const work = (budget: ChunkBudget) => checkChunk(run, budget, { ...swept, prompt: part, candidates: own });
    outcomes.push(...(await withBudget(run, { prompt: part, candidates: own, place }, work)));
  }
  return outcomes;
}
