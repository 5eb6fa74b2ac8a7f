import type { ChunkBudget } from '../budget/within-chunk';
import type { SecondPassError } from '../errors';
import { type ChunkOutcome, failedOutcome, replacedOutcome } from '../steps/findings/chunk-outcome';
import { factsOf } from '../steps/pricing/models';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, critiqueRequest, type RequestOptions, sweepRequest } from '../steps/prompt/compose';
import { contentTtl } from '../steps/prompt/content-ttl';
import { covers, splitPrompt, withoutLines } from '../steps/prompt/split-prompt';
import { askPass, type PassResult } from './ask-pass';
import { critiqueChunk, type Swept } from './critique-chunk';
import { failureOf } from './end-of-run';
import type { RunState } from './run-state';

/** Tokens of an answer, thinking included; the second figure is for an answer that was cut off and cannot be divided. */
const OUTPUT_TOKENS = 16_000;
const MAX_OUTPUT_TOKENS = 32_000;

/**
 * One chunk: its sweep, and at once its critique, while the provider still keeps what both share. A chunk that is too
 * much in any way is cut in two; whatever fails, the failure is this chunk's alone.
 * `salvaged` is what a cut-off sweep of a larger chunk had already found here.
 */
export async function reviewChunk(
  run: RunState,
  prompt: ChunkPrompt,
  salvaged: readonly Candidate[] = [],
): Promise<ChunkOutcome[]> {
  return withAllowance(run, prompt, salvaged, async (budget) => {
    const options = usualOptions(run, prompt);
    const sweep = await askSweep(run, budget, prompt, options);
    if (sweep.kind === 'whole') return checkChunk(run, budget, sweptBy(prompt, sweep, options));
    budget.close();
    const parts = run.mayCut() ? splitPrompt(prompt, run.nextNumber) : null;
    if (parts === null) return lastResort(run, prompt, sweep, options);
    run.world.log.info(`${sweep.failure.message} Retrying as two smaller parts.`);
    const found = sweep.kind === 'cut' ? sweep.answer.candidates : [];
    const outcomes = [replacedOutcome(prompt, run.isSent(prompt.chunk.number))];
    for (const [part, candidates] of dealt(found, parts)) outcomes.push(...(await reviewChunk(run, part, candidates)));
    return outcomes;
  });
}

