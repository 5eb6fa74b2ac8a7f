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

/**
 * The run to which this one has to yield; undefined when it may go on. Of several claims the newest wins; a single claim
 * that is not ours was written over ours, and its run will find it standing. Claims on older iterations do not count.
 */
export function rivalOf(own: Claim, memories: readonly Memory[]): Claim | undefined {
  const claims = memories.flatMap(({ claim }) => claim ?? []).filter(({ iteration }) => iteration >= own.iteration);
  const newest = [...claims].sort(newestFirst)[0];
  return newest === undefined || newest.run === own.run ? undefined : newest;
}

/** True when a newer run works or has ended here, or when the iteration that this run claimed is no longer the newest. */
export function isLeftToOthers(run: Run, { id }: NumberedIteration, memories: readonly Memory[]): boolean {
  const hasNewerEnded = memories.some(({ paid }) => paid && paid.run !== run.id && paid.startedAt > run.startedAt);
  const claims = memories.flatMap(({ claim }) => claim ?? []);
  return (
    hasNewerEnded ||
    claims.some((claim) => (claim.run === run.id ? claim.iteration < id : claim.startedAt > run.startedAt))
  );
}

function newestFirst(a: Claim, b: Claim): number {
  return b.iteration - a.iteration || b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1);
}
