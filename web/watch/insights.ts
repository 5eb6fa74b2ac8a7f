import { aggregateOf } from '../../src/steps/insights/aggregate';
import {
  factsOf,
  needsStatuses,
  type PullRequestFacts,
  type ReadPullRequest,
} from '../../src/steps/insights/pull-request-facts';
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
  const known = new Map<number, Known>();
  const refused = new Set<string>();
  const madeAt = new Date().toISOString();
  let failure: unknown;
  let toldAt = Number.NEGATIVE_INFINITY;
  const show = (isReading: boolean) => {
    if (isReading && performance.now() - toldAt < BETWEEN) return;
    toldAt = performance.now();
    const left = listed.length - (isReading ? wanted.length : known.size);
    const facts = [...known.values()].map((one) => one.facts);
    const aggregate = aggregateOf(facts, madeAt, { pullRequests: left, repositories: [...refused] });
    tell({ kind: 'figures', aggregate, from: { kind: 'live', read: known.size, of: wanted.length, isReading } });
  };
  const each = (all: readonly ListedPullRequest[], read: (one: ListedPullRequest) => Promise<Known>) =>
    Promise.all(
      all.map(async (one) => {
        if (isStopped()) return;
        try {
          known.set(one.id, await read(one));
        } catch (error) {
          failure ??= error;
          refused.add(one.repository);
        }
        show(true);
      }),
    );
  show(true);
  await each(wanted, async (one) => knownOf({ ...one, threads: await readThreads(rest, project, one) }));
  if (failure !== undefined && known.size === 0) return tell(trouble(failure, 'the threads of the pull requests'));
  // Last, since most pull requests tell by their memory that they were reviewed, and the figures need not wait for the rest.
  const open = [...known.values()].filter(({ facts }) => needsStatuses(facts)).map(({ read }) => read);
  await each(open, async (one) => {
    const threads = known.get(one.id)?.read.threads ?? [];
    return knownOf({ ...one, threads, statuses: await readStatuses(rest, project, one) });
  });
  show(false);
}

interface Known {
  read: ReadPullRequest;
  facts: PullRequestFacts;
}

function knownOf(read: ReadPullRequest): Known {
  return { read, facts: factsOf(read, COUNTING) };
}

function trouble(error: unknown, what: string): InsightsContent {
  return { kind: 'trouble', trouble: failureKind(error), what };
}
