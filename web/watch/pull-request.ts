import { type Story, type StoryFacts, type StoryStatus, storiesOf } from '../../src/steps/insights/story';
import type { NewestRun, PullRequestContent, ShownStories } from '../pages/pull-request/state';
import { readNewestRecord } from '../record/newest-run';
import { type Attached, listRecords, recordText } from '../rest/attachments';
import { type Identity, type PullRequestPlace, type Push, readConversation, type Told } from '../rest/conversation';
import { failureKind } from '../rest/failure';
import type { Rest } from '../rest/rest';
import { createStepReader } from '../rest/steps-of-run';

interface Read {
  rest: Rest;
  place: PullRequestPlace;
  /** Page of the pull request. */
  url: string;
  collectionUrl: string;
  /** Called twice: as soon as there is something, and when the newest run is known too. */
  tell(content: PullRequestContent): void;
}

const NAMES = { threads: 'the threads', statuses: 'the statuses', pushes: 'the pushes' } as const;

/** Where no record tells who may accept a blocker. */
const USUAL_DISMISSAL = 'notAuthor';

/** Tells what stands on the pull request, then what the newest run knows besides. */
export async function readPullRequest({ rest, place, url, collectionUrl, tell }: Read): Promise<void> {
  const told = await readConversation(rest, place);
  const { threads } = told;
  if (typeof threads === 'string') return tell({ kind: 'trouble', trouble: threads, what: NAMES.threads });
  const first = shownStories(told, place, url, { newestRun: { kind: 'awaited' } });
  if (first.stories.length === 0 && first.foreign.length === 0) return tell({ kind: 'nothing' });
  const asked = lastStatuses(first, told);
  if (asked.length === 0) return tell({ ...first, newestRun: { kind: 'unread' } });
  tell(first);
  const runs = await Promise.all(asked.map((status) => newestRunOf(rest, status, collectionUrl)));
  const { postedAs, ...newestRun } = runs.find((run) => run.postedAs) ?? runs[0] ?? { kind: 'unread' };
  tell(shownStories(told, place, url, { newestRun, ...(postedAs ? { postedAs } : {}) }));
}

function shownStories(
  told: Told,
  place: PullRequestPlace,
  url: string,
  { newestRun, postedAs }: { newestRun: NewestRun; postedAs?: Identity },
): ShownStories {
  const [threads, statuses, pushes] = [listOf(told.threads), listOf(told.statuses), listOf(told.pushes)];
  const missing = (['statuses', 'pushes'] as const).flatMap((name) => {
    const trouble = told[name];
    return typeof trouble === 'string' ? [{ what: NAMES[name], trouble }] : [];
  });
  const newest = Math.max(0, ...[...pushes, ...statuses].map(({ iteration }) => iteration));
  const facts: StoryFacts = {
    pullRequest: { id: place.pullRequestId, repositoryId: place.repositoryId, ...authorsOf(pushes) },
    iteration: newest,
    ...{ threads, statuses: byTime(statuses) },
    ...(postedAs ? { postedAs } : {}),
    dismissal: (newestRun.kind === 'read' && newestRun.dismissal) || USUAL_DISMISSAL,
  };
  return {
    kind: 'stories',
    ...storiesOf(facts),
    pushes: pushes.map(({ iteration, at }) => ({ iteration, at })),
    missing,
    url,
    newestRun,
    confirmed: postedAs?.id ?? '',
  };
}

function listOf<Item>(part: readonly Item[] | string): readonly Item[] {
  return typeof part === 'string' ? [] : part;
}

function byTime(statuses: readonly StoryStatus[]): StoryStatus[] {
  return statuses.toSorted((a, b) => a.at - b.at);
}

/** Who opened it made the first push; everybody who pushed is an author as well. */
function authorsOf(pushes: readonly Push[]): { author: Identity; pushers: readonly Identity[] } {
  const [first, ...others] = pushes.map(({ by }) => by);
  return { author: first ?? { id: '', name: '' }, pushers: others };
}

/** Accounts whose newest status is followed to its run: each is two questions, and whoever likes may post one. */
const MOST_ASKED = 4;

/** The newest status of each who posted one that leads somewhere, the newest of all first; before it whoever wrote the comments. */
function lastStatuses({ stories }: ShownStories, { statuses }: Told): StoryStatus[] {
  const writers = new Set(stories.map(({ writtenBy }: Story) => writtenBy.id));
  const leading = byTime(listOf(statuses).filter(({ url }) => url !== ''));
  const order = ({ by }: StoryStatus) => (writers.has(by.id) ? 0 : 1);
  return [...new Map(leading.map((one) => [one.by.id, one])).values()]
    .sort((one, other) => order(one) - order(other) || other.at - one.at)
    .slice(0, MOST_ASKED);
}

/** Whoever may run a pipeline can have a step of it attach a record under our name. */
async function ofOurSteps(rest: Rest, attached: readonly Attached[]): Promise<Attached[]> {
  const isOurs = createStepReader(rest);
  const all = await Promise.all(attached.map(async (one) => ((await isOurs(one)) ? [one] : [])));
  return all.flat();
}

/** Of a run in this collection, and a step of ours in it; a status can lead anywhere. */
async function newestRunOf(
  rest: Rest,
  { url, name, by }: StoryStatus,
  collectionUrl: string,
): Promise<NewestRun & { postedAs?: Identity }> {
  const run =
    url.startsWith(collectionUrl) &&
    /^([^/?#]+)\/_build\/results\?(?:.*&)?buildId=(\d+)/.exec(url.slice(collectionUrl.length));
  if (!run) return { kind: 'unread' };
  try {
    const attached = await listRecords(rest, decodeURIComponent(run[1] ?? ''), Number(run[2]));
    const named = attached.filter((one) => one.name === name);
    const own = (await ofOurSteps(rest, named)).at(-1);
    if (own === undefined) return { kind: 'unread' };
    const record = readNewestRecord(await recordText(rest, own));
    if (record === undefined) return { kind: 'trouble', trouble: 'notReadable' };
    const { postedAs, cost, dismissal } = record;
    const cap = cost.pullRequestCapUsd === undefined ? {} : { pullRequestCapUsd: cost.pullRequestCapUsd };
    const rule = dismissal === undefined ? {} : { dismissal };
    return { kind: 'read', ...cap, ...rule, ...(postedAs?.id === by.id ? { postedAs: by } : {}) };
  } catch (error) {
    const trouble = failureKind(error);
    return trouble === 'notFound' ? { kind: 'gone' } : { kind: 'trouble', trouble };
  }
}
