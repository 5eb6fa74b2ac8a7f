import { sumOf } from '../../sum-of';
import type { ReviewRecord } from '../record/review-record';
import { type CandidateFate, candidateFates } from './candidate-fate';
import type { Gold, KnownProblem } from './gold';
import type { Judgement } from './judgement';
import { onSameLines } from './same-lines';

/** Counts of one case; every figure is made of them, so that cases can be added and drawn anew. */
export interface CaseCounts {
  name: string;
  /** 1 each, so that sums count changes. */
  changes: number;
  cleanChanges: number;
  problems: number;
  problemsPosted: number;
  problemsPostedOrListed: number;
  candidates: number;
  posted: number;
  /** Of the posted ones: how many somebody has judged, and what they said. */
  postedJudged: number;
  postedTrue: number;
  postedWorthSaying: number;
  postedMatching: number;
  postedMatchingOnLines: number;
  postedOnClean: number;
  /** Rescinded, or only listed because of the critique. */
  rescinded: number;
  rescindedJudged: number;
  rescindedRightly: number;
  rescindedBy: Readonly<Record<string, number>>;
  inputTokens: number;
  outputTokens: number;
  usd: number;
}

export function countCase(
  name: string,
  gold: Gold,
  record: Pick<ReviewRecord, 'findings' | 'setAside' | 'calls' | 'cost'>,
  judgements: readonly Judgement[],
): CaseCounts {
  const fates = candidateFates(record);
  const said = new Map(judgements.map((one) => [one.id, one]));
  const posted = fates.filter(({ fate }) => fate === 'posted');
  const rescinded = fates.filter(({ rescindedAs }) => rescindedAs !== undefined);
  const isClean = gold.problems.length === 0;
  const count = (list: readonly CandidateFate[], test: (one: Judgement) => boolean) =>
    list.filter(({ id }) => test(said.get(id) ?? UNSAID)).length;
  return {
    name,
    changes: 1,
    cleanChanges: Number(isClean),
    problems: gold.problems.length,
    problemsPosted: foundProblems(gold.problems, posted, said).length,
    problemsPostedOrListed: foundProblems(gold.problems, fates.filter(isShown), said).length,
    candidates: fates.length,
    posted: posted.length,
    postedJudged: count(posted, ({ isTrue }) => isTrue !== null),
    postedTrue: count(posted, ({ isTrue }) => isTrue === true),
    postedWorthSaying: count(posted, isTrueAndWorth),
    postedMatching: count(posted, ({ matches }) => matches !== null),
    postedMatchingOnLines: posted.filter((one) => matchesOnLines(one, gold.problems, said)).length,
    postedOnClean: isClean ? posted.length : 0,
    rescinded: rescinded.length,
    rescindedJudged: count(rescinded, ({ isTrue }) => isTrue !== null),
    rescindedRightly: count(rescinded, (one) => one.isTrue !== null && !isTrueAndWorth(one)),
    rescindedBy: byReason(rescinded),
    ...spent(record),
  };
}

const UNSAID: Judgement = {
  ...{ id: '', path: '', title: '', fate: '' },
  ...{ matches: null, isTrue: null, isWorthSaying: null, by: '' },
};

function isTrueAndWorth({ isTrue, isWorthSaying }: Judgement): boolean {
  return isTrue === true && isWorthSaying === true;
}

/** A reader of the pull request sees these. */
function isShown({ fate }: CandidateFate): boolean {
  return fate === 'posted' || fate === 'listed';
}

function foundProblems(
  problems: readonly KnownProblem[],
  fates: readonly CandidateFate[],
  said: ReadonlyMap<string, Judgement>,
): KnownProblem[] {
  return problems.filter(({ id }) => fates.some((fate) => said.get(fate.id)?.matches === id));
}

function matchesOnLines(
  fate: CandidateFate,
  problems: readonly KnownProblem[],
  said: ReadonlyMap<string, Judgement>,
): boolean {
  return problems.some((problem) => problem.id === said.get(fate.id)?.matches && onSameLines(fate, problem));
}

function byReason(rescinded: readonly CandidateFate[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rescindedAs = 'other' } of rescinded) counts[rescindedAs] = (counts[rescindedAs] ?? 0) + 1;
  return counts;
}

function spent({ calls, cost }: Pick<ReviewRecord, 'calls' | 'cost'>) {
  return {
    inputTokens: calls.reduce((sum, call) => sum + call.input + call.cacheRead + call.cacheWrite, 0),
    outputTokens: sumOf(calls, (call) => call.output),
    usd: cost.usd ?? 0,
  };
}
