import { type Collection, guidOf, now } from './collection';
import { readEnum } from './enums';
import { git, gitText, resolve } from './git';
import { appendIteration, committer, newest, refreshMerge, short } from './iterations';
import type { Identity, Iteration, IterationReason, PullRequest, Repository } from './model';
import { text } from './properties';
import { invalidArgument, ServiceError } from './service-error';
import { addSystemThread } from './threads';

export interface NewPullRequest {
  repository: Repository;
  sourceRef: string;
  targetRef: string;
  title: string;
  description?: string;
  author: Identity;
  isDraft?: boolean;
  /** The fork the source branch lives in. */
  forkSource?: Repository;
  id?: number;
  labels?: readonly string[];
  reviewers?: readonly Identity[];
  workItems?: readonly number[];
}

/** Opens a pull request with its first iteration. */
export async function openPullRequest(collection: Collection, given: NewPullRequest): Promise<PullRequest> {
  const [sourceRef, targetRef] = [fullRef(given.sourceRef), fullRef(given.targetRef)];
  const id = given.id ?? collection.nextPullRequest;
  collection.nextPullRequest = Math.max(collection.nextPullRequest, id) + 1;
  const pullRequest: PullRequest = {
    id,
    repository: given.repository,
    sourceRepository: given.forkSource ?? given.repository,
    sourceRef,
    targetRef,
    title: given.title,
    description: given.description ?? '',
    createdBy: given.author,
    creationDate: now(collection),
    status: 'active',
    isDraft: given.isDraft ?? false,
    mergeStatus: 'succeeded',
    mergeSource: '',
    mergeTarget: '',
    hasMultipleMergeBases: false,
    conflicts: [],
    iterations: [],
    threads: [],
    statuses: [],
    reviewers: (given.reviewers ?? []).map((identity) => ({ identity, vote: 0, isRequired: false })),
    labels: (given.labels ?? []).map((name) => ({ id: guidOf('label', name), name })),
    workItems: [...(given.workItems ?? [])],
    properties: new Map([
      ['Microsoft.Git.PullRequest.SourceRefName', text(sourceRef)],
      ['Microsoft.Git.PullRequest.TargetRefName', text(targetRef)],
    ]),
    attachments: [],
    trackingIds: new Map(),
  };
  await appendIteration(collection, pullRequest, 'create', given.author);
  collection.pullRequests.set(id, pullRequest);
  return pullRequest;
}

/**
 * Appends an iteration for what the source branch now holds. Without a reason, a tip that does not contain the last one
 * is a force push. `targetRef` retargets.
 */
export async function pushIteration(
  collection: Collection,
  pullRequest: PullRequest,
  given: { reason?: IterationReason; author?: Identity; targetRef?: string } = {},
): Promise<Iteration> {
  const author = given.author ?? pullRequest.createdBy;
  const oldTargetRef = pullRequest.targetRef;
  if (given.targetRef) pullRequest.targetRef = fullRef(given.targetRef);
  const retargeted = pullRequest.targetRef !== oldTargetRef;
  const reason = given.reason ?? (retargeted ? 'retarget' : await reasonOfPush(pullRequest));
  const iteration = await appendIteration(collection, pullRequest, reason, author);
  if (retargeted) Object.assign(iteration, { oldTargetRef, newTargetRef: pullRequest.targetRef });
  addSystemThread(collection, pullRequest, author, `The reference ${pullRequest.sourceRef} was updated.`, {
    CodeReviewThreadType: 'RefUpdate',
    CodeReviewRefName: pullRequest.sourceRef,
    CodeReviewRefNewHeadCommit: iteration.source,
    CodeReviewRefUpdatedBy: author.displayName,
  });
  return iteration;
}

/** After a push over HTTP: new iterations where sources moved, new merges where targets moved. */
export async function notePush(collection: Collection, repository: Repository, author: Identity): Promise<void> {
  for (const pullRequest of collection.pullRequests.values()) {
    if (pullRequest.status !== 'active') continue;
    const tip = await resolve(pullRequest.sourceRepository.directory, pullRequest.sourceRef);
    const sourceMoved = pullRequest.sourceRepository === repository && tip && tip !== newest(pullRequest).source;
    if (sourceMoved) await pushIteration(collection, pullRequest, { author });
    else if (pullRequest.repository === repository) await refreshMerge(pullRequest);
  }
}

