import type { ChunkBudget } from '../budget/within-chunk';
import { SecondPassError } from '../errors';
import type { AlertVerdict, CandidateVerdict, ReviewAnswer } from '../steps/findings/read-answer';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, critiqueRequest, type RequestOptions } from '../steps/prompt/compose';
import { askPass, type PassResult } from './ask-pass';
import type { RunState } from './run-state';

/** What a sweep brought, ready to be checked. */
export interface Swept {
  prompt: ChunkPrompt;
  candidates: readonly Candidate[];
  summary: string;
  /** How the critique is to be asked, so that it reads what the sweep has written. */
  options: RequestOptions;
  /** Why the sweep is not a whole one. */
  failure?: SecondPassError | undefined;
  partial?: boolean;
}

export interface Critique {
  verdicts: CandidateVerdict[];
  alertVerdicts: AlertVerdict[];
  summary: string;
  /** Candidates that it did not come to, and why. */
  unchecked: readonly Candidate[];
  failure?: SecondPassError | undefined;
}

/** Questions that one chunk's critique may be divided into. */
const MAX_ROUNDS = 8;

/** Checks all candidates. An answer that is cut off or leaves some out is asked on for the rest of them. */
export async function critiqueChunk(run: RunState, budget: ChunkBudget, swept: Swept): Promise<Critique> {
  const critique: Critique = { verdicts: [], alertVerdicts: [], summary: '', unchecked: [] };
  let open = swept.candidates;
  let size = Math.max(1, open.length);
  for (let round = 1; ; round += 1) {
    const listed = open.slice(0, size);
    const result = await askCritique(run, budget, swept, listed);
    if ('answer' in result) take(critique, result.answer, listed);
    const decided = new Set(critique.verdicts.map(({ id }) => id));
    const rest = open.filter(({ id }) => !decided.has(id));
    if (rest.length === 0 && (result.kind === 'whole' || open.length > 0)) return critique;
    const isStuck = rest.length === open.length;
    if (isOver(result, round) || (isStuck && isHopeless(result, round, size))) {
      const unchecked = rest.filter(({ raisedIn }) => raisedIn === undefined);
      return { ...critique, unchecked, failure: whyUnchecked(result, swept, unchecked.length) };
    }
    open = rest;
    if (isStuck && result.kind !== 'whole') size = Math.ceil(size / 2);
  }
}

/** One candidate that is cut off for ever, or a second answer that is whole and decides nothing. */
function isHopeless({ kind }: PassResult, round: number, size: number): boolean {
  return kind === 'whole' ? round > 1 : size === 1;
}

function isOver({ kind }: PassResult, round: number): boolean {
  return kind === 'refused' || round >= MAX_ROUNDS;
}

/** A whole answer may still have left some out: they are asked about once more. What was raised before stands as it did. */
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

/** Decisions on what was listed alone; the first one counts. */
function take(critique: Critique, answer: ReviewAnswer, listed: readonly Candidate[]): void {
  const ids = new Set(listed.map(({ id }) => id));
  const isNew = <T extends { id: string }>(known: readonly T[], one: T) => known.every(({ id }) => id !== one.id);
  critique.summary ||= answer.summary;
  for (const verdict of answer.verdicts) {
    if (ids.has(verdict.id) && isNew(critique.verdicts, verdict)) critique.verdicts.push(verdict);
  }
  for (const verdict of answer.alerts) {
    if (isNew(critique.alertVerdicts, verdict)) critique.alertVerdicts.push(verdict);
  }
}
