import type { ChunkBudget } from '../budget/within-chunk';
import type { SecondPassError } from '../errors';
import type { AlertVerdict, CandidateVerdict, ReviewAnswer } from '../steps/findings/read-answer';
import type { Candidate } from '../steps/prompt/candidate';
import { type ChunkPrompt, critiqueRequest, type RequestOptions } from '../steps/prompt/compose';
import { askPass } from './ask-pass';
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
  failure?: SecondPassError;
}

/** Questions that one chunk's critique may be divided into. */
const MAX_ROUNDS = 8;

/** Checks all candidates. An answer that is cut off is asked on for the rest of them, in smaller lists. */
export async function critiqueChunk(run: RunState, budget: ChunkBudget, swept: Swept): Promise<Critique> {
  const critique: Critique = { verdicts: [], alertVerdicts: [], summary: '', unchecked: [] };
  let open = swept.candidates;
  let size = Math.max(1, open.length);
  for (let round = 1; ; round += 1) {
    const listed = open.slice(0, size);
    const result = await askCritique(run, budget, swept, listed);
    if ('answer' in result) take(critique, result.answer, listed);
    if (result.kind === 'whole') open = open.slice(listed.length);
    else {
      const decided = new Set(critique.verdicts.map(({ id }) => id));
      const rest = open.filter(({ id }) => !decided.has(id));
      const isStuck = rest.length === open.length;
      if (result.kind === 'refused' || round >= MAX_ROUNDS || (isStuck && size === 1)) {
        return { ...critique, unchecked: rest, failure: result.failure };
      }
      open = rest;
      if (isStuck) size = Math.ceil(size / 2);
    }
    if (open.length === 0) return critique;
  }
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