/** Money for one chunk, given back at its end; and whatever is thrown becomes the chunk's outcome. */
async function withAllowance(
  run: RunState,
  prompt: ChunkPrompt,
  candidates: readonly Candidate[],
  work: (budget: ChunkBudget) => Promise<ChunkOutcome[]>,
): Promise<ChunkOutcome[]> {
  const budget = run.budget.forChunk(critiqueRequest(prompt, [], run.settings, usualOptions(run, prompt)));
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
function usualOptions(run: RunState, prompt: ChunkPrompt): RequestOptions {
  const { settings } = run;
  const model = run.model();
  if (run.isSwept(prompt.chunk.number)) return { contentTtl: 'none', maxOutputTokens: OUTPUT_TOKENS, model };
  const bytes = prompt.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const promptTokens = bytes / factsOf(model, settings).bytesPerToken;
  const ttl = contentTtl(settings, { effort: settings.effort, promptTokens, slowestSweep: run.slowestSweep() });
  return { contentTtl: ttl, maxOutputTokens: OUTPUT_TOKENS, model };
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
  run.noteSweep(clock.monotonic() - began);
  return result;
}

function sweptBy(
  prompt: ChunkPrompt,
  { answer, model }: Extract<PassResult, { answer: unknown }>,
  options: RequestOptions,
): Swept {
  const candidates = [...answer.candidates, ...prompt.raised].map((candidate, index) => ({
    ...candidate,
    id: `c${index + 1}`,
  }));
  return { prompt, candidates, summary: answer.summary, options: { ...options, model } };
}

/** The critique of a whole sweep, or of what is left of one. */
async function checkChunk(run: RunState, budget: ChunkBudget, swept: Swept): Promise<ChunkOutcome[]> {
  const { prompt, candidates, summary } = swept;
  const found = { chunk: prompt.chunk.number, candidates, verdicts: [], alerts: prompt.alerts, alertVerdicts: [] };
  const ended = { prompt, sent: true, failure: swept.failure, partial: swept.partial ?? false };
  if (candidates.length === 0 && prompt.alerts.length === 0) return [{ ...ended, answers: found, summary }];
  try {
    const critique = await critiqueChunk(run, budget, swept);
    if (critique.failure?.code === 'refused') return await checkInParts(run, swept, critique.failure);
    const { verdicts, alertVerdicts, failure } = critique;
    const answers = { ...found, verdicts, alertVerdicts, critiqueFailed: failure?.message };
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
async function checkInParts(run: RunState, swept: Swept, failure: SecondPassError): Promise<ChunkOutcome[]> {
  const { prompt, candidates } = swept;
  const parts = run.mayCut() ? splitPrompt(prompt, run.nextNumber) : null;
  if (parts === null) {
    const outcome = { ...failedOutcome(prompt, failure, true, candidates), summary: swept.summary };
    return [{ ...outcome, ...unverifiedBy(failure, swept, candidates) }];
  }
  const outcomes = [replacedOutcome(prompt, true)];
  for (const [part, own] of dealt(candidates, parts)) {
    const work = (budget: ChunkBudget) => checkChunk(run, budget, { ...swept, prompt: part, candidates: own });
    outcomes.push(...(await withAllowance(run, part, own, work)));
  }
  return outcomes;
}

/** For a chunk that cannot be cut: a longer answer, or one without the lines that the model will not read. */
async function lastResort(
  run: RunState,
  prompt: ChunkPrompt,
  sweep: Exclude<PassResult, { kind: 'whole' }>,
  options: RequestOptions,
): Promise<ChunkOutcome[]> {
  if (sweep.kind === 'cut') return reviewLonger(run, prompt, sweep, options);
  const bare = sweep.kind === 'refused' ? withoutLines(prompt, run.nextNumber) : null;
  if (bare === null) return [failedOutcome(prompt, sweep.failure, run.isSent(prompt.chunk.number))];
  const outcomes = await withAllowance(run, bare, [], async (budget) => {
    const again = await askSweep(run, budget, bare, options);
    if (again.kind !== 'whole') return [failedOutcome(bare, sweep.failure, true)];
    return checkChunk(run, budget, { ...sweptBy(bare, again, options), failure: sweep.failure });
  });
  return [replacedOutcome(prompt, run.isSent(prompt.chunk.number)), ...outcomes];
}

/** Asked once more with twice the length; what is whole then is checked, and the rest is told as missing. */
async function reviewLonger(
  run: RunState,
  prompt: ChunkPrompt,
  cut: Extract<PassResult, { kind: 'cut' }>,
  options: RequestOptions,
): Promise<ChunkOutcome[]> {
  return withAllowance(run, prompt, cut.answer.candidates, async (budget) => {
    const again = await askSweep(run, budget, prompt, { ...options, maxOutputTokens: MAX_OUTPUT_TOKENS });
    if (again.kind === 'whole') return checkChunk(run, budget, sweptBy(prompt, again, options));
    const best = again.kind === 'cut' ? [again, cut].sort(byCandidates)[0] : cut;
    const swept = { ...sweptBy(prompt, best ?? cut, options), failure: again.failure };
    // An answer that broke off before its first candidate says nothing: that is no part of a review.
    return checkChunk(run, budget, { ...swept, partial: swept.candidates.length > 0 });
  });
}

function byCandidates(a: Extract<PassResult, { kind: 'cut' }>, b: typeof a): number {
  return b.answer.candidates.length - a.answer.candidates.length;
}

/** Candidates go with the part that shows their lines; what belongs nowhere goes with the first. */
function dealt(
  candidates: readonly Candidate[],
  [one, two]: readonly [ChunkPrompt, ChunkPrompt],
): [ChunkPrompt, Candidate[]][] {
  const isSecond = ({ path, range }: Candidate) =>
    covers(two.chunk, path, range.startLine) && !covers(one.chunk, path, range.startLine);
  return [
    [one, candidates.filter((candidate) => !isSecond(candidate))],
    [two, candidates.filter(isSecond)],
  ];
}
