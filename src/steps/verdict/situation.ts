import { inFull } from '../../errors';
import type { PullRequest } from '../../ports/code-host';
import { pathsOf } from '../chunks/copy-places';
import { runName } from '../comments/run-name';
import { type ChunkOutcome, isLost } from '../findings/chunk-outcome';
import type { Gap } from '../scope/gap';
import type { Settings } from '../settings/settings';
import type { Situation } from './results';
import { skipRuleMet } from './skip-rules';

export interface Circumstance {
  situation: Situation;
  /** One sentence each; empty when all went well. */
  problems: readonly string[];
  /** Of the failures behind them, for docs/troubleshooting.md; absent when there are none. */
  codes?: readonly string[];
  /** Set where another run took over the same iteration, or the pull request may be reactivated with it. */
  isUndecided?: true;
}

const MAX_PROBLEMS = 5;

/** Why a pull request is not even looked at; undefined when it is. */
export function whyNotReviewed(
  pullRequest: PullRequest,
  { reviewDrafts, skipWhen }: Pick<Settings, 'reviewDrafts' | 'skipWhen'>,
  switchedOff?: string,
): Circumstance | undefined {
  const { state, isDraft } = pullRequest;
  if (state !== 'active') return closed(state, '');
  if (switchedOff !== undefined) return { situation: 'switchedOff', problems: [switchedOff] };
  if (isDraft && !reviewDrafts) return { situation: 'draftSkipped', problems: [] };
  const rule = skipRuleMet(skipWhen, pullRequest);
  if (rule === undefined) return undefined;
  const met = `skipWhen “${rule.line}”`;
  return rule.doubt === ''
    ? { situation: 'skippedByRule', problems: [met] }
    : { situation: 'skippedByAuthor', problems: [`${met}; ${rule.doubt}`] };
}

/** Why the result of a review may no longer be written; undefined when it may. */
export function whySuperseded(before: PullRequest, now: PullRequest): Circumstance | undefined {
  if (now.state !== 'active') return closed(now.state, ' by now');
  if (now.iteration.id === before.iteration.id) return whyRetargeted(before, now);
  const problem = `iteration ${now.iteration.id} appeared while iteration ${before.iteration.id} was reviewed`;
  return { situation: 'superseded', problems: [problem] };
}

/** Older servers make no iteration of that: this run may have been the last on what goes to another branch now. */
function whyRetargeted(before: PullRequest, now: PullRequest): Circumstance | undefined {
  if (now.targetBranch === before.targetBranch) return undefined;
  const problem = `it goes to ${now.targetBranch} by now, and was reviewed against ${before.targetBranch}`;
  return { situation: 'superseded', problems: [problem], isUndecided: true };
}

/** What is abandoned can be reactivated, and then this run was the last on its iteration. */
function closed(state: PullRequest['state'], when: string): Circumstance {
  const problems = [`the pull request is ${state}${when}`];
  return { situation: 'superseded', problems, ...(state === 'abandoned' ? { isUndecided: true } : {}) };
}

/** Why a run leaves the pull request to another one that works on it. */
export function whyYields({ run, iteration }: { run: string; iteration: number }, own: number): Circumstance {
  const problems = [`another run (${runName(run)}) took over iteration ${iteration}`];
  return { situation: 'superseded', problems, ...(iteration > own ? {} : { isUndecided: true }) };
}

/** How a chunk ended; one that was cut into others counts by them. */
type Ended = Pick<ChunkOutcome, 'failure' | 'replaced' | 'partial' | 'answers'>;

interface Failure {
  message: string;
  advice?: string;
  code?: string;
}

/**
 * How a review went, by what became of its chunks, by what nobody could look at, and, when the run was stopped while it
 * wrote, by that.
 */
export function situationOf(all: readonly Ended[], stopped?: Failure, gaps: readonly Gap[] = []): Circumstance {
  const went = withGaps(wentBy(all), gaps);
  if (stopped === undefined) return went;
  const isWhole = went.situation === 'reviewed' || went.situation === 'nothingInScope';
  const isPart = isWhole || went.situation === 'partlyReviewed' || went.situation === 'partlyStopped';
  return { situation: isPart ? 'partlyStopped' : 'stopped', ...told([stopped, ...failuresOf(all), ...gaps]) };
}

