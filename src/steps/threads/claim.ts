import type { Claim, Memory } from './memory';

/**
 * The run to which this one has to yield; undefined when it may go on. Of several claims the newest wins; a single claim
 * that is not ours was written over ours, and its run will find it standing. Claims on older iterations do not count.
 */
export function rivalOf(own: Claim, memories: readonly Memory[]): Claim | undefined {
  const claims = memories.flatMap(({ claim }) => claim ?? []).filter(({ iteration }) => iteration >= own.iteration);
  const newest = [...claims].sort(newestFirst)[0];
  return newest === undefined || newest.run === own.run ? undefined : newest;
}

function newestFirst(a: Claim, b: Claim): number {
  return b.iteration - a.iteration || b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1);
}
