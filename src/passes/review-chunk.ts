import type { ChunkBudget } from '../budget/within-chunk';
import { isSecondPassError, type SecondPassError } from '../errors';
import { type ChunkOutcome, failedOutcome, replacedOutcome } from '../steps/findings/chunk-outcome';
import { answerTokens } from '../steps/pricing/answer-tokens';
import { factsOf } from '../steps/pricing/models';
import { requestBytes } from '../steps/pricing/request-size';
import { cachePays, partAhead } from '../steps/prompt/cache-pays';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, critiqueRequest, type RequestOptions, sweepRequest } from '../steps/prompt/compose';
import { contentTtl } from '../steps/prompt/content-ttl';
import { covers, splitPrompt, withoutLines } from '../steps/prompt/split-prompt';
import { sumOf } from '../sum-of';
import { askPass, type PassResult } from './ask-pass';
import { critiqueChunk } from './critique-chunk';
import { failureOf } from './end-of-run';
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

/**
 * Money for one chunk, given back at its end; and whatever is thrown becomes the chunk's outcome. What becomes of a chunk has
 * the chunk's own place in the line: behind it, it would wait for itself.
 */
async function withBudget(
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
function usualOptions(run: RunState, prompt: ChunkPrompt): RequestOptions {
  const { settings } = run;
  const model = run.model();
  const facts = factsOf(model, settings);
  const maxOutputTokens = answerTokens(facts, settings.effort);
  if (run.isSwept(prompt.chunk.number)) return { contentTtl: 'none', maxOutputTokens, model };
  const ahead = partAhead(prompt, run.parts, facts);
  if (!cachePays(ahead, run.critiquesSoFar(), facts)) {
    return { contentTtl: 'none', keepsSystem: ahead.isOneOfSeveral, maxOutputTokens, model };
  }
  const promptTokens = ahead.contentTokens;
  const ttl = contentTtl(settings, { effort: settings.effort, promptTokens, slowestSweep: run.slowestSweep() });
  // A mark behind the instructions reads what an earlier call has kept of them; a mark of their own would make a miss dearer.
  return { contentTtl: ttl, keepsSystem: !run.isShort(), maxOutputTokens, model };
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

/** With its place in the order of risk. */
type Placed = Swept & { place: number };

/** The critique of a whole sweep, or of what is left of one. */
async function checkChunk(run: RunState, budget: ChunkBudget, swept: Placed): Promise<ChunkOutcome[]> {
  const { prompt, candidates, summary } = swept;
  const found = { chunk: prompt.chunk.number, candidates, verdicts: [], alerts: prompt.alerts, alertVerdicts: [] };
  const ended = { prompt, sent: true, failure: swept.failure, partial: swept.partial ?? false };
  const needsCritique = candidates.length + prompt.alerts.length > 0;
  run.noteSwept(needsCritique);
  if (!needsCritique) return [{ ...ended, answers: found, summary }];
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
