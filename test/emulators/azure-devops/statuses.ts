import { type Collection, now } from './collection';
import { readEnum } from './enums';
import { newest } from './iterations';
import type { Identity, Properties, PullRequest, Status, StatusPolicy } from './model';
import { mergeProperties } from './properties';
import { invalidArgument, outOfRange, ServiceError } from './service-error';

export interface StatusBody {
  state?: unknown;
  description?: string;
  context?: { genre?: string; name?: string };
  targetUrl?: string;
  iterationId?: number;
  properties?: unknown;
}

/** Posts a status on the pull request or, with `iterationId`, on one of its iterations. */
export function postStatus(
  collection: Collection,
  pullRequest: PullRequest,
  author: Identity,
  body: StatusBody,
  iterationOfPath?: number,
): Status {
  const name = body.context?.name;
  if (!name) throw invalidArgument('The status needs a context with a name.', 'status.context.name');
  const iterationId = iterationOfPath ?? body.iterationId;
  checkIteration(pullRequest, iterationId);
  checkPolicies(collection, pullRequest, body.context?.genre, name, iterationId);
  const properties: Properties = new Map();
  mergeProperties(properties, body.properties);
  const date = now(collection);
  const status: Status = {
    id: Math.max(0, ...pullRequest.statuses.map((one) => one.id)) + 1,
    state: readEnum('statusState', body.state) ?? 'notSet',
    name,
    properties,
    createdBy: author,
    creationDate: date,
    updatedDate: date,
    ...(iterationId === undefined ? {} : { iterationId }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.context?.genre === undefined ? {} : { genre: body.context.genre }),
    ...(body.targetUrl === undefined ? {} : { targetUrl: body.targetUrl }),
  };
  pullRequest.statuses.push(status);
  return status;
}

export function statusNumbered(pullRequest: PullRequest, id: number, iterationId?: number): Status {
  const found = pullRequest.statuses.find((one) => one.id === id && (!iterationId || one.iterationId === iterationId));
  if (found) return found;
  throw new ServiceError(404, 'GitPullRequestStatusNotFoundException', `The status ${id} could not be found.`);
}

export function deleteStatus(pullRequest: PullRequest, id: number, iterationId?: number): void {
  const status = statusNumbered(pullRequest, id, iterationId);
  if (pullRequest.status !== 'active') {
    throw new ServiceError(
      403,
      'GitPullRequestStatusNotEditableException',
      `The statuses of pull request ${pullRequest.id} cannot be changed: it is not active.`,
    );
  }
  pullRequest.statuses = pullRequest.statuses.filter((one) => one !== status);
}

/** JSON-Patch on a list of statuses: only `remove /<id>`. */
export function patchStatuses(pullRequest: PullRequest, document: unknown, iterationId?: number): void {
  if (!Array.isArray(document))
    throw invalidArgument('A JSON Patch document is an array of operations.', 'patchDocument');
  const ids = (document as { op?: string; path?: string }[]).map((operation) => {
    const id = Number(/^\/(\d+)$/.exec(operation.path ?? '')?.[1]);
    if (operation.op === 'remove' && id > 0) return id;
    throw invalidArgument('Only the removal of statuses is supported.', 'patchDocument');
  });
  for (const id of ids) statusNumbered(pullRequest, id, iterationId);
  for (const id of ids) deleteStatus(pullRequest, id, iterationId);
}

/** The newest status of each genre and name: what the page and the policies look at. */
export function currentStatuses(pullRequest: PullRequest): Status[] {
  const newestOf = new Map<string, Status>();
  for (const status of pullRequest.statuses) newestOf.set(`${status.genre ?? ''}/${status.name}`, status);
  return [...newestOf.values()];
}

export function policiesOf(collection: Collection, pullRequest: PullRequest): StatusPolicy[] {
  const { repository, targetRef } = pullRequest;
  return collection.policies.filter((one) => one.repository === repository && one.refName === targetRef);
}

/** How a "Status check" policy stands: `approved` only by `succeeded` (on the newest iteration, if pushes reset it). */
export function policyResult(
  pullRequest: PullRequest,
  policy: StatusPolicy,
): 'approved' | 'rejected' | 'queued' | 'notApplicable' {
  const status = currentStatuses(pullRequest).find(
    (one) => one.name === policy.name && (one.genre ?? '') === policy.genre,
  );
  const isStale = policy.invalidateOnSourceUpdate && status?.iterationId !== newest(pullRequest).id;
  if (!status || isStale) return 'queued';
  if (status.state === 'succeeded') return 'approved';
  if (status.state === 'notApplicable') return 'notApplicable';
  return status.state === 'failed' || status.state === 'error' ? 'rejected' : 'queued';
}

function checkIteration(pullRequest: PullRequest, iterationId: number | undefined): void {
  if (iterationId === undefined || iterationId === null) return;
  if (iterationId >= 1 && iterationId <= pullRequest.iterations.length) return;
  throw outOfRange(iterationId, 'iterationId');
}

function checkPolicies(
  collection: Collection,
  pullRequest: PullRequest,
  genre: string | undefined,
  name: string,
  iterationId: number | undefined,
): void {
  const matching = policiesOf(collection, pullRequest).find((one) => one.name === name && one.genre === (genre ?? ''));
  if (!matching?.invalidateOnSourceUpdate || iterationId !== undefined) return;
  throw new ServiceError(
    403,
    'GitPullRequestStatusRejectedByPolicyException',
    `The status '${genre}/${name}' was rejected by a policy: the policy requires status to be posted on iteration.`,
  );
}
