import { aggregateOf } from '../../src/steps/insights/aggregate';
import { factsOf, needsStatuses, type PullRequestFacts } from '../../src/steps/insights/pull-request-facts';
import type { InsightsContent } from '../pages/insights/state';
import { failureKind } from '../rest/failure';
import { type ListedPullRequest, listPullRequests, readStatuses, readThreads } from '../rest/history';
import { readNightly } from '../rest/nightly';
import type { Rest } from '../rest/rest';

interface Read {
  rest: Rest;
  project: string;
  /** Ends reading live: what was read is shown. */
  isStopped(): boolean;
  tell(content: InsightsContent): void;
}

/** So many are read by a page alone: the limit of the service is the reader's own. */
const MOST_LIVE = 500;
const BETWEEN = 700;
const COUNTING = { identities: [], key: null };

/** The figures of the newest nightly run, or read from the pull requests while the reader waits. */
export async function readInsights(read: Read): Promise<void> {
  const { rest, project, tell } = read;
  try {
    const nightly = await readNightly(rest, project);
    if (nightly) {
      const from = { kind: 'nightly', runId: nightly.runId } as const;
      return tell({ kind: 'figures', aggregate: nightly.aggregate, from });
    }
  } catch (error) {
    // Builds that may not be read, or are switched off, are no reason to show nothing.
    if (failureKind(error) === 'refused') return tell(trouble(error, 'the runs of the nightly pipeline'));
  }
  await readLive(read);
}

async function readLive({ rest, project, isStopped, tell }: Read): Promise<void> {
  const listed = await listPullRequests(rest, project).catch((error) => error as unknown);
  if (!Array.isArray(listed)) return tell(trouble(listed, 'the pull requests of the project'));
  const wanted: readonly ListedPullRequest[] = listed.slice(0, MOST_LIVE);
  const facts: PullRequestFacts[] = [];
  const refused = new Set<string>();
  let failure: unknown;
  const madeAt = new Date().toISOString();
  let toldAt = 0;
  const show = (isReading: boolean) => {
    toldAt = performance.now();
    const left = listed.length - (isReading ? wanted.length : facts.length);
    const aggregate = aggregateOf(facts, madeAt, { pullRequests: left, repositories: [...refused] });
    tell({ kind: 'figures', aggregate, from: { kind: 'live', read: facts.length, of: wanted.length, isReading } });
  };
  const readOne = async (one: ListedPullRequest) => {
    if (isStopped()) return;
    try {
      facts.push(await factsOne(rest, project, one));
    } catch (error) {
      failure ??= error;
      refused.add(one.repository);
    }
    if (performance.now() - toldAt > BETWEEN) show(true);
  };
  show(true);
  await Promise.all(wanted.map(readOne));
  if (failure !== undefined && facts.length === 0) return tell(trouble(failure, 'the threads of the pull requests'));
  show(false);
}

async function factsOne(rest: Rest, project: string, one: ListedPullRequest): Promise<PullRequestFacts> {
  const read = { ...one, threads: await readThreads(rest, project, one) };
  const facts = factsOf(read, COUNTING);
  if (!needsStatuses(facts)) return facts;
  return factsOf({ ...read, statuses: await readStatuses(rest, project, one) }, COUNTING);
}

function trouble(error: unknown, what: string): InsightsContent {
  return { kind: 'trouble', trouble: failureKind(error), what };
}
