import { empty, json, list } from './answers';
import { guidOf, now, sameText } from './collection';
import type { PullRequest } from './model';
import { type Call, pullRequestOf, type Route } from './router';
import { ServiceError } from './service-error';
import { pullRequestUrl } from './wire';
import { identityOnWire } from './wire-collection';

const base = 'git/repositories/:repository/pullRequests/:pullRequest';

/** What hangs on a pull request: labels and attachments. */
export const attachedRoutes: Route[] = [
  { method: 'GET', template: `${base}/labels`, handler: listLabels },
  { method: 'POST', template: `${base}/labels`, handler: addLabel },
  { method: 'GET', template: `${base}/labels/:label`, handler: (call) => json(labelOnWire(labelOf(call))) },
  { method: 'DELETE', template: `${base}/labels/:label`, handler: removeLabel },
  { method: 'GET', template: `${base}/attachments`, handler: listAttachments },
  { method: 'GET', template: `${base}/attachments/:file`, handler: getAttachment },
  { method: 'POST', template: `${base}/attachments/:file`, handler: addAttachment },
  { method: 'DELETE', template: `${base}/attachments/:file`, handler: removeAttachment },
];

function listLabels(call: Call) {
  return list(pullRequestOf(call).labels.map(labelOnWire));
}

function addLabel(call: Call) {
  const { labels } = pullRequestOf(call);
  const name = String((call.body as { name?: string } | undefined)?.name ?? '');
  const label = labels.find((one) => sameText(one.name, name)) ?? { id: guidOf('label', name), name };
  if (!labels.includes(label)) labels.push(label);
  return json(labelOnWire(label));
}

function removeLabel(call: Call) {
  const pullRequest = pullRequestOf(call);
  const label = labelOf(call);
  pullRequest.labels = pullRequest.labels.filter((one) => one !== label);
  return empty(200);
}

function labelOf(call: Call) {
  const wanted = call.params.label;
  const found = pullRequestOf(call).labels.find((one) => sameText(one.name, wanted) || sameText(one.id, wanted));
  if (found) return found;
  throw new ServiceError(404, 'TagNotFoundException', `The label ${wanted} does not exist.`);
}

function labelOnWire(label: { id: string; name: string }) {
  return { ...label, active: true };
}

function listAttachments(call: Call) {
  return list(pullRequestOf(call).attachments.map((one) => attachmentOnWire(call, one)));
}

function getAttachment(call: Call) {
  return { status: 200, bytes: attachmentOf(call).content, contentType: 'application/octet-stream' };
}

function addAttachment(call: Call) {
  const { attachments } = pullRequestOf(call);
  const name = call.params.file ?? '';
  const added = {
    id: attachments.length + 1,
    name,
    content: call.rawBody,
    author: call.identity,
    createdDate: now(call.collection),
  };
  attachments.push(added);
  return json(attachmentOnWire(call, added));
}

function removeAttachment(call: Call) {
  const pullRequest = pullRequestOf(call);
  const removed = attachmentOf(call);
  pullRequest.attachments = pullRequest.attachments.filter((one) => one !== removed);
  return empty(200);
}

function attachmentOf(call: Call) {
  const found = pullRequestOf(call).attachments.find((one) => one.name === call.params.file);
  if (found) return found;
  throw new ServiceError(404, 'GitPullRequestAttachmentNotFoundException', `No attachment ${call.params.file}.`);
}

function attachmentOnWire(call: Call, one: PullRequest['attachments'][number]) {
  const url = `${pullRequestUrl(call.collection, pullRequestOf(call))}/attachments/${encodeURIComponent(one.name)}`;
  const author = identityOnWire(call.collection, one.author);
  return { id: one.id, displayName: one.name, createdDate: one.createdDate, url, author };
}
