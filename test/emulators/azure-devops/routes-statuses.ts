import { empty, json, list } from './answers';
import { patchProperties, propertiesOnWire } from './properties';
import { putReviewer, reviewerWith } from './reviewers';
import { type Call, numberIn, pullRequestOf, type Route } from './router';
import { outOfRange, ServiceError } from './service-error';
import { deleteStatus, patchStatuses, postStatus, type StatusBody, statusNumbered } from './statuses';
import { reviewerOnWire, statusOnWire } from './wire';

const base = 'git/repositories/:repository/pullRequests/:pullRequest';
const statusPlaces = [`${base}/statuses`, `${base}/iterations/:iteration/statuses`];

export const statusRoutes: Route[] = [
  ...statusPlaces.flatMap((place) => [
    { method: 'GET', template: place, handler: listStatuses },
    { method: 'POST', template: place, handler: createStatus },
    { method: 'PATCH', template: place, handler: patchAll },
    { method: 'GET', template: `${place}/:status`, handler: getStatus },
    { method: 'DELETE', template: `${place}/:status`, handler: removeStatus },
  ]),
  { method: 'GET', template: `${base}/reviewers`, handler: listReviewers },
  { method: 'GET', template: `${base}/reviewers/:reviewer`, handler: getReviewer },
  { method: 'PUT', template: `${base}/reviewers/:reviewer`, handler: vote },
  { method: 'PATCH', template: `${base}/reviewers/:reviewer`, handler: vote },
  { method: 'DELETE', template: `${base}/reviewers/:reviewer`, handler: removeReviewer },
  { method: 'GET', template: `${base}/properties`, handler: getProperties },
  { method: 'PATCH', template: `${base}/properties`, handler: changeProperties },
];

function listStatuses(call: Call) {
  const iteration = iterationOf(call);
  const pullRequest = pullRequestOf(call);
  const shown = pullRequest.statuses.filter((one) => iteration === undefined || one.iterationId === iteration);
  return list(shown.map((one) => statusOnWire(call.collection, pullRequest, one)));
}

function createStatus(call: Call) {
  const pullRequest = pullRequestOf(call);
  const body = (call.body ?? {}) as StatusBody;
  const status = postStatus(call.collection, pullRequest, call.identity, body, iterationOf(call));
  return json(statusOnWire(call.collection, pullRequest, status));
}

function getStatus(call: Call) {
  const pullRequest = pullRequestOf(call);
  const status = statusNumbered(pullRequest, numberIn(call, 'status'), iterationOf(call));
  return json(statusOnWire(call.collection, pullRequest, status));
}

function removeStatus(call: Call) {
  deleteStatus(pullRequestOf(call), numberIn(call, 'status'), iterationOf(call));
  return empty(204);
}

function patchAll(call: Call) {
  patchStatuses(pullRequestOf(call), call.body, iterationOf(call));
  return empty(204);
}

function listReviewers(call: Call) {
  const pullRequest = pullRequestOf(call);
  return list(pullRequest.reviewers.map((one) => reviewerOnWire(call.collection, pullRequest, one)));
}

function getReviewer(call: Call) {
  const pullRequest = pullRequestOf(call);
  return json(reviewerOnWire(call.collection, pullRequest, reviewerWith(pullRequest, call.params.reviewer ?? '')));
}

function vote(call: Call) {
  const pullRequest = pullRequestOf(call);
  const id = (call.params.reviewer ?? '').toLowerCase();
  const reviewer = call.collection.identities.get(id);
  if (!reviewer) throw new ServiceError(404, 'IdentityNotFoundException', `The identity ${id} could not be found.`);
  const body = (call.body ?? {}) as { vote?: number };
  return json(
    reviewerOnWire(
      call.collection,
      pullRequest,
      putReviewer(call.collection, pullRequest, call.identity, reviewer, body),
    ),
  );
}

function removeReviewer(call: Call) {
  const pullRequest = pullRequestOf(call);
  const removed = reviewerWith(pullRequest, call.params.reviewer ?? '');
  pullRequest.reviewers = pullRequest.reviewers.filter((one) => one !== removed);
  return empty(200);
}

function getProperties(call: Call) {
  const { properties } = pullRequestOf(call);
  return json({ count: properties.size, value: propertiesOnWire(properties) });
}

function changeProperties(call: Call) {
  patchProperties(pullRequestOf(call).properties, call.body);
  return getProperties(call);
}

function iterationOf(call: Call): number | undefined {
  if (call.params.iteration === undefined) return undefined;
  const iteration = numberIn(call, 'iteration');
  if (iteration < 1 || iteration > pullRequestOf(call).iterations.length) throw outOfRange(iteration, 'iterationId');
  return iteration;
}
