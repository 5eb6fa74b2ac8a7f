import type { ListedPullRequest, PullRequestHistory } from '../adapters/azure-devops/pull-request-history';
import { isSecondPassError } from '../errors';
import type { Log } from '../ports/log';
import { type Counting, factsOf, needsStatuses, type PullRequestFacts } from '../steps/insights/pull-request-facts';
import type { StatsMemory } from './stats-memory';

export interface HistoryRead {
  facts: readonly PullRequestFacts[];
  /** Repositories of which something was refused. */
  refused: readonly string[];
}

export interface HistoryReading {
  history: PullRequestHistory;
  memory: StatsMemory;
  /** For a pull request of that project. */
  counting(projectId: string): Counting;
  log: Log;
}

/** So few at once that nobody else's work becomes slow. */
const AT_ONCE = 4;

/** Reads every pull request that is listed; what may not be read is named and left out. */
export async function readHistory(reading: HistoryReading): Promise<HistoryRead> {
  const facts: PullRequestFacts[] = [];
  const refused = new Set<string>();
  const listed = reading.history.list();
  const take = async () => {
    for (let next = await listed.next(); !next.done; next = await listed.next()) {
      const one = await readOne(next.value, reading);
      if (one === undefined) refused.add(next.value.repository);
      else facts.push(one);
      if (facts.length > 0 && facts.length % 50 === 0) reading.log.info(`${facts.length} pull requests read`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  return { facts: facts.sort((a, b) => a.id - b.id), refused: [...refused] };
}

async function readOne(
  listed: ListedPullRequest,
  { history, memory, counting }: HistoryReading,
): Promise<PullRequestFacts | undefined> {
  const key = `${listed.id} ${listed.closedAt}`;
  const known = listed.state === 'active' ? undefined : memory.recall(key);
  if (known) return known;
  try {
    const read = { ...listed, threads: await history.threads(listed) };
    const counted = counting(listed.projectId);
    const facts = factsOf(read, counted);
    const whole = needsStatuses(facts)
      ? factsOf({ ...read, statuses: await history.statuses(listed) }, counted)
      : facts;
    if (listed.state !== 'active') memory.keep(key, whole);
    return whole;
  } catch (error) {
    if (isSecondPassError(error) && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}
