import type { Budget } from '../budget/budget';
import type { ChunkOutcome } from '../steps/findings/chunk-outcome';
import { checkModels } from '../steps/pricing/check-model';
import { factsOf } from '../steps/pricing/models';
import { proseTokens } from '../steps/pricing/pricing';
import { type ChunkPrompt, SHARED_BYTES } from '../steps/prompt/compose';
import { forecast, forecastText } from '../steps/prompt/forecast';
import type { Settings } from '../steps/settings/settings';
import { failureOf } from './end-of-run';
import { reviewChunk } from './review-chunk';
import { createRunState, type PassesWorld, type RunState } from './run-state';
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
  budget: Budget,
): Promise<ChunkOutcome[]> {
  for (const note of checkModels(settings, world.clock.now())) world.log.warn(note);
  if (prompts.length > 0) world.log.info(forecastText(forecast(prompts, settings), settings, budget.spentByOthers));
  for (const note of shortInstructions(settings)) world.log.info(note);
  const run = createRunState(settings, world, budget, prompts);
  await sweepInBatch(run, prompts);
  const outcomes: ChunkOutcome[][] = [];
  const waiting = prompts.entries();
  async function worker(): Promise<void> {
    for (const [index, prompt] of waiting) outcomes[index] = await reviewNext(run, prompt);
  }
  await reviewFirst();
  await Promise.all(Array.from({ length: Math.min(MAX_PARALLEL_CHUNKS, prompts.length - 1) }, worker));
  return outcomes.flat();

  /** The first chunk goes alone, so that the others read the instructions from the cache. */
  async function reviewFirst(): Promise<void> {
    const next = waiting.next();
    if (!next.done) outcomes[0] = await reviewNext(run, next.value[1]);
  }
}

/** Below a model's least length the provider keeps nothing, and says nothing about it. */
function shortInstructions(settings: Settings): string[] {
  const { minimumCacheable } = factsOf(settings.model, settings);
  const tokens = proseTokens(SHARED_BYTES);
  if (tokens >= minimumCacheable) return [];
  return [
    `The instructions, about ${tokens} tokens, are shorter than the ${minimumCacheable} that ${settings.model} keeps: they are kept together with what follows them.`,
  ];
}

async function reviewNext(run: RunState, prompt: ChunkPrompt): Promise<ChunkOutcome[]> {
  const outcomes = await reviewChunk(run, prompt);
  run.learn(outcomes);
  return outcomes;
}

/** A batch that fails costs no chunk: all are asked one by one then. */
async function sweepInBatch(run: RunState, prompts: readonly ChunkPrompt[]): Promise<void> {
  try {
    run.keepSwept(await sweepTogether(run, prompts));
  } catch (error) {
    run.world.log.warn(`The batch is given up: ${failureOf(error, run.world.signal).message}`);
  }
}
