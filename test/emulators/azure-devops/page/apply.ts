import { type Answer, empty, html } from '../answers';
import type { Collection } from '../collection';
import type { Incoming } from '../dispatch';
import { fileAt } from '../git';
import { personNamed } from '../identities';
import { newest } from '../iterations';
import type { Position, PullRequest, ThreadContext } from '../model';
import { placeThread } from '../positions';
import { commitFile, pushIteration } from '../pull-requests';
import { commentNumbered, threadNumbered } from '../threads';
import { escapeHtml } from './html';

const fences = /^([ \t]*)(`{3,}|~{3,})[ \t]*suggestion[^\n]*\n([\s\S]*?)(?:^[ \t]*\2[`~]*[ \t]*$)/gm;

/**
 * "Apply change": commits a suggestion to the source branch as the person at the page, and pushes an iteration. It
 * replaces exactly the thread's range, offsets included: an end that cuts its line leaves the line's tail behind.
 */
export async function applySuggestion(collection: Collection, incoming: Incoming): Promise<Answer> {
  const form = new URLSearchParams(incoming.body.toString('utf8'));
  const number = (name: string) => Number(form.get(name));
  const pullRequest = collection.pullRequests.get(number('pullRequest'));
  const thread = pullRequest && threadNumbered(pullRequest, number('thread'));
  const content = thread && commentNumbered(thread, number('comment')).content;
  const proposed = content === undefined ? undefined : suggestionsIn(content)[number('index')];
  if (!pullRequest || !thread || proposed === undefined) return refused('This suggestion does not exist.');
  const { context } = await placeThread(pullRequest, thread, newest(pullRequest).id, 0);
  const applied = context && (await replaced(pullRequest, context, proposed));
  if (!applied) return refused('The lines of this suggestion are gone.');
  const author = personNamed(collection, pullRequest.createdBy.displayName);
  const message = `Apply suggestion to ${context.filePath}`;
  await commitFile(collection, pullRequest, author, { path: context.filePath, content: applied, message });
  await pushIteration(collection, pullRequest, { author });
  return empty(303, { location: `${incoming.headers.referer ?? collection.url}` });
}

/** The contents of a comment's suggestion fences, in order. */
export function suggestionsIn(content: string): string[] {
  return [...content.replaceAll('\r\n', '\n').matchAll(fences)].map((found) => found[3] ?? '');
}

async function replaced(
  pullRequest: PullRequest,
  context: ThreadContext,
  proposed: string,
): Promise<Buffer | undefined> {
  const { rightFileStart: start, rightFileEnd: end } = context;
  const bytes = await fileAt(pullRequest.repository.directory, newest(pullRequest).source, context.filePath.slice(1));
  if (!start || !end || !bytes || isEmpty(start, end)) return undefined;
  const text = bytes.toString('utf8');
  const from = indexOf(text, start);
  const to = indexOf(text, end);
  if (from === undefined || to === undefined) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const inserted = proposed.replace(/\n$/, '').replaceAll('\n', newline);
  return Buffer.from(text.slice(0, from) + inserted + text.slice(to));
}

/** Where a position lies in the text; offsets beyond the line mean its end. */
function indexOf(text: string, position: Position): number | undefined {
  let start = 0;
  for (let line = 1; line < position.line; line++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  const lineEnd = text.indexOf('\n', start);
  const length = text.slice(start, lineEnd < 0 ? undefined : lineEnd).replace(/\r$/, '').length;
  return start + Math.min(position.offset - 1, length);
}

function isEmpty(start: Position, end: Position): boolean {
  return start.line === end.line && start.offset === end.offset;
}

function refused(reason: string): Answer {
  return html(409, `<!DOCTYPE html><html lang="en"><title>Not applied</title><p>${escapeHtml(reason)}</p></html>`);
}
