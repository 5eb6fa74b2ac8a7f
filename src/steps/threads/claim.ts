import { type Caps, capOf } from '../pricing/payable-bytes';
import type { Settings } from '../settings/settings';
import type { Claim, Memory } from './memory';

interface Run {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

interface NumberedIteration {
  id: number;
}

export function claimOf(run: Run, iteration: NumberedIteration): Claim {
  return { run: run.id, iteration: iteration.id, startedAt: run.startedAt };
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
  return mostUsd > 0 ? { mostUsd, endsBefore: now + timeoutMinutes * 60_000 + MARGIN } : {};
}

/**
 * The run to which this one has to yield; undefined when it may go on. Of several claims the newest wins; a single claim
 * that is not ours was written over ours, and its run will find it standing. Claims on older iterations do not count.
 */
export function rivalOf(own: Claim, memories: readonly Memory[]): Claim | undefined {
  const claims = memories.flatMap(({ claim }) => claim ?? []).filter((one) => isAtWork(one, own));
  const later = claims.filter(({ iteration }) => iteration >= own.iteration);
  const newest = [...later].sort(newestFirst)[0];
  return newest === undefined || newest.run === own.run ? undefined : newest;
}

/** True when a newer run works or has ended here, or when the iteration that this run claimed is no longer the newest. */
export function isLeftToOthers(run: Run, { id }: NumberedIteration, memories: readonly Memory[]): boolean {
  const ended = memories.flatMap(({ paid }) => paid ?? []).filter((one) => isAtWork(one, run));
  const hasNewerEnded = ended.some((one) => one.run !== run.id && one.startedAt > run.startedAt);
  const claims = memories.flatMap(({ claim }) => claim ?? []).filter((one) => isAtWork(one, run));
  return (
    hasNewerEnded ||
    claims.some((claim) => (claim.run === run.id ? claim.iteration < id : claim.startedAt > run.startedAt))
  );
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
