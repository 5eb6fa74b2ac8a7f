import type { ChunkBudget } from '../budget/within-chunk';
import { type ChunkOutcome, failedOutcome } from '../steps/findings/chunk-outcome';
import { answerTokens } from '../steps/pricing/answer-tokens';
import { factsOf } from '../steps/pricing/models';
import { cacheMarks, partAhead } from '../steps/prompt/cache-marks';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, critiqueRequest, type RequestOptions } from '../steps/prompt/compose';
import { contentTtl } from '../steps/prompt/content-ttl';
import { failureOf } from './end-of-run';
import type { RunState } from './run-state';

/**
 * Money for one chunk, given back at its end; and whatever is thrown becomes the chunk's outcome. What becomes of a chunk has
 * the chunk's own place in the line: behind it, it would wait for itself.
 */
export async function withBudget(
  run: RunState,
  { prompt, candidates, place }: { prompt: ChunkPrompt; candidates: readonly Candidate[]; place: number },
  work: (budget: ChunkBudget) => Promise<ChunkOutcome[]>,
): Promise<ChunkOutcome[]> {
  const budget = run.budget.forChunk(place, critiqueRequest(prompt, [], run.settings, usualOptions(run, prompt)));
  try {
    return await work(budget);
  } catch (error) {
    const failure = failureOf(error, run.world.signal);
    run.world.log.info(`Part ${prompt.chunk.number} is not reviewed (${failure.code}).`);
    return [failedOutcome(prompt, failure, run.isSent(prompt.chunk.number), candidates)];
  } finally {
    budget.close();
  }
}

/** A chunk that a batch has swept is read by its critique alone, so nothing is written to the cache for it. */
export function usualOptions(run: RunState, prompt: ChunkPrompt): RequestOptions {
  const { settings } = run;
  const model = run.model();
  const facts = factsOf(model, settings);
  const maxOutputTokens = answerTokens(facts, settings.effort);
  if (run.isSwept(prompt.chunk.number)) return { contentTtl: 'none', maxOutputTokens, model };
  const ahead = partAhead(prompt, run.parts, facts);
  const marks = cacheMarks(ahead, run.critiquesSoFar(), facts);
  const sweep = { effort: settings.effort, promptTokens: ahead.contentTokens, slowestSweep: run.slowestSweep() };
  const ttl = marks.content ? contentTtl(settings, sweep) : 'none';
  // A mark behind the instructions reads what an earlier call has kept of them; a mark of their own would make a miss dearer.
  const isDear = marks.content && run.isShort();
  const keepsSystem = marks.instructions && !isDear;
  return { contentTtl: ttl, keepsSystem, keepsShared: keepsSystem && run.parts > 1, maxOutputTokens, model };
}
