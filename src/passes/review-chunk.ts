import type { Allowance } from '../budget/purse';
import type { SecondPassError } from '../errors';
import { factsOf } from '../steps/pricing/models';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, critiqueRequest, type RequestOptions, sweepRequest } from '../steps/prompt/compose';
import { contentTtl } from '../steps/prompt/content-ttl';
import { covers, splitPrompt, withoutLines } from '../steps/prompt/split-prompt';
import { askPass, type PassResult } from './ask-pass';
import { type ChunkOutcome, failedOutcome, failureOf, replacedOutcome } from './chunk-outcome';
import { critiqueChunk, type Swept } from './critique-chunk';
import type { Desk } from './run-state';

/** Tokens of an answer, thinking included; the second figure is for an answer that was cut off and cannot be divided. */
const OUTPUT_TOKENS = 16_000;
const MAX_OUTPUT_TOKENS = 32_000;

/**
 * One chunk: its sweep, and at once its critique, while the provider still keeps what both share. A chunk that is too
 * much in any way is cut in two; whatever fails, the failure is this chunk's alone.
 * `salvaged` is what a cut-off sweep of a larger chunk had already found here.
 */
export async function reviewChunk(
  desk: Desk,
  prompt: ChunkPrompt,
  salvaged: readonly Candidate[] = [],
): Promise<ChunkOutcome[]> {
  return withAllowance(desk, prompt, salvaged, async (allowance) => {
    const options = usualOptions(desk, prompt);
    const sweep = await askSweep(desk, allowance, prompt, options);
    if (sweep.kind === 'whole') return checkChunk(desk, allowance, sweptBy(prompt, sweep, options));
    allowance.close();
    const parts = desk.mayCut() ? splitPrompt(prompt, desk.nextNumber) : null;
    if (parts === null) return lastResort(desk, prompt, sweep, options);
    desk.world.log.info(`${sweep.failure.message} It is asked again in two parts.`);
    const found = sweep.kind === 'cut' ? sweep.answer.candidates : [];
    const outcomes = [replacedOutcome(prompt, desk.sent.has(prompt.chunk.number))];
    for (const [part, candidates] of dealt(found, parts)) outcomes.push(...(await reviewChunk(desk, part, candidates)));
    return outcomes;
  });
}

/** Money for one chunk, given back at its end; and whatever is thrown becomes the chunk's outcome. */
async function withAllowance(
  desk: Desk,
  prompt: ChunkPrompt,
  candidates: readonly Candidate[],
  work: (allowance: Allowance) => Promise<ChunkOutcome[]>,
): Promise<ChunkOutcome[]> {
  const allowance = desk.purse.allowance(critiqueRequest(prompt, [], desk.settings, usualOptions(desk, prompt)));
  try {
    return await work(allowance);
  } catch (error) {
    const failure = failureOf(error, desk.world.signal);
    desk.world.log.info(`Part ${prompt.chunk.number} is not reviewed (${failure.code}).`);
    return [failedOutcome(prompt, failure, desk.sent.has(prompt.chunk.number), candidates)];
  } finally {
    allowance.close();
  }
}

/** A chunk that a batch has swept is read by its critique alone, so nothing is written to the cache for it. */
function usualOptions({ settings, model, slowestSweep, swept }: Desk, prompt: ChunkPrompt): RequestOptions {
  if (swept.has(prompt.chunk.number)) return { contentTtl: 'none', maxOutputTokens: OUTPUT_TOKENS, model };
  const bytes = prompt.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const promptTokens = bytes / factsOf(model, settings).bytesPerToken;
  const ttl = contentTtl(settings, { effort: settings.effort, promptTokens, slowestSweep });
  return { contentTtl: ttl, maxOutputTokens: OUTPUT_TOKENS, model };
}

