import type { FixWorld } from '../fix-world';
import type { Comment, PullRequest } from '../ports/code-host';
import type { CommitId } from '../ports/repository';
import { sha256 } from '../sha256';
import { branchOf, isOwnBranch } from '../steps/branch/branch-name';
import { type EarlierAsk, earlierAsks } from '../steps/request/earlier-asks';
import { commentRequestId, type Request } from '../steps/request/request';
import { type RememberedSession, readSession, SESSION_PROPERTY } from '../steps/session/session';
import type { FixSettings } from '../steps/settings/fix-settings';
import { mayAsk } from './authorised';

/** A branch of ours that a request goes on with, and what its pull request remembers. */
export interface Ongoing {
  branch: string;
  /** Where its pull request leads; absent where the request was made on that pull request itself. */
  target?: string;
  tip: CommitId;
  pullRequestId: number;
  session: RememberedSession | null;
  /** Why what its pull request says is not believed. */
  doubt?: string;
}

/** Requests before `retry` on its thread, newest first: those that it may speak for. */
export async function askedBefore(
  settings: FixSettings,
  world: FixWorld,
  { request, said, self }: { request: Request; said: readonly Comment[]; self: string },
): Promise<EarlierAsk[]> {
  if (request.verb !== 'retry') return [];
  const allowed: EarlierAsk[] = [];
  const known = new Map([[request.by.id, true]]);
  for (const ask of earlierAsks(said, request.commentId ?? 0, self)) {
    const { id } = ask.comment.author;
    if (!known.has(id)) known.set(id, await mayAsk(id, settings, world));
    if (known.get(id)) allowed.push(ask);
  }
  return allowed;
}

/** `retry` asks for what was asked last, and its own words come on top; alone it is a `fix` of what its thread is about. */
export function askedAgain(request: Request, before: readonly EarlierAsk[]): Request {
  if (request.verb !== 'retry') return request;
  const first = before.findIndex(({ verb }) => verb !== 'retry');
  const meant = first < 0 ? before : before.slice(0, first + 1);
  const others = meant.map(({ comment }) => comment.author.id).filter((id) => id !== request.by.id);
  const text = [...meant.map((ask) => ask.text).reverse(), request.text].filter((words) => words !== '').join('\n\n');
  const alsoBy = others.length === 0 ? {} : { alsoBy: [...new Set(others)] };
  return { ...request, ...alsoBy, verb: before[first]?.verb ?? 'fix', text };
}

/** The branch of the pull request that was asked on, where it is ours; for `retry` the one that came of an earlier request. */
export async function ongoingOf(
  { branchPrefix }: FixSettings,
  world: FixWorld,
  pullRequest: PullRequest,
  before: readonly EarlierAsk[],
  request: Pick<Request, 'pullRequestId' | 'threadId'>,
): Promise<Ongoing | null> {
  const { id, repositoryId, sourceBranch = '', iteration } = pullRequest;
  const remembered = async (pullRequestId: number, branch: string) => {
    const text = await world.sessions(repositoryId).property(pullRequestId, SESSION_PROPERTY);
    return readSession(text, { key: world.signingKey, repositoryId, branch });
  };
  if (isOwnBranch(sourceBranch, branchPrefix))
    return { branch: sourceBranch, tip: iteration.source, pullRequestId: id, ...(await remembered(id, sourceBranch)) };
  const code = world.code(repositoryId);
  for (const { comment } of before.slice(0, MOST_LOOKED_FOR)) {
    const asked = { id: commentRequestId({ ...request, commentId: comment.id }), sha256: sha256(comment.content) };
    const branch = branchOf(asked, branchPrefix);
    const opened = await code.pullRequestOf(branch);
    const tip = opened && (await code.tip(branch));
    if (!opened || tip === null) continue;
    const { session } = await remembered(opened.id, branch);
    // What somebody else pushed there is not gone on with, and a new branch is begun.
    return isMoved({ session, tip }) || !session
      ? null
      : { branch, tip, target: opened.targetBranch, pullRequestId: opened.id, session };
  }
  return null;
}

const MOST_LOOKED_FOR = 5;

/** True where a branch of ours does not stand where we left it. What nobody remembers is for `apply` to find out. */
export function isMoved({ session, tip }: Pick<Ongoing, 'session' | 'tip'>): boolean {
  return session !== null && session.tip !== tip;
}
