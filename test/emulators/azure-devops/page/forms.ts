import { type Answer, empty, html } from '../answers';
import { decide } from '../builds';
import type { Collection } from '../collection';
import type { Incoming } from '../dispatch';
import { actingAs } from '../person';
import { applySuggestion } from './apply';
import { escapeHtml } from './html';

const FORMS: Readonly<Record<string, (collection: Collection, incoming: Incoming) => Answer | Promise<Answer>>> = {
  apply: applySuggestion,
  comment,
  decide: decideApproval,
};

const ROUTE = /^_emulator\/(apply|comment|decide)$/i;

/** Name of the form where the path takes what a person sends from a page. */
export function formName(path: string): string | undefined {
  return ROUTE.exec(path)?.[1]?.toLowerCase();
}

export async function answerForm(collection: Collection, name: string, incoming: Incoming): Promise<Answer> {
  if (incoming.method !== 'POST') return empty(405);
  return (await FORMS[name]?.(collection, incoming)) ?? empty(404);
}

/** The person at the page is the author of the pull request. */
function comment(collection: Collection, incoming: Incoming): Answer {
  const form = new URLSearchParams(incoming.body.toString('utf8'));
  const pullRequest = collection.pullRequests.get(Number(form.get('pullRequest')));
  const content = (form.get('content') ?? '').trim();
  if (!pullRequest || content === '') return refused('There is nothing to say, or nowhere to say it.');
  const person = actingAs(collection, pullRequest.createdBy, pullRequest);
  const thread = Number(form.get('thread') ?? 0);
  if (thread === 0) person.addThread(content);
  else person.reply(thread, content);
  return back(collection, incoming);
}

/** The person at the page is the first of those who are asked. */
function decideApproval(collection: Collection, incoming: Incoming): Answer {
  const form = new URLSearchParams(incoming.body.toString('utf8'));
  const approval = collection.approvals.find(({ id }) => id === form.get('approval'));
  const who = approval?.steps.find(({ status }) => status === 'pending')?.approver;
  const isGranted = form.get('decision') === 'approve';
  const isDone =
    approval && who && decide(collection, approval, who, { isGranted, comment: form.get('comment') ?? '' });
  return isDone ? back(collection, incoming) : refused('Nobody waits for this approval.');
}

function back(collection: Collection, { headers }: Incoming): Answer {
  return empty(303, { location: headers.referer ?? collection.url });
}

function refused(reason: string): Answer {
  return html(409, `<!DOCTYPE html><html lang="en"><title>Not done</title><p>${escapeHtml(reason)}</p></html>`);
}
