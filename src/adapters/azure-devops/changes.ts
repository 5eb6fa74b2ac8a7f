import type { Place } from './place';
import { unexpected } from './refusals';
import type { Rest } from './rest';
import { type ChangeShape, changes } from './shapes';

/** The changed files of an iteration against the common commit. */
export interface ChangeReader {
  /** Asked once for each iteration, since iterations never change. */
  of(iteration: number): Promise<readonly ChangeShape[]>;
}

/** The most the service gives in one page; left to itself it gives 100. */
const PAGE_SIZE = 2000;
/** A service that counts in hundreds gives 50,000 files in as many. */
const MAX_PAGES = 500;

export function createChangeReader(rest: Rest, place: Place): ChangeReader {
  const asked = new Map<number, Promise<readonly ChangeShape[]>>();
  return {
    of(iteration) {
      const changes = asked.get(iteration) ?? readAll(rest, place, iteration);
      asked.set(iteration, changes);
      changes.catch(() => asked.delete(iteration));
      return changes;
    },
  };
}

async function readAll(rest: Rest, place: Place, iteration: number): Promise<readonly ChangeShape[]> {
  const all: ChangeShape[] = [];
  const call = {
    method: 'GET' as const,
    path: place.pullRequest(`iterations/${iteration}/changes`),
    route: 'pullRequests/{id}/iterations/{n}/changes',
    shape: changes,
  };
  for (let skip = 0, top = PAGE_SIZE, pages = 1; ; pages += 1) {
    const page = await rest.json({ ...call, query: { $top: top, $skip: skip, $compareTo: 0 } });
    all.push(...page.changeEntries);
    if (!page.nextSkip) return all;
    if (pages >= MAX_PAGES) throw unexpected(call, `has more than ${MAX_PAGES} pages of changes`);
    if (page.nextSkip <= skip) throw unexpected(call, 'leads from one page of changes to the same one again');
    skip = page.nextSkip;
    top = page.nextTop || PAGE_SIZE;
  }
}
