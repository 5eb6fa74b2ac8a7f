import type { ChunkBudget } from '../budget/within-chunk';
import { isSecondPassError, type SecondPassError } from '../errors';
import { type ChunkOutcome, failedOutcome, replacedOutcome } from '../steps/findings/chunk-outcome';
import { answerTokens } from '../steps/pricing/answer-tokens';
import { factsOf } from '../steps/pricing/models';
import { requestBytes } from '../steps/pricing/request-size';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, type RequestOptions, sweepRequest } from '../steps/prompt/compose';
import { FIVE_MINUTES } from '../steps/prompt/content-ttl';
import { splitPrompt, withoutLines } from '../steps/prompt/split-prompt';
import { sumOf } from '../sum-of';
import { askPass, type PassResult } from './ask-pass';
import { checkChunk } from './check-chunk';
import { usualOptions, withBudget } from './chunk-budget';
import { dealt } from './deal-candidates';
import type { RunState } from './run-state';
import type { Swept } from './swept';

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
    if (parts === null) return lastResort(run, { prompt, sweep, options, place });
    run.world.log.info(`${sweep.failure.message} Retrying as two smaller parts.`);
    const found = sweep.kind === 'cut' ? sweep.answer.candidates : [];
    const outcomes = [replacedOutcome(prompt, run.isSent(prompt.chunk.number))];
    for (const [part, candidates] of dealt(found, parts)) {
      outcomes.push(...(await reviewChunk(run, part, candidates, place)));
    }
    return outcomes;
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

interface TooDear {
  prompt: ChunkPrompt;
  salvaged: readonly Candidate[];
  place: number;
}

/** As much of the chunk as the money is left for, then as much of the rest, until nothing useful fits. Others wait in line. */
async function reviewWhatFits(
  run: RunState,
  budget: ChunkBudget,
  { prompt, salvaged, place }: TooDear,
  failure: SecondPassError,
): Promise<ChunkOutcome[]> {
  run.noteShortage();
  const request = sweepRequest(prompt, run.settings, usualOptions(run, prompt));
  const diff = sumOf(prompt.chunk.files, ({ bytes }) => bytes);
  const fitting = diff - (requestBytes(request) - budget.affordableBytes(request));
  const parts = fitting < MIN_DIFF_BYTES ? null : splitPrompt(prompt, run.nextNumber, Math.min(fitting / diff, 0.9));
  if (parts === null) {
    run.endBy(failure);
    throw failure;
  }
  const outcomes = [replacedOutcome(prompt, run.isSent(prompt.chunk.number))];
  for (const [part, candidates] of dealt(salvaged, parts)) {
    outcomes.push(...(await reviewChunk(run, part, candidates, place)));
  }
  return outcomes;
}

async function askSweep(
  run: RunState,
  budget: ChunkBudget,
  prompt: ChunkPrompt,
  options: RequestOptions,
): Promise<PassResult> {
  const { clock } = run.world;
  const began = clock.monotonic();
  const chunk = prompt.chunk.number;
  const request = sweepRequest(prompt, run.settings, options);
  const given = run.takeSwept(chunk);
  const result = await askPass(run, budget, { pass: 'sweep', chunk, request, given });
  if (!given) run.noteSweep(clock.monotonic() - began);
  return result;
}

function sweptBy(
  prompt: ChunkPrompt,
  { answer, model, milliseconds }: Extract<PassResult, { answer: unknown }>,
  options: RequestOptions,
): Swept {
  const candidates = [...answer.candidates, ...prompt.raised].map((candidate, index) => ({
    ...candidate,
    id: `c${index + 1}`,
  }));
  return { prompt, candidates, summary: answer.summary, options: { ...stillKept(options, milliseconds), model } };
}

/** Nobody reads what a critique behind a slow sweep would write again. */
function stillKept(options: RequestOptions, milliseconds: number): RequestOptions {
  const isGone = options.contentTtl === '5m' && milliseconds > FIVE_MINUTES;
  return isGone ? { ...options, contentTtl: 'none' } : options;
}

/** A sweep that brought no whole answer, of a chunk that cannot be cut. */
interface Uncut<T = Exclude<PassResult, { kind: 'whole' }>> {
  prompt: ChunkPrompt;
  sweep: T;
  options: RequestOptions;
  place: number;
}

/** For a chunk that cannot be cut: a longer answer, or one without the lines that the model will not read. */
async function lastResort(run: RunState, uncut: Uncut): Promise<ChunkOutcome[]> {
  const { prompt, sweep, options, place } = uncut;
  if (sweep.kind === 'cut') return reviewLonger(run, { ...uncut, sweep });
  const bare = sweep.kind === 'refused' ? withoutLines(prompt, run.nextNumber) : null;
  if (bare === null) return [failedOutcome(prompt, sweep.failure, run.isSent(prompt.chunk.number))];
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
