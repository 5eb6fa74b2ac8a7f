import type { HostWrite, PullRequest, Thread } from '../../ports/code-host';
import type { Recollection } from './own-threads';
import { markedUrl, statusWrite, TAKEN_BACK } from './status-write';
import { nameOf, type ToldSpending } from './told-spending';

/** What `clean` will do: counts of threads by their fate, and the writes in order. */
export interface TakeBack {
  removed: number;
  /** People answered in them, so they are closed and left. */
  closed: number;
  writes: readonly HostWrite[];
}

interface ThreadTakeBack {
  fate: 'removed' | 'closed';
  writes: readonly HostWrite[];
}

/** Everything that our own identity wrote under this name. Of what is gone already nothing is planned. */
export function planTakeBack(
  threads: readonly Thread[],
  past: Pick<Recollection, 'known' | 'tracking' | 'spare' | 'newestAt' | 'seal' | 'told'>,
  pullRequest: Pick<PullRequest, 'state' | 'iteration' | 'self'>,
  { name, url }: { name: string; url: string },
): TakeBack {
  const ours = whatIsOurs(past);
  const plan = threads.flatMap((thread) => planThread(thread, pullRequest.self.id, ours));
  const count = (fate: ThreadTakeBack['fate']) => plan.filter((one) => one.fate === fate).length;
  const place = { name, url: markedUrl(url, { writtenAt: past.newestAt, alone: 0 }, 'taken back', past.seal) };
  const verdict = takeBackVerdict(pullRequest, place, plan.length > 0);
  return {
    removed: count('removed'),
    closed: count('closed'),
    writes: [...verdict, ...plan.flatMap(({ writes }) => writes), ...past.told.map(takeBackMoney)],
  };
}

/** The sum of all runs goes with the memory. */
function takeBackMoney(told: ToldSpending): HostWrite {
  return { kind: 'property', name: nameOf(told), value: null };
}

interface Ours {
  all: ReadonlySet<number>;
  tracking: ReadonlySet<number>;
}

/** As a review knows its threads, whatever their properties have been changed to. */
function whatIsOurs({ known, tracking, spare }: Pick<Recollection, 'known' | 'tracking' | 'spare'>): Ours {
  const trackingIds = [...(tracking ? [tracking] : []), ...spare].map(({ threadId }) => threadId);
  return { all: new Set([...known.map(({ threadId }) => threadId), ...trackingIds]), tracking: new Set(trackingIds) };
}

/** The tracking comment goes even if people answered below it: it is the memory of earlier runs. */
function planThread(thread: Thread, selfId: string, ours: Ours): ThreadTakeBack[] {
  const { id, comments, status } = thread;
  const own = comments.filter(({ author, isDeleted }) => author.id === selfId && !isDeleted);
  if (!ours.all.has(id) || thread.isDeleted || own.length === 0) return [];
  const isAnswered = comments.some(({ author, isText, isDeleted }) => isText && !isDeleted && author.id !== selfId);
  if (isAnswered && !ours.tracking.has(id)) {
    if (status === 'closed') return [];
    return [{ fate: 'closed', writes: [{ kind: 'setThreadStatus', threadId: id, status: 'closed' }] }];
  }
  const writes = own.map((comment): HostWrite => ({ kind: 'deleteComment', threadId: id, commentId: comment.id }));
  return [{ fate: 'removed', writes }];
}

/** First, so that a run that is broken off leaves no verdict without its reasons. A status cannot be taken away, only replaced. */
function takeBackVerdict(
  { state, iteration }: Pick<PullRequest, 'state' | 'iteration'>,
  place: { name: string; url: string },
  isAnythingLeft: boolean,
): HostWrite[] {
  if (state !== 'active') return [];
  const description = `${TAKEN_BACK} (runMode clean)`;
  const status = statusWrite({ iteration: iteration.id, ...place }, 'pending', description);
  return [...(isAnythingLeft ? [status] : []), { kind: 'vote', value: 0 }];
}
