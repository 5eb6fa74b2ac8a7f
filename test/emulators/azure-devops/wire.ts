import type { Collection } from './collection';
import type { Comment, FileChange, Iteration, PullRequest, Reviewer, Status, Thread } from './model';
import { propertiesOnWire } from './properties';
import { commitReference, identityOnWire, repositoryOnWire, repositoryUrl } from './wire-collection';

type Json = Record<string, unknown>;

export function pullRequestUrl(collection: Collection, pullRequest: PullRequest): string {
  return `${repositoryUrl(collection, pullRequest.repository)}/pullRequests/${pullRequest.id}`;
}

export function pullRequestOnWire(collection: Collection, one: PullRequest): Json {
  const commit = (id: string) => commitReference(collection, one.repository, id);
  return {
    repository: repositoryOnWire(collection, one.repository),
    pullRequestId: one.id,
    codeReviewId: one.id,
    status: one.status,
    createdBy: identityOnWire(collection, one.createdBy),
    creationDate: one.creationDate,
    ...(one.closedDate ? { closedDate: one.closedDate } : {}),
    ...(one.closedBy ? { closedBy: identityOnWire(collection, one.closedBy) } : {}),
    title: one.title,
    description: one.description,
    sourceRefName: one.sourceRef,
    targetRefName: one.targetRef,
    mergeStatus: one.mergeStatus,
    isDraft: one.isDraft,
    mergeId: '00000000-0000-4000-8000-000000000001',
    lastMergeSourceCommit: commit(one.mergeSource),
    lastMergeTargetCommit: commit(one.mergeTarget),
    ...(one.mergeCommit ? { lastMergeCommit: commit(one.mergeCommit) } : {}),
    reviewers: one.reviewers.map((reviewer) => reviewerOnWire(collection, one, reviewer)),
    ...(one.labels.length > 0 ? { labels: one.labels.map((label) => ({ ...label, active: true })) } : {}),
    url: pullRequestUrl(collection, one),
    supportsIterations: true,
    artifactId: `vstfs:///Git/PullRequestId/${one.repository.project.id}%2f${one.repository.id}%2f${one.id}`,
    ...(one.hasMultipleMergeBases ? { hasMultipleMergeBases: true } : {}),
    ...(one.sourceRepository === one.repository ? {} : { forkSource: forkOnWire(collection, one) }),
  };
}

export function iterationOnWire(collection: Collection, pullRequest: PullRequest, iteration: Iteration): Json {
  const commit = (id: string) => commitReference(collection, pullRequest.repository, id);
  return {
    id: iteration.id,
    description: '',
    author: identityOnWire(collection, iteration.author),
    createdDate: iteration.createdDate,
    updatedDate: iteration.createdDate,
    sourceRefCommit: commit(iteration.source),
    targetRefCommit: commit(iteration.target),
    commonRefCommit: commit(iteration.common),
    hasMoreCommits: false,
    reason: iteration.reason,
    ...(iteration.oldTargetRef ? { oldTargetRefName: iteration.oldTargetRef } : {}),
    ...(iteration.newTargetRef ? { newTargetRefName: iteration.newTargetRef } : {}),
  };
}

export function changeOnWire(change: FileChange, changeId: number): Json {
  return {
    changeTrackingId: change.trackingId,
    changeId,
    item: {
      ...(change.objectId ? { objectId: change.objectId } : {}),
      ...(change.originalObjectId ? { originalObjectId: change.originalObjectId } : {}),
      ...(change.isSubmodule ? { gitObjectType: 'commit' } : {}),
      path: change.path,
    },
    changeType: change.flags,
    ...(change.originalPath ? { originalPath: change.originalPath } : {}),
  };
}

/** A thread where it was written; tracked positions are put in by `positions.ts`. */
export function threadOnWire(collection: Collection, pullRequest: PullRequest, thread: Thread): Json {
  const url = `${pullRequestUrl(collection, pullRequest)}/threads/${thread.id}`;
  return {
    pullRequestThreadContext: threadIterations(thread),
    id: thread.id,
    publishedDate: thread.publishedDate,
    lastUpdatedDate: thread.lastUpdatedDate,
    comments: thread.comments.map((comment) => commentOnWire(collection, comment, url)),
    ...(thread.status ? { status: thread.status } : {}),
    threadContext: thread.context ?? null,
    properties: propertiesOnWire(thread.properties),
    identities: null,
    isDeleted: thread.comments.every((comment) => comment.isDeleted),
    _links: { self: { href: url }, repository: { href: repositoryUrl(collection, pullRequest.repository) } },
  };
}

export function commentOnWire(collection: Collection, comment: Comment, threadUrl: string): Json {
  const self = `${threadUrl}/comments/${comment.id}`;
  return {
    id: comment.id,
    parentCommentId: comment.parentCommentId,
    author: identityOnWire(collection, comment.author),
    ...(comment.isDeleted ? {} : { content: comment.content }),
    publishedDate: comment.publishedDate,
    lastUpdatedDate: comment.lastUpdatedDate,
    lastContentUpdatedDate: comment.lastContentUpdatedDate,
    ...(comment.isDeleted ? { isDeleted: true } : {}),
    commentType: comment.commentType,
    usersLiked: comment.likedBy.map((identity) => identityOnWire(collection, identity)),
    _links: { self: { href: self } },
  };
}

export function statusOnWire(collection: Collection, pullRequest: PullRequest, status: Status): Json {
  const base = pullRequestUrl(collection, pullRequest);
  return {
    ...(status.iterationId ? { iterationId: status.iterationId } : {}),
    id: status.id,
    state: status.state,
    ...(status.description === undefined ? {} : { description: status.description }),
    context: { name: status.name, ...(status.genre === undefined ? {} : { genre: status.genre }) },
    creationDate: status.creationDate,
    updatedDate: status.updatedDate,
    createdBy: identityOnWire(collection, status.createdBy),
    ...(status.targetUrl === undefined ? {} : { targetUrl: status.targetUrl }),
    ...(status.properties.size > 0 ? { properties: propertiesOnWire(status.properties) } : {}),
    _links: { self: { href: `${base}/statuses/${status.id}` } },
  };
}

export function reviewerOnWire(collection: Collection, pullRequest: PullRequest, reviewer: Reviewer): Json {
  return {
    reviewerUrl: `${pullRequestUrl(collection, pullRequest)}/reviewers/${reviewer.identity.id}`,
    vote: reviewer.vote,
    hasDeclined: false,
    isRequired: reviewer.isRequired,
    isFlagged: false,
    ...identityOnWire(collection, reviewer.identity),
  };
}

function threadIterations(thread: Thread): Json | null {
  if (thread.secondIteration === undefined && thread.changeTrackingId === undefined) return null;
  const compared = { firstComparingIteration: thread.firstIteration, secondComparingIteration: thread.secondIteration };
  return {
    ...(thread.secondIteration === undefined ? {} : { iterationContext: compared }),
    ...(thread.changeTrackingId === undefined ? {} : { changeTrackingId: thread.changeTrackingId }),
  };
}

function forkOnWire(collection: Collection, pullRequest: PullRequest): Json {
  const fork = pullRequest.sourceRepository;
  return {
    name: pullRequest.sourceRef,
    objectId: pullRequest.mergeSource,
    url: `${repositoryUrl(collection, fork)}/refs/${pullRequest.sourceRef.replace(/^refs\//, '')}`,
    repository: repositoryOnWire(collection, fork),
  };
}