async function askSweep(
  desk: Desk,
  allowance: Allowance,
  prompt: ChunkPrompt,
  options: RequestOptions,
): Promise<PassResult> {
  const { clock } = desk.world;
  const began = clock.monotonic();
  const chunk = prompt.chunk.number;
  const request = sweepRequest(prompt, desk.settings, options);
  const given = desk.swept.get(chunk);
  desk.swept.delete(chunk);
  const result = await askPass(desk, allowance, { pass: 'sweep', chunk, request, given });
  desk.slowestSweep = Math.max(desk.slowestSweep, clock.monotonic() - began);
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
async function checkChunk(desk: Desk, allowance: Allowance, swept: Swept): Promise<ChunkOutcome[]> {
  const { prompt, candidates, summary } = swept;
  const ended = swept.failure ? { failure: swept.failure, ...(swept.partial ? { partial: swept.partial } : {}) } : {};
  const found = { chunk: prompt.chunk.number, candidates, verdicts: [], alerts: prompt.alerts, alertVerdicts: [] };
  if (candidates.length === 0 && prompt.alerts.length === 0) {
    return [{ prompt, answers: found, summary, sent: true, ...ended }];
  }
  try {
    const critique = await critiqueChunk(desk, allowance, swept);
    if (critique.failure?.code === 'refused') return await checkInParts(desk, swept, critique.failure);
    const { verdicts, alertVerdicts, unchecked, failure } = critique;
    const incomplete = failure && {
      critiqueFailed: failure.message,
      unchecked: new Set(unchecked.map(({ id }) => id)),
    };
    const answers = { ...found, verdicts, alertVerdicts, ...incomplete };
    // Without one decision nothing was checked: that is no part of a review.
    const isChecked = verdicts.length + alertVerdicts.length > 0;
    const failed = failure ? { failure, ...(isChecked ? { partial: true as const } : {}) } : ended;
    return [{ prompt, answers, summary: critique.summary || summary, sent: true, ...failed }];
  } catch (error) {
    const failure = failureOf(error, desk.world.signal);
    return [{ prompt, answers: { ...found, critiqueFailed: failure.message }, summary, failure, sent: true }];
  }
}

/** A critique that was refused is asked again on either half, so that one file does not cost the others their check. */
async function checkInParts(desk: Desk, swept: Swept, failure: SecondPassError): Promise<ChunkOutcome[]> {
  const { prompt, candidates } = swept;
  const parts = desk.mayCut() ? splitPrompt(prompt, desk.nextNumber) : null;
  if (parts === null) return [{ ...failedOutcome(prompt, failure, true, candidates), summary: swept.summary }];
  const outcomes = [replacedOutcome(prompt, true)];
  for (const [part, own] of dealt(candidates, parts)) {
    const work = (allowance: Allowance) => checkChunk(desk, allowance, { ...swept, prompt: part, candidates: own });
    outcomes.push(...(await withAllowance(desk, part, own, work)));
  }
  return outcomes;
}

/** For a chunk that cannot be cut: a longer answer, or one without the lines that the model will not read. */
async function lastResort(
  desk: Desk,
  prompt: ChunkPrompt,
  sweep: Exclude<PassResult, { kind: 'whole' }>,
  options: RequestOptions,
): Promise<ChunkOutcome[]> {
  if (sweep.kind === 'cut') return reviewLonger(desk, prompt, sweep, options);
  const bare = sweep.kind === 'refused' ? withoutLines(prompt, desk.nextNumber) : null;
  if (bare === null) return [failedOutcome(prompt, sweep.failure, desk.sent.has(prompt.chunk.number))];
  const outcomes = await withAllowance(desk, bare, [], async (allowance) => {
    const again = await askSweep(desk, allowance, bare, options);
    if (again.kind !== 'whole') return [failedOutcome(bare, sweep.failure, true)];
    return checkChunk(desk, allowance, { ...sweptBy(bare, again, options), failure: sweep.failure });
  });
  return [replacedOutcome(prompt, desk.sent.has(prompt.chunk.number)), ...outcomes];
}

/** Asked once more with twice the length; what is whole then is checked, and the rest is told as missing. */
async function reviewLonger(
  desk: Desk,
  prompt: ChunkPrompt,
  cut: Extract<PassResult, { kind: 'cut' }>,
  options: RequestOptions,
): Promise<ChunkOutcome[]> {
  return withAllowance(desk, prompt, cut.answer.candidates, async (allowance) => {
    const again = await askSweep(desk, allowance, prompt, { ...options, maxOutputTokens: MAX_OUTPUT_TOKENS });
    if (again.kind === 'whole') return checkChunk(desk, allowance, sweptBy(prompt, again, options));
    const best = again.kind === 'cut' ? [again, cut].sort(byCandidates)[0] : cut;
    const swept = { ...sweptBy(prompt, best ?? cut, options), failure: again.failure };
    // An answer that broke off before its first candidate says nothing: that is no part of a review.
    const partial = swept.candidates.length > 0 ? { partial: true as const } : {};
    return checkChunk(desk, allowance, { ...swept, ...partial });
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
