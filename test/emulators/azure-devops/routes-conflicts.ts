import { json, list } from './answers';
import { conflictNotFound, resolveConflict } from './conflicts';
import { refreshMerge } from './iterations';
import type { Conflict, PullRequest } from './model';
import { type Call, numberIn, pullRequestOf, type Route } from './router';
import { pullRequestUrl } from './wire';
import { commitReference, identityOnWire } from './wire-collection';

const base = 'git/repositories/:repository/pullRequests/:pullRequest/conflicts';

export const conflictRoutes: Route[] = [
  {
    method: 'GET',
    template: base,
    handler: (call) => list(pullRequestOf(call).conflicts.map((one) => onWire(call, pullRequestOf(call), one))),
  },
  { method: 'PATCH', template: `${base}/:conflict`, handler: patchConflict },
];

/** It merges anew, and makes no iteration. */
async function patchConflict(call: Call) {
  const pullRequest = pullRequestOf(call);
  const conflict = pullRequest.conflicts.find(({ id }) => id === numberIn(call, 'conflict'));
  if (!conflict) throw conflictNotFound();
  const { resolution = {} } = (call.body ?? {}) as { resolution?: Record<string, unknown> };
  await resolveConflict(call.collection, pullRequest, conflict, call.identity, resolution);
  const answer = onWire(call, pullRequest, conflict);
  await refreshMerge(pullRequest);
  return json(answer);
}

function onWire({ collection }: Call, pullRequest: PullRequest, one: Conflict): Record<string, unknown> {
  const commit = (id: string) => commitReference(collection, pullRequest.repository, id);
  const blob = (name: string, objectId: string | null | undefined) => (objectId ? { [name]: { objectId } } : {});
  const { resolution } = one;
  return {
    conflictId: one.id,
    conflictType: one.type,
    conflictPath: `/${one.path}`,
    mergeOrigin: { pullRequestId: pullRequest.id },
    mergeBaseCommit: commit(one.mergeBase),
    mergeSourceCommit: commit(one.mergeSource),
    mergeTargetCommit: commit(one.mergeTarget),
    ...blob('baseBlob', one.base),
    ...blob('sourceBlob', one.source),
    ...blob('targetBlob', one.target),
    resolutionError: 'none',
    resolutionStatus: resolution ? 'resolved' : 'unresolved',
    ...(resolution
      ? {
          resolution: {
            ...resolution.how,
            ...(/^usermerged$/i.test(resolution.how.mergeType ?? '') ? blob('userMergedBlob', resolution.blob) : {}),
            author: identityOnWire(collection, resolution.by),
          },
          resolvedBy: identityOnWire(collection, resolution.by),
          resolvedDate: resolution.date,
        }
      : {}),
    url: `${pullRequestUrl(collection, pullRequest)}/conflicts/${one.id}`,
  };
}
