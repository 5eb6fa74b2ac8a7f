import type { Identity, Iteration, PullRequest } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { type Bases, basesOf, noIterations, repositoryUrl } from './merge-base';
import { type IterationShape, iterations, type PullRequestShape, pullRequest } from './shapes';

/**
 * The pull request with its newest iteration: two requests in parallel, and one for our own identity the first time.
 * Without a known repository the pull request comes first, since it names its repository.
 */
export async function readPullRequest(context: HostContext): Promise<PullRequest> {
  const isPlaceKnown = context.place.repository() !== undefined;
  const selfAsked = settled(context.self());
  const pullRequestRead = readItself(context);
  const iterationRead = isPlaceKnown ? readIterations(context) : pullRequestRead.then(() => readIterations(context));
  const [pullRequestAsked, iterationsAsked] = [settled(pullRequestRead), settled(iterationRead)];
  // The pull request's own answer says best what is wrong, so it is looked at first.
  const shape = await pullRequestAsked.then(resultOf);
  const { newest, pushers } = await iterationsAsked.then(resultOf);
  const bases = await basesOf(context, shape, newest);
  const self = await selfAsked.then(resultOf);
  return pullRequestOf(context, shape, {
    iteration: { ...iterationOf(newest, bases), ...mergeOf(shape, newest) },
    pushers,
    self,
  });
}

async function readItself({ rest, place }: HostContext): Promise<PullRequestShape> {
  const route = `${place.repository() ? 'repositories/{id}/' : ''}pullRequests/{id}`;
  const shape = await rest.json({ method: 'GET', path: place.pullRequest(''), route, shape: pullRequest });
  if (!place.repository()) place.found(shape.repository.project.name, shape.repository.id);
  return shape;
}

/** The newest one, and who pushed any of them. */
interface Iterations {
  newest: IterationShape;
  pushers: readonly Identity[];
}

async function readIterations(context: HostContext): Promise<Iterations> {
  const { rest, place } = context;
  const all = await rest.json({
    method: 'GET',
    path: place.pullRequest('iterations'),
    route: 'pullRequests/{id}/iterations',
    shape: iterations,
  });
  const newest = all.reduce<IterationShape | undefined>(
    (last, each) => (last && last.id > each.id ? last : each),
    undefined,
  );
  if (!newest) throw noIterations('has no iterations; it was created without support for them');
  context.known.iteration = newest.id;
  const pushers = new Map(all.flatMap(({ author }) => (author ? [[author.id, identityOf(author)]] : [])));
  return { newest, pushers: [...pushers.values()] };
}

function iterationOf(newest: IterationShape, bases: Bases): Iteration {
  const madeAt = Date.parse(newest.createdDate ?? '');
  return {
    id: newest.id,
    ...bases,
    source: newest.sourceRefCommit.commitId.toLowerCase(),
    target: newest.targetRefCommit.commitId.toLowerCase(),
    reason: newest.reason ?? 'unknown',
    ...(Number.isNaN(madeAt) ? {} : { madeAt }),
  };
}

/** The service goes on to name the last merge that came about: it counts as long as it is one of this very source. */
function mergeOf(
  { mergeStatus, lastMergeCommit, lastMergeSourceCommit, lastMergeTargetCommit }: PullRequestShape,
  { sourceRefCommit }: IterationShape,
): Pick<Iteration, 'merge' | 'unmerged'> {
  if (mergeStatus === 'conflicts') return { unmerged: 'conflicts' };
  const isOfSource = lastMergeSourceCommit?.commitId.toLowerCase() === sourceRefCommit.commitId.toLowerCase();
  if (!isOfSource || !lastMergeCommit || !lastMergeTargetCommit || !isMerged(mergeStatus))
    return { unmerged: 'unknown' };
  const [commit, target] = [lastMergeCommit, lastMergeTargetCommit].map(({ commitId }) => commitId.toLowerCase());
  return { merge: { commit: `${commit}`, target: `${target}` } };
}

/** A policy rejects what was merged before. */
function isMerged(status: string | null | undefined): boolean {
  return status === 'succeeded' || status === 'rejectedByPolicy';
}

function pullRequestOf(
  context: HostContext,
  shape: PullRequestShape,
  { iteration, pushers, self }: Pick<Iterations, 'pushers'> & Pick<PullRequest, 'iteration' | 'self'>,
): PullRequest {
  const { repository, createdBy } = shape;
  return {
    id: shape.pullRequestId,
    webUrl: `${repositoryUrl(context, shape)}/pullrequest/${shape.pullRequestId}`,
    state: shape.status,
    isDraft: shape.isDraft ?? false,
    isFork: shape.forkSource !== undefined && shape.forkSource !== null,
    author: identityOf(createdBy),
    pushers,
    authorAccount: createdBy.uniqueName ?? '',
    title: shape.title ?? '',
    labels: (shape.labels ?? []).filter(({ active }) => active !== false).map(({ name }) => name),
    targetBranch: shape.targetRefName,
    ...(shape.sourceRefName ? { sourceBranch: shape.sourceRefName } : {}),
    repositoryId: repository.id,
    iteration,
    self,
  };
}

/** Keeps a rejection for later, so that of several failures the most telling one can be thrown. */
function settled<Value>(promise: Promise<Value>): Promise<PromiseSettledResult<Value>> {
  return promise.then(
    (value) => ({ status: 'fulfilled', value }),
    (reason: unknown) => ({ status: 'rejected', reason }),
  );
}

function resultOf<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
