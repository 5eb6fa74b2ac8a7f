import type { ChunkBudget } from '../budget/within-chunk';
import { isSecondPassError, SecondPassError } from '../errors';
import { decisionOn } from '../steps/findings/decision-on';
import { noticedBeside } from '../steps/findings/noticed-beside';
import type { AlertVerdict, CandidateVerdict, ReviewAnswer } from '../steps/findings/read-answer';
import type { Candidate } from '../steps/prompt/candidate';
import { critiqueRequest } from '../steps/prompt/compose';
import { askPass, type PassResult } from './ask-pass';
import { failureOf } from './end-of-run';
import type { RunState } from './run-state';
import type { Swept } from './swept';
import { trimCritique } from './trim-critique';

export interface Critique {
  verdicts: readonly CandidateVerdict[];
  alertVerdicts: readonly AlertVerdict[];
  summary: string;
  /** What it found by itself, though it was not asked to. */
  noticed: readonly Candidate[];
  /** Candidates that it did not come to, and why. */
  unchecked: readonly Candidate[];
  failure?: SecondPassError | undefined;
}

/** Questions that one chunk's critique may be divided into. */
const MAX_ROUNDS = 8;
/** How often one of them may be made smaller for want of money. */
const MAX_TRIMS = 3;

/**
 * Checks all candidates. An answer that is cut off or leaves some out is asked on for the rest of them; what is decided when
 * nothing more can be asked stays decided.
 */
export async function critiqueChunk(run: RunState, budget: ChunkBudget, swept: Swept): Promise<Critique> {
  const critique: Critique = { verdicts: [], alertVerdicts: [], summary: '', noticed: [], unchecked: [] };
  let open = swept.candidates;
  let size = Math.max(1, open.length);
  for (let round = 1; ; round += 1) {
    const { listed, result } = await askAffordable(run, budget, swept, open.slice(0, size));
    if (isSecondPassError(result)) {
      if (round === 1) throw result;
      return { ...critique, unchecked: foundBySweep(open), failure: result };
    }
    if ('answer' in result) take(critique, result.answer, { listed, known: swept.candidates });
    const rest = open.filter(({ id }) => decisionOn(id, critique.verdicts) === undefined);
    if (rest.length === 0 && (result.kind === 'whole' || open.length > 0)) return critique;
    const isStuck = rest.length === open.length;
    if (isOver(result, round) || (isStuck && isHopeless(result, round, size))) {
      const unchecked = foundBySweep(rest);
      return { ...critique, unchecked, failure: whyUnchecked(result, swept, unchecked.length) };
    }
    open = rest;
    if (isStuck && result.kind !== 'whole') size = Math.ceil(size / 2);
  }
}

interface Round {
  listed: readonly Candidate[];
  result: PassResult | SecondPassError;
}

/**
 * The whole question, or as much of it as the money is left for: the gravest candidates with the lines that they stand on. A
 * question that broke off was paid for, so that less may fit the next time.
 */
async function askAffordable(
  run: RunState,
  budget: ChunkBudget,
  swept: Swept,
  candidates: readonly Candidate[],
  trims = 0,
): Promise<Round> {
  try {
    return { listed: candidates, result: await askCritique(run, budget, swept, candidates) };
  } catch (error) {
    const failure = failureOf(error, run.world.signal);
    const mayTrim = failure.kind === 'budget' && trims < MAX_TRIMS;
    const trimmed = mayTrim ? trimCritique(run, budget, swept, candidates) : null;
    if (trimmed === null) return { listed: [], result: failure };
    run.world.log.info(
      `${failure.message} Asking about ${trimmed.candidates.length} of ${candidates.length} candidates.`,
    );
    return askAffordable(run, budget, trimmed, trimmed.candidates, trims + 1);
  }
}

/** What was raised before stands as it did, whether anybody looks at it or not. */
function foundBySweep(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ raisedIn }) => raisedIn === undefined);
}

/** One candidate that is cut off for ever, or a second answer that is whole and decides nothing. */
function isHopeless({ kind }: PassResult, round: number, size: number): boolean {
  return kind === 'whole' ? round > 1 : size === 1;
}

function isOver({ kind }: PassResult, round: number): boolean {
  return kind === 'refused' || round >= MAX_ROUNDS;
}

/** A whole answer may still have left some out: they are asked about once more. */
function whyUnchecked(result: PassResult, { prompt }: Swept, count: number): SecondPassError | undefined {
  if (result.kind !== 'whole') return result.failure;
  if (count === 0) return undefined;
  const message = `critique ${prompt.chunk.number}: ${count} of its candidates got no decision, although it was asked again.`;
  return new SecondPassError({ kind: 'output', code: 'unusable-answer', message });
}

function askCritique(run: RunState, budget: ChunkBudget, { prompt, options }: Swept, candidates: readonly Candidate[]) {
  const request = critiqueRequest(prompt, candidates, run.settings, options);
  return askPass(run, budget, { pass: 'critique', chunk: prompt.chunk.number, request });
}

interface Asked {
  /** What this question was about, and all that the sweep found. */
  listed: readonly Candidate[];
  known: readonly Candidate[];
}

/** Decisions on what was listed alone, instead of those that decided nothing, and on alerts that no earlier answer decided on. */
function take(critique: Critique, answer: ReviewAnswer, { listed, known }: Asked): void {
  const ids = new Set(listed.map(({ id }) => id));
  const decided = new Set(critique.alertVerdicts.map(({ id }) => id));
  critique.summary ||= answer.summary;
  const others = critique.verdicts.filter(({ id }) => !ids.has(id));
  critique.verdicts = [...others, ...answer.verdicts.filter(({ id }) => ids.has(id))];
  critique.alertVerdicts = [...critique.alertVerdicts, ...answer.alerts.filter(({ id }) => !decided.has(id))];
  critique.noticed = [...critique.noticed, ...noticedBeside(known, answer.candidates, critique.noticed.length)];
}
