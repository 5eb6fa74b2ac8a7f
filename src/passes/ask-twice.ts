import type { Purse } from '../budget/purse';
import { checkModels } from '../steps/pricing/check-model';
import type { ChunkPrompt } from '../steps/prompt/compose';
import type { Settings } from '../steps/settings/settings';
import { type ChunkOutcome, failedOutcome, failureOf } from './chunk-outcome';
import { reviewChunk } from './review-chunk';
import { createDesk, type Desk, type PassesWorld } from './run-state';
import { sweepTogether } from './sweep-together';

const MAX_PARALLEL_CHUNKS = 4;

/**
 * Both passes over all chunks, in the order of the chunks. Every chunk has an outcome, also when the budget, the provider or
 * the run ends before it; what was finished by then is kept.
 * @throws SecondPassError `bad-input` for a model that may not be asked
 */
export async function askTwice(
  settings: Settings,
  world: PassesWorld,
  prompts: readonly ChunkPrompt[],
  purse: Purse,
): Promise<ChunkOutcome[]> {
  for (const note of checkModels(settings, world.clock.now())) world.log.warn(note);
  const desk = createDesk(settings, world, purse, prompts);
  await sweepInBatch(desk, prompts);
  const outcomes: ChunkOutcome[][] = [];
  const waiting = prompts.entries();
  async function worker(): Promise<void> {
    for (const [index, prompt] of waiting) outcomes[index] = await reviewNext(desk, prompt);
  }
  await reviewFirst();
  await Promise.all(Array.from({ length: Math.min(MAX_PARALLEL_CHUNKS, prompts.length - 1) }, worker));
  return outcomes.flat();

  /** The first chunk goes alone, so that the others read the instructions from the cache. */
  async function reviewFirst(): Promise<void> {
    const next = waiting.next();
    if (!next.done) outcomes[0] = await reviewNext(desk, next.value[1]);
  }
}

async function reviewNext(desk: Desk, prompt: ChunkPrompt): Promise<ChunkOutcome[]> {
  const over = desk.whyOver();
  if (over) return [failedOutcome(prompt, over, desk.sent.has(prompt.chunk.number))];
  const outcomes = await reviewChunk(desk, prompt);
  desk.learn(outcomes);
  return outcomes;
}

/** A batch that fails costs no chunk: all are asked one by one then. */
async function sweepInBatch(desk: Desk, prompts: readonly ChunkPrompt[]): Promise<void> {
  try {
    desk.swept = await sweepTogether(desk, prompts);
  } catch (error) {
    desk.world.log.warn(`The batch is given up: ${failureOf(error, desk.world.signal).message}`);
  }
}