/** What was not looked at takes the green away, and makes nothing else better. */
function withGaps(went: Circumstance, gaps: readonly Gap[]): Circumstance {
  if (gaps.length === 0) return went;
  const isWhole = went.situation === 'reviewed' || went.situation === 'nothingInScope';
  const { problems, codes } = told(gaps);
  return {
    situation: isWhole ? 'partlyReviewed' : went.situation,
    problems: [...went.problems, ...problems],
    codes: [...new Set([...(went.codes ?? []), ...codes])],
  };
}

function wentBy(all: readonly Ended[]): Circumstance {
  const chunks = all.filter(({ replaced }) => !replaced);
  if (chunks.length === 0) return { situation: 'nothingInScope', problems: [] };
  const failures = failuresOf(chunks);
  if (failures.length === 0) return { situation: 'reviewed', problems: [] };
  const { problems, codes } = told(failures);
  const isStopped = failures.some(({ kind }) => kind === 'deadline' || kind === 'cancelled');
  const isPart = failures.length < chunks.length || chunks.some(({ partial }) => partial);
  if (isPart) return { situation: isStopped ? 'partlyStopped' : 'partlyReviewed', problems, codes };
  const isAnalysed = chunks.some(({ answers }) => answers !== undefined && answers.alerts.length > 0);
  const alone = isAnalysed ? ['Only static analysis ran; its alerts stand.'] : [];
  return { situation: isStopped ? 'stopped' : 'reviewerFailed', problems: [...problems, ...alone], codes };
}

function failuresOf(all: readonly Ended[]) {
  return all.flatMap(({ failure, replaced }) => (failure === undefined || replaced ? [] : failure));
}

/** Each failure once, and each advice once: behind the first failure that it helps against. */
function told(failures: readonly Failure[]): { problems: string[]; codes: string[] } {
  const unlike = oneOfMoney([...new Map(failures.map((failure) => [failure.message, failure])).values()]);
  const first = new Map(unlike.toReversed().map((failure) => [failure.advice, failure]));
  const problems = unlike.map((failure) => (first.get(failure.advice) === failure ? inFull(failure) : failure.message));
  return { problems: listed(problems), codes: [...new Set(unlike.flatMap(({ code }) => code ?? []))] };
}

/** Questions that the budget did not reach differ in figures alone: the first is told, and how many there were more. */
function oneOfMoney(failures: readonly Failure[]): Failure[] {
  const [first, ...more] = failures.filter(({ code }) => code === 'budget');
  if (first === undefined || more.length === 0) return [...failures];
  const others = more.length === 1 ? '1 more question was' : `${more.length} more questions were`;
  const rest = failures.filter((failure) => failure === first || failure.code !== 'budget');
  const at = rest.indexOf(first) + 1;
  return [
    ...rest.slice(0, at),
    { message: `${others} not asked for want of money.`, code: 'budget' },
    ...rest.slice(at),
  ];
}

function listed(problems: readonly string[]): string[] {
  const more = problems.length - MAX_PROBLEMS;
  return [...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`${more} more problems of this kind`] : [])];
}

/** Paths of files that were reviewed whole: only there does silence about an earlier finding mean something. */
export function reviewedPaths(
  chunks: readonly Pick<ChunkOutcome, 'failure' | 'prompt' | 'unverified'>[],
): ReadonlySet<string> {
  const shown = chunks.flatMap((chunk) =>
    chunk.prompt.chunk.files.flatMap((shown) => {
      const isWhole = shown.clipped === undefined && !isLost(chunk, shown.file.path);
      return pathsOf([shown]).map((path) => ({ path, isWhole }));
    }),
  );
  const partly = new Set(shown.filter(({ isWhole }) => !isWhole).map(({ path }) => path));
  return new Set(shown.map(({ path }) => path).filter((path) => !partly.has(path)));
}
