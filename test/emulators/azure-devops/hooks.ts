import type { Collection } from './collection';
import { guidOf, now } from './collection';
import type { Comment, PullRequest, Repository, Thread } from './model';
import { commentOnWire, pullRequestUrl } from './wire';
import { identityOnWire, repositoryOnWire, repositoryUrl } from './wire-collection';

export type HookState = 'enabled' | 'onProbation' | 'disabledBySystem' | 'disabledByUser';

/** A subscription to "Pull request commented on" with a web hook as its consumer. It has no filter for authors or words, and signs nothing. */
export interface HookSubscription {
  id: string;
  url: string;
  state: HookState;
  /** Absent: of every repository of the collection. */
  repository?: Repository;
  /** Of the pull request's target, as `refs/heads/main`. */
  branch?: string;
  resourceVersion: '1.0' | '2.0';
  headers: Readonly<Record<string, string>>;
  notifications: HookNotification[];
}

export interface HookNotification {
  id: number;
  event: CommentEvent['what'];
  /** Answers of the consumer, one for each try; 0 where there was none. */
  answers: number[];
  result: 'succeeded' | 'failed';
}

export interface CommentEvent {
  what: 'created' | 'edited' | 'deleted';
  thread: Thread;
  comment: Comment;
}

/** Answers after which the service tries again; up to eight times in about three minutes. */
const AGAIN = new Set([408, 502, 503, 504]);
const MOST_TRIES = 9;

/** Whom a comment concerns is told behind the request that wrote it: new, edited and deleted comments, ours among them. */
export function announceComment(collection: Collection, event: CommentEvent): void {
  const pullRequest = [...collection.pullRequests.values()].find(({ threads }) => threads.includes(event.thread));
  if (!pullRequest || event.comment.commentType === 'system') return;
  for (const hook of collection.hooks) {
    if (hook.repository && hook.repository !== pullRequest.repository) continue;
    if (hook.branch && hook.branch !== pullRequest.targetRef) continue;
    // What happens meanwhile is lost, and nobody delivers it later.
    if (hook.state !== 'enabled') continue;
    const body = JSON.stringify(bodyOf(collection, pullRequest, event, hook));
    const delivery = deliver(hook, event.what, body);
    collection.deliveries.push(delivery);
    void delivery.finally(() => collection.deliveries.splice(collection.deliveries.indexOf(delivery), 1));
  }
}

async function deliver(hook: HookSubscription, event: CommentEvent['what'], body: string): Promise<void> {
  const answers: number[] = [];
  do answers.push(await post(hook, body));
  while (AGAIN.has(answers.at(-1) ?? 0) && answers.length < MOST_TRIES);
  const last = answers.at(-1) ?? 0;
  const isTaken = last >= 200 && last < 300;
  hook.notifications.push({
    id: hook.notifications.length + 1,
    event,
    answers,
    result: isTaken ? 'succeeded' : 'failed',
  });
  if (last === 410) hook.state = 'disabledBySystem';
  else if (!isTaken) hook.state = 'onProbation';
}

async function post({ url, headers }: HookSubscription, body: string): Promise<number> {
  const asked = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  return fetch(url, asked).then(
    ({ status }) => status,
    () => 0,
  );
}

const WORDS = {
  created: 'commented on',
  edited: 'has edited a pull request comment',
  deleted: 'has deleted a pull request comment',
};

/** The thread's number stands in links and in the message alone. */
function bodyOf(
  collection: Collection,
  pullRequest: PullRequest,
  { what, thread, comment }: CommentEvent,
  { id, resourceVersion, notifications }: HookSubscription,
) {
  const threadUrl = `${pullRequestUrl(collection, pullRequest)}/threads/${thread.id}`;
  const { repository } = pullRequest;
  const shown = commentOnWire(collection, comment, threadUrl);
  const links = {
    self: { href: `${threadUrl}/comments/${comment.id}` },
    threads: { href: threadUrl },
    repository: { href: repositoryUrl(collection, repository) },
  };
  const text = `${comment.author.displayName} ${WORDS[what]}`;
  const page = `${collection.url}${encodeURIComponent(repository.project.name)}/_git/${encodeURIComponent(repository.name)}/pullrequest/${pullRequest.id}?discussionId=${thread.id}`;
  return {
    ...{
      subscriptionId: id,
      notificationId: notifications.length + 1,
      id: guidOf('event', id, String(thread.id), String(comment.id), what, now(collection)),
    },
    ...{ eventType: 'ms.vss-code.git-pullrequest-comment-event', publisherId: 'tfs' },
    message: { text, html: `${text} <a href="${page}">pull request ${pullRequest.id}</a>` },
    resource: {
      comment: { ...shown, content: comment.content, _links: links },
      ...(resourceVersion === '1.0' ? {} : { pullRequest: pullRequestOf(collection, pullRequest) }),
    },
    resourceVersion,
    resourceContainers: {
      collection: { id: guidOf('collection', collection.name) },
      project: { id: repository.project.id },
    },
    createdDate: now(collection),
  };
}

function pullRequestOf(collection: Collection, one: PullRequest) {
  const { id, status, title, description, sourceRef, targetRef, createdBy, repository } = one;
  return {
    ...{ pullRequestId: id, status, title, description, sourceRefName: sourceRef, targetRefName: targetRef },
    createdBy: identityOnWire(collection, createdBy),
    repository: repositoryOnWire(collection, repository),
  };
}

export type NewHook = Partial<Omit<HookSubscription, 'id' | 'notifications'>> & { url: string };

export function addHook(collection: Collection, given: NewHook): HookSubscription {
  const id = guidOf('hook', String(collection.hooks.length), given.url);
  const hook: HookSubscription = {
    state: 'enabled',
    resourceVersion: '2.0',
    headers: {},
    ...given,
    id,
    notifications: [],
  };
  collection.hooks.push(hook);
  return hook;
}
