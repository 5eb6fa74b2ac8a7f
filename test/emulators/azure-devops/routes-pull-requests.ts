import { json, list } from './answers';
import { sameText } from './collection';
import { commitsBetween } from './commits';
import { readEnum } from './enums';
import { resolve } from './git';
import { isDenied } from './identities';
import { changePage, changesAgainst } from './iterations';
import type { Identity, Iteration, PullRequest } from './model';
import { openPullRequest, updatePullRequest } from './pull-requests';
import { type Call, numberIn, pullRequestOf, queryNumber, queryValue, type Route, repositoryOf } from './router';
import { outOfRange, ServiceError } from './service-error';
import { changeOnWire, iterationOnWire, pullRequestOnWire } from './wire';
import { apiUrl } from './wire-collection';

const list1 = 'git/repositories/:repository/pullRequests';
const base = `${list1}/:pullRequest`;

export const pullRequestRoutes: Route[] = [
  { method: 'GET', template: list1, handler: listPullRequests },
  { method: 'GET', template: 'git/pullRequests', handler: listOfProject },
  { method: 'POST', template: list1, handler: createPullRequest },
  { method: 'GET', template: base, handler: getPullRequest },
  { method: 'GET', template: 'git/pullRequests/:pullRequest', handler: getPullRequest },
  { method: 'PATCH', template: base, handler: patchPullRequest },
  { method: 'GET', template: `${base}/iterations`, handler: listIterations },
  { method: 'GET', template: `${base}/iterations/:iteration`, handler: getIteration },
  { method: 'GET', template: `${base}/iterations/:iteration/changes`, handler: getChanges },
  { method: 'GET', template: `${base}/iterations/:iteration/commits`, handler: iterationCommits },
  { method: 'GET', template: `${base}/commits`, handler: pullRequestCommits },
  {
    method: 'GET',
    template: `${base}/workitems`,
    handler: (call) =>
      list(
        pullRequestOf(call).workItems.map((id) => ({
          id: String(id),
          url: apiUrl(call.collection, `wit/workItems/${id}`),
        })),
      ),
  },
];

function listPullRequests(call: Call) {
  const repository = repositoryOf(call);
  return listWhere(call, (one) => one.repository === repository);
}

/** Of every repository that the caller may read. */
function listOfProject(call: Call) {
  const { collection, identity, project } = call;
  return listWhere(
    call,
    ({ repository }) =>
      (project === undefined || repository.project === project) &&
      !isDenied(collection, identity, 'GenericRead', repository),
  );
}

function listWhere(call: Call, belongs: (one: PullRequest) => boolean) {
  const status = readEnum('pullRequestStatus', queryValue(call, 'searchCriteria.status')) ?? 'active';
  const wanted = (name: string) => queryValue(call, `searchCriteria.${name}`);
  const found = [...call.collection.pullRequests.values()].filter(
    (one) =>
      belongs(one) &&
      (status === 'all' || one.status === status) &&
      [undefined, one.sourceRef].includes(wanted('sourceRefName')) &&
      [undefined, one.targetRef].includes(wanted('targetRefName')),
  );
  const skip = queryNumber(call, '$skip', 0);
  const page = found.reverse().slice(skip, skip + queryNumber(call, '$top', 101));
  return list(
    page.map((one) => ({ ...pullRequestOnWire(call.collection, one), description: one.description.slice(0, 400) })),
  );
}

interface CreateBody {
  sourceRefName?: string;
  targetRefName?: string;
  title?: string;
  description?: string;
  isDraft?: boolean;
  labels?: { name: string }[];
  reviewers?: { id: string }[];
  workItemRefs?: { id: string }[];
}

function reviewerNamed(call: Call, id: string): Identity {
  const found = call.collection.identities.get(id);
  if (found) return found;
  throw new ServiceError(400, 'GitPullRequestReviewerNotFoundException', `TF401397: The reviewer ${id} is unknown.`);
}

