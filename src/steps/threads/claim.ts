import { type Caps, capOf } from '../pricing/payable-bytes';
import type { Settings } from '../settings/settings';
import type { Claim, Memory } from './memory';
import { settingsHash } from './next-memory';

interface Run {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

interface NumberedIteration {
  id: number;
}

export function claimOf(run: Run, iteration: NumberedIteration, settings: Settings): Claim {
  return { run: run.id, iteration: iteration.id, startedAt: run.startedAt, settings: settingsHash(settings) };
}

/** Beyond its deadline, for what a run does before it looks at the clock and after it. */
const MARGIN = 5 * 60_000;

/** What the run may cost should nobody ever hear of it again: it cannot be at work for longer. */
export function pledgeOf(
  { timeoutMinutes, ...caps }: Caps & Pick<Settings, 'timeoutMinutes'>,
  spentByOthers: number,
  now: number,
): Pick<Claim, 'mostUsd' | 'endsBefore'> {
  if (caps.budgetUsd === null) return {};
  const mostUsd = capOf(caps, spentByOthers);
  return mostUsd > 0 ? { mostUsd, endsBefore: endsBefore({ timeoutMinutes }, now) } : {};
}

/** When a run that begins now is over at the latest. */
export function endsBefore({ timeoutMinutes }: Pick<Settings, 'timeoutMinutes'>, now: number): number {
  return now + timeoutMinutes * 60_000 + MARGIN;
}

/**
 * The run to which this one has to yield; undefined when it may go on. Of several claims the newest wins; a single claim
 * that is not ours was written over ours, and its run will find it standing. Claims on older iterations do not count, nor do those
 * of runs with other settings, which may leave out what this one found.
 */
export function rivalOf(own: Claim, memories: readonly Memory[]): Claim | undefined {
  const claims = memories.flatMap(({ claim }) => claim ?? []).filter((one) => isAtWork(one, own));
  const later = claims.filter(
    (one) => one.iteration > own.iteration || (one.iteration === own.iteration && isLike(one, own)),
  );
  const newest = [...later].sort(newestFirst)[0];
  return newest === undefined || newest.run === own.run ? undefined : newest;
}

/** A review by one of them is worth one by the other. */
function isLike({ settings: one }: Pick<Claim, 'settings'>, { settings: other }: Pick<Claim, 'settings'>): boolean {
  return one === undefined || other === undefined || one === other;
}

/**
 * True when a newer run with the same settings works or has ended here, or when the iteration that this run claimed is no longer
 * the newest.
 */
export function isLeftToOthers(own: Claim, memories: readonly Memory[]): boolean {
  const ended = memories.flatMap(({ paid, reviewed = {} }) => (paid && isLike(reviewed, own) ? paid : []));
  const claims = memories.flatMap(({ claim }) => claim ?? []).filter((one) => isAtWork(one, own));
  const isLeft = (claim: Claim) => {
    if (claim.run === own.run) return claim.iteration < own.iteration;
    return isNewer(claim, own) && (claim.iteration > own.iteration || isLike(claim, own));
  };
  return ended.some((one) => isAtWork(one, own) && isNewer(one, own)) || claims.some(isLeft);
}

function isNewer(one: Pick<Claim, 'run' | 'startedAt'>, own: Claim): boolean {
  return one.run !== own.run && one.startedAt > own.startedAt;
}

/** No run works for so long. */
const LONGEST_RUN = 2 * 24 * 3_600_000;

/** Whoever holds our token can claim the pull request for a run of the next century: no run yields to such a one. */
function isAtWork(one: Pick<Claim, 'startedAt'>, own: Pick<Claim, 'startedAt'>): boolean {
  return Math.abs(one.startedAt - own.startedAt) < LONGEST_RUN;
}

function newestFirst(a: Claim, b: Claim): number {
  return b.iteration - a.iteration || b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1);
}
