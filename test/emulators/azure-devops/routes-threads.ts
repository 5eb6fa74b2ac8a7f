import { empty, json, list } from './answers';
import type { Thread } from './model';
import { threadAt } from './positions';
import { type Call, numberIn, pullRequestOf, queryNumber, queryValue, type Route } from './router';
import { outOfRange } from './service-error';
import {
  addComment,
  type CommentBody,
  commentNumbered,
  deleteComment,
  editComment,
  openThread,
  type ThreadBody,
  threadNumbered,
  updateThread,
} from './threads';
import { threadProblems } from './validation';
import { commentOnWire, pullRequestUrl, threadOnWire } from './wire';
import { identityOnWire } from './wire-collection';

const base = 'git/repositories/:repository/pullRequests/:pullRequest/threads';

export const threadRoutes: Route[] = [
  { method: 'GET', template: base, handler: listThreads },
  { method: 'POST', template: base, handler: postThread },
  { method: 'GET', template: `${base}/:thread`, handler: getThread },
  { method: 'PATCH', template: `${base}/:thread`, handler: patchThread },
  { method: 'GET', template: `${base}/:thread/comments`, handler: listComments },
  { method: 'POST', template: `${base}/:thread/comments`, handler: postComment },
  { method: 'GET', template: `${base}/:thread/comments/:comment`, handler: getComment },
  { method: 'PATCH', template: `${base}/:thread/comments/:comment`, handler: patchComment },
  { method: 'DELETE', template: `${base}/:thread/comments/:comment`, handler: removeComment },
  { method: 'GET', template: `${base}/:thread/comments/:comment/likes`, handler: listLikes },
  { method: 'POST', template: `${base}/:thread/comments/:comment/likes`, handler: like },
  { method: 'DELETE', template: `${base}/:thread/comments/:comment/likes`, handler: unlike },
];

async function listThreads(call: Call) {
  const wires = [];
  for (const thread of pullRequestOf(call).threads) wires.push(await shown(call, thread));
  return list(wires);
}

async function getThread(call: Call) {
  return json(await shown(call, threadOf(call)));
}

function postThread(call: Call) {
  const pullRequest = pullRequestOf(call);
  const body = (call.body ?? {}) as ThreadBody;
  const thread = openThread(call.collection, pullRequest, call.identity, body);
  for (const problem of threadProblems(pullRequest, body)) {
    call.collection.violations.push({ side: 'request', method: call.method, path: call.path, problem });
  }
  return json(threadOnWire(call.collection, pullRequest, thread));
}

function patchThread(call: Call) {
  const thread = threadOf(call);
  updateThread(call.collection, thread, (call.body ?? {}) as ThreadBody);
  return json(threadOnWire(call.collection, pullRequestOf(call), thread));
}

function listComments(call: Call) {
  return list(threadOf(call).comments.map((comment) => commentOnWire(call.collection, comment, threadUrl(call))));
}

function getComment(call: Call) {
  return json(commentOnWire(call.collection, commentOf(call), threadUrl(call)));
}

function postComment(call: Call) {
  const comment = addComment(call.collection, threadOf(call), call.identity, (call.body ?? {}) as CommentBody);
  return json(commentOnWire(call.collection, comment, threadUrl(call)));
}

function patchComment(call: Call) {
  const comment = commentOf(call);
  editComment(call.collection, threadOf(call), comment, call.identity, (call.body ?? {}) as CommentBody);
  return json(commentOnWire(call.collection, comment, threadUrl(call)));
}

function removeComment(call: Call) {
  deleteComment(call.collection, threadOf(call), commentOf(call), call.identity);
  return empty(200);
}

function listLikes(call: Call) {
  return list(commentOf(call).likedBy.map((identity) => identityOnWire(call.collection, identity)));
}

function like(call: Call) {
  const comment = commentOf(call);
  if (!comment.likedBy.includes(call.identity)) comment.likedBy.push(call.identity);
  return empty(200);
}

function unlike(call: Call) {
  const comment = commentOf(call);
  comment.likedBy = comment.likedBy.filter((identity) => identity !== call.identity);
  return empty(200);
}

/** The thread as asked for: with `$iteration`, followed to that iteration's diff. */
async function shown(call: Call, thread: Thread) {
  const pullRequest = pullRequestOf(call);
  if (queryValue(call, '$iteration') === undefined) return threadOnWire(call.collection, pullRequest, thread);
  const iteration = queryNumber(call, '$iteration', 0);
  const against = queryNumber(call, '$baseIteration', 0);
  const last = pullRequest.iterations.length;
  if (iteration < 1 || iteration > last) throw outOfRange(iteration, 'iteration');
  if (against > last) throw outOfRange(against, 'baseIteration');
  return await threadAt(call.collection, pullRequest, thread, iteration, against);
}

function threadOf(call: Call): Thread {
  return threadNumbered(pullRequestOf(call), numberIn(call, 'thread'));
}

function commentOf(call: Call) {
  return commentNumbered(threadOf(call), numberIn(call, 'comment'));
}

function threadUrl(call: Call): string {
  return `${pullRequestUrl(call.collection, pullRequestOf(call))}/threads/${call.params.thread}`;
}