async function createPullRequest(call: Call) {
  const body = (call.body ?? {}) as CreateBody;
  const repository = repositoryOf(call);
  const isThere = ({ status, sourceRef, targetRef, ...one }: PullRequest) =>
    one.repository === repository &&
    status === 'active' &&
    sourceRef === body.sourceRefName &&
    targetRef === body.targetRefName;
  if ([...call.collection.pullRequests.values()].some(isThere)) {
    const message = 'TF401179: An active pull request for the source and target branch already exists.';
    throw new ServiceError(409, 'GitPullRequestExistsException', message);
  }
  for (const ref of [body.sourceRefName, body.targetRefName]) {
    if (await resolve(repository.directory, String(ref))) continue;
    throw new ServiceError(
      400,
      'GitPullRequestCannotBeActivatedException',
      `TF401398: The branch ${ref} does not exist.`,
    );
  }
  const pullRequest = await openPullRequest(call.collection, {
    repository,
    labels: (body.labels ?? []).map(({ name }) => name),
    reviewers: (body.reviewers ?? []).map(({ id }) => reviewerNamed(call, id)),
    workItems: (body.workItemRefs ?? []).map(({ id }) => Number(id)),
    sourceRef: String(body.sourceRefName),
    targetRef: String(body.targetRefName),
    title: String(body.title ?? ''),
    description: String(body.description ?? ''),
    author: call.identity,
    isDraft: body.isDraft === true,
  });
  return json(pullRequestOnWire(call.collection, pullRequest), 201);
}

async function getPullRequest(call: Call) {
  const pullRequest = pullRequestOf(call);
  const wire = pullRequestOnWire(call.collection, pullRequest);
  if (!sameText(queryValue(call, 'includeCommits'), 'true')) return json(wire);
  return json({ ...wire, commits: await commitsOf(call, pullRequest) });
}

async function patchPullRequest(call: Call) {
  const pullRequest = pullRequestOf(call);
  await updatePullRequest(call.collection, pullRequest, call.identity, (call.body ?? {}) as Record<string, unknown>);
  return json(pullRequestOnWire(call.collection, pullRequest));
}

async function listIterations(call: Call) {
  const pullRequest = pullRequestOf(call);
  const withCommits = sameText(queryValue(call, 'includeCommits'), 'true');
  const wires = [];
  for (const iteration of pullRequest.iterations) {
    const wire = iterationOnWire(call.collection, pullRequest, iteration);
    wires.push(withCommits ? { ...wire, commits: await commitsOf(call, pullRequest, iteration) } : wire);
  }
  return list(wires);
}

function getIteration(call: Call) {
  return json(iterationOnWire(call.collection, pullRequestOf(call), iterationOf(call)));
}

/** One page; `nextSkip` and `nextTop` are absent on the last one. */
async function getChanges(call: Call) {
  const pullRequest = pullRequestOf(call);
  const against = queryNumber(call, '$compareTo', 0);
  if (against > pullRequest.iterations.length) throw outOfRange(against, 'compareTo');
  const changes = await changesAgainst(pullRequest, iterationOf(call), against);
  const skip = queryNumber(call, '$skip', 0);
  const top = queryNumber(call, '$top', changePage.usual, changePage.most);
  const page = changes.slice(skip, skip + top).map((change, index) => changeOnWire(change, skip + index + 1));
  if (skip + top >= changes.length) return json({ changeEntries: page });
  return json({ changeEntries: page, nextSkip: skip + top, nextTop: Math.min(top, changes.length - skip - top) });
}

async function iterationCommits(call: Call) {
  const commits = await commitsOf(call, pullRequestOf(call), iterationOf(call));
  const skip = queryNumber(call, 'skip', 0);
  return list(commits.slice(skip, skip + queryNumber(call, 'top', 100, 500)));
}

async function pullRequestCommits(call: Call) {
  const commits = await commitsOf(call, pullRequestOf(call));
  const from = queryNumber(call, 'continuationToken', 0);
  const top = queryNumber(call, '$top', 100, 500);
  const isMore = from + top < commits.length;
  return list(commits.slice(from, from + top), isMore ? { 'x-ms-continuationtoken': String(from + top) } : undefined);
}

async function commitsOf(call: Call, pullRequest: PullRequest, iteration = pullRequest.iterations.at(-1) as Iteration) {
  return await commitsBetween(call.collection, pullRequest.repository, iteration.common, iteration.source);
}

function iterationOf(call: Call): Iteration {
  const id = numberIn(call, 'iteration');
  const found = pullRequestOf(call).iterations[id - 1];
  if (found) return found;
  throw outOfRange(id, 'iterationId');
}
