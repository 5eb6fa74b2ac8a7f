import type { ChunkBudget } from '../budget/within-chunk';
import { isSecondPassError, type SecondPassError } from '../errors';
import { type ChunkOutcome, failedOutcome, replacedOutcome } from '../steps/findings/chunk-outcome';
import { requestBytes } from '../steps/pricing/request-size';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, type RequestOptions, sweepRequest } from '../steps/prompt/compose';
import { splitPrompt } from '../steps/prompt/split-prompt';
import { sumOf } from '../sum-of';
import type { PassResult } from './ask-pass';
import { askSweep, sweptBy } from './ask-sweep';
import { checkChunk } from './check-chunk';
import { usualOptions, withBudget } from './chunk-budget';
import { dealt } from './deal-candidates';
import { lastResort } from './last-resort';
import type { RunState } from './run-state';

/** Bytes of a diff; the money for less is not worth a question. */
const MIN_DIFF_BYTES = 1500;

/**
 * One chunk: its sweep, and at once its critique, while the provider still keeps what both share. A chunk that is too
 * much in any way is cut in two; whatever fails, the failure is this chunk's alone.
 * `salvaged` is what a cut-off sweep of a larger chunk had already found here.
 */
export async function reviewChunk(
  run: RunState,
  prompt: ChunkPrompt,
  salvaged: readonly Candidate[] = [],
  place = prompt.chunk.number,
): Promise<ChunkOutcome[]> {
  const over = run.whyOver();
  if (over) return [failedOutcome(prompt, over, run.isSent(prompt.chunk.number), salvaged)];
  return withBudget(run, { prompt, candidates: salvaged, place }, async (budget) => {
    const options = usualOptions(run, prompt);
    const sweep = await affordedSweep(run, budget, prompt, options);
    if (isSecondPassError(sweep)) return reviewWhatFits(run, budget, { prompt, salvaged, place }, sweep);
    if (sweep.kind === 'whole') return checkChunk(run, budget, { ...sweptBy(prompt, sweep, options), place });
    budget.close();
    const parts = run.mayCut() ? splitPrompt(prompt, run.nextNumber) : null;
    if (parts === null) return lastResort(run, { prompt, sweep, options, salvaged, place });
    run.world.log.info(`${sweep.failure.message} Retrying as two smaller parts.`);
    const found = sweep.kind === 'cut' ? sweep.answer.candidates : salvaged;
    return reviewParts(run, { prompt, salvaged: found, place }, parts);
  });
}

/** The sweep, or why it was not even begun: too little money is left for this much. */
async function affordedSweep(
  run: RunState,
  budget: ChunkBudget,
  prompt: ChunkPrompt,
  options: RequestOptions,
): Promise<PassResult | SecondPassError> {
  try {
    return await askSweep(run, budget, prompt, options);
  } catch (error) {
    if (budget.isBegun() || !isSecondPassError(error) || error.kind !== 'budget') throw error;
    return error;
  }
}

/** A chunk with what was found in it before, and its place in the order of risk. */
interface InLine {
  prompt: ChunkPrompt;
  salvaged: readonly Candidate[];
  place: number;
}

/** As much of the chunk as the money is left for, then as much of the rest, until nothing useful fits. Others wait in line. */
async function reviewWhatFits(
  run: RunState,
  budget: ChunkBudget,
  inLine: InLine,
  failure: SecondPassError,
): Promise<ChunkOutcome[]> {
  run.noteShortage();
  const { prompt } = inLine;
  const request = sweepRequest(prompt, run.settings, usualOptions(run, prompt));
  const diff = sumOf(prompt.chunk.files, ({ bytes }) => bytes);
  const fitting = diff - (requestBytes(request) - budget.affordableBytes(request));
  const parts = fitting < MIN_DIFF_BYTES ? null : splitPrompt(prompt, run.nextNumber, Math.min(fitting / diff, 0.9));
  if (parts === null) {
    run.endBy(failure);
    throw failure;
  }
  return reviewParts(run, inLine, parts);
}

type TwoParts = NonNullable<ReturnType<typeof splitPrompt>>;

/** A chunk in two, each with what was found in it before. */
async function reviewParts(
  run: RunState,
  { prompt, salvaged, place }: InLine,
  parts: TwoParts,
): Promise<ChunkOutcome[]> {
  const end = run.budget.keepOpen(place);
  try {
    const outcomes = [replacedOutcome(prompt, run.isSent(prompt.chunk.number))];
    for (const [part, candidates] of dealt(salvaged, parts)) {
      outcomes.push(...(await reviewChunk(run, part, candidates, place)));
    }
    return outcomes;
  } finally {
    end();
  }
}