/** Completes: the merge commit becomes the target branch's tip. */
export async function complete(collection: Collection, pullRequest: PullRequest, who: Identity): Promise<void> {
  await refreshMerge(pullRequest);
  if (pullRequest.mergeStatus === 'conflicts') throw new Error(`Pull request ${pullRequest.id} has conflicts`);
  const merged = pullRequest.mergeCommit as string;
  await gitText(pullRequest.repository.directory, ['update-ref', pullRequest.targetRef, merged]);
  close(collection, pullRequest, 'completed', who);
}

export function abandon(collection: Collection, pullRequest: PullRequest, who: Identity): void {
  close(collection, pullRequest, 'abandoned', who);
}

/** PATCH of a pull request: title, description, draft, status, target. */
export async function updatePullRequest(
  collection: Collection,
  pullRequest: PullRequest,
  who: Identity,
  body: Record<string, unknown>,
): Promise<void> {
  if (typeof body.title === 'string') pullRequest.title = body.title;
  if (typeof body.description === 'string') setDescription(pullRequest, body.description);
  if (typeof body.isDraft === 'boolean') setDraft(pullRequest, body.isDraft);
  if (typeof body.targetRefName === 'string' && body.targetRefName !== pullRequest.targetRef) {
    await pushIteration(collection, pullRequest, { author: who, targetRef: body.targetRefName });
  }
  const status = readEnum('pullRequestStatus', body.status);
  if (status === 'completed') await complete(collection, pullRequest, who);
  if (status === 'abandoned') abandon(collection, pullRequest, who);
  if (status === 'active') pullRequest.status = 'active';
}

/** Becoming a draft resets the votes. */
export function setDraft(pullRequest: PullRequest, isDraft: boolean): void {
  pullRequest.isDraft = isDraft;
  if (isDraft) for (const reviewer of pullRequest.reviewers) reviewer.vote = 0;
}

export function pullRequestNumbered(collection: Collection, id: number): PullRequest {
  const found = collection.pullRequests.get(id);
  if (found) return found;
  throw new ServiceError(
    404,
    'GitPullRequestNotFoundException',
    `TF401180: The requested pull request was not found: ${id}.`,
  );
}

/** Commits a new content of one file on the source branch and gives the commit's id. */
export async function commitFile(
  collection: Collection,
  pullRequest: PullRequest,
  author: Identity,
  file: { path: string; content: Buffer; message: string },
): Promise<string> {
  const { directory } = pullRequest.sourceRepository;
  const parent = await gitText(directory, ['rev-parse', pullRequest.sourceRef]);
  const path = file.path.replace(/^\//, '');
  const mode = (await gitText(directory, ['ls-tree', parent, '--', path])).slice(0, 6) || '100644';
  const blob = (await git(directory, ['hash-object', '-w', '--stdin'], { input: file.content })).toString().trim();
  const env = { ...committer(author.displayName, now(collection)), GIT_INDEX_FILE: `${directory}/emulator-index` };
  await gitText(directory, ['read-tree', parent], { env });
  await gitText(directory, ['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`], { env });
  const tree = await gitText(directory, ['write-tree'], { env });
  const commit = await gitText(directory, ['commit-tree', tree, '-p', parent, '-m', file.message], { env });
  await gitText(directory, ['update-ref', pullRequest.sourceRef, commit, parent]);
  return commit;
}

async function reasonOfPush(pullRequest: PullRequest): Promise<IterationReason> {
  const { directory } = pullRequest.sourceRepository;
  const args = ['merge-base', '--is-ancestor', newest(pullRequest).source, pullRequest.sourceRef];
  return await gitText(directory, args).then(
    () => 'push' as const,
    () => 'forcePush' as const,
  );
}

function close(
  collection: Collection,
  pullRequest: PullRequest,
  status: 'abandoned' | 'completed',
  who: Identity,
): void {
  pullRequest.status = status;
  pullRequest.closedBy = who;
  pullRequest.closedDate = now(collection);
  const content = `${who.displayName} ${status} the pull request ${short(pullRequest.sourceRef)}`;
  const properties = { CodeReviewThreadType: 'StatusUpdate', CodeReviewStatus: status };
  addSystemThread(collection, pullRequest, who, content, properties);
}

function setDescription(pullRequest: PullRequest, description: string): void {
  if (description.length > 4000)
    throw invalidArgument('A description cannot be longer than 4000 characters.', 'description');
  pullRequest.description = description;
}

function fullRef(ref: string): string {
  return ref.startsWith('refs/') ? ref : `refs/heads/${ref}`;
}
