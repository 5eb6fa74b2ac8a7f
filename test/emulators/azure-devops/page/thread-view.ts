import type { Collection } from '../collection';
import type { Comment, Thread } from '../model';
import { escapeHtml, initials, lines, shortDate } from './html';
import { renderMarkdown } from './markdown';
import type { PlacedThread } from './placed-threads';

/** How the service calls each status on its pages. */
export const statusWords: Record<string, string> = {
  unknown: 'Unknown',
  active: 'Active',
  pending: 'Pending',
  fixed: 'Resolved',
  wontFix: "Won't fix",
  closed: 'Closed',
  byDesign: 'By design',
};

export interface ThreadView {
  collection: Collection;
  pullRequestId: number;
  /** A page without a server cannot apply changes. */
  isServed: boolean;
  /** The lines a suggestion would replace. */
  replaced?: string[];
}

/** A thread with its comments. Resolved ones in files are folded, as on the service. */
export function threadHtml(placed: PlacedThread, view: ThreadView): string {
  const { thread } = placed;
  const isOpen = !placed.file || !['fixed', 'wontFix', 'closed', 'byDesign'].includes(thread.status ?? '');
  const word = statusWords[thread.status ?? 'unknown'];
  const first = thread.comments.find((comment) => !comment.isDeleted);
  const where = placeAttributes(placed);
  return lines(
    `<details class="thread" id="thread-${thread.id}" data-thread-id="${thread.id}" data-status="${thread.status ?? ''}"${where}${isOpen ? ' open' : ''}>`,
    `<summary><span class="badge thread-${thread.status}">${word}</span> <span class="by">${escapeHtml(first?.author.displayName ?? '')}</span>`,
    `${placeWords(placed)}<span class="count">${countOf(thread)}</span></summary>`,
    ...thread.comments.filter((comment) => !comment.isDeleted).map((comment) => commentHtml(thread, comment, view)),
    view.isServed && sayForm(view, thread),
    '</details>',
  );
}

function commentHtml(thread: Thread, comment: Comment, view: ThreadView): string {
  const author = escapeHtml(comment.author.displayName);
  const edited = comment.lastContentUpdatedDate === comment.publishedDate ? '' : ' · edited';
  const body = renderMarkdown(comment.content, {
    nameOf: (id) => view.collection.identities.get(id.toLowerCase())?.displayName,
    ...(thread.context?.rightFileStart
      ? { suggestion: (content: string, index: number) => suggestionHtml(content, { thread, comment, index, view }) }
      : {}),
  });
  return lines(
    `<article class="comment" data-comment-id="${comment.id}">`,
    `<header><span class="avatar${comment.author.isService ? ' service' : ''}" aria-hidden="true">${initials(comment.author.displayName)}</span>`,
    `<strong>${author}</strong> <time datetime="${comment.publishedDate}">${shortDate(comment.publishedDate)}${edited}</time></header>`,
    `<div class="markdown">${body}</div>`,
    '</article>',
  );
}

/** Where a person replies; without a thread, where a new one begins. */
export function sayForm({ collection, pullRequestId }: ThreadView, thread?: Thread): string {
  const where = thread ? `<input type="hidden" name="thread" value="${thread.id}">` : '';
  const word = thread ? 'Reply' : 'Comment';
  return lines(
    `<form method="post" action="${collection.path}_emulator/comment" class="say">`,
    `<input type="hidden" name="pullRequest" value="${pullRequestId}">${where}`,
    `<textarea name="content" rows="1" aria-label="${word}" placeholder="${word}: for example /second-pass fix" required></textarea>`,
    `<button type="submit">${word}</button></form>`,
  );
}

function suggestionHtml(
  content: string,
  of: { thread: Thread; comment: Comment; index: number; view: ThreadView },
): string {
  const { thread, comment, index, view } = of;
  const removed = (view.replaced ?? []).map((line) => `<div class="removed"><span>-</span>${escapeHtml(line)}</div>`);
  const proposed = content === '' ? [] : content.replace(/\n$/, '').split('\n');
  const added = proposed.map((line) => `<div class="added"><span>+</span>${escapeHtml(line)}</div>`);
  const values = { pullRequest: view.pullRequestId, thread: thread.id, comment: comment.id, index };
  const fields = Object.entries(values).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const isApplied = view.replaced?.join('\n') === proposed.join('\n');
  if (isApplied)
    return `<div class="suggestion" data-suggestion="${index}" data-applied="true"><div class="suggestion-head">Suggested change, applied</div><pre>${added.join('')}</pre></div>`;
  const button = view.isServed
    ? `<form method="post" action="${view.collection.path}_emulator/apply">${fields.join('')}<button type="submit">Apply change</button></form>`
    : '<button type="button" disabled title="Needs the running server">Apply change</button>';
  return `<div class="suggestion" data-suggestion="${index}"><div class="suggestion-head">Suggested change ${button}</div><pre>${removed.join('')}${added.join('')}</pre></div>`;
}

function placeAttributes(placed: PlacedThread): string {
  if (!placed.context) return '';
  const line = placed.endLine === undefined ? '' : ` data-line="${placed.endLine}" data-side="${placed.side}"`;
  return ` data-file="${escapeHtml(placed.file ?? placed.context.filePath)}"${line}`;
}

function placeWords(placed: PlacedThread): string {
  if (!placed.context) return '';
  if (placed.startLine === undefined) return '<span class="where">on the file</span>';
  const span =
    placed.endLine === placed.startLine ? `line ${placed.startLine}` : `lines ${placed.startLine}–${placed.endLine}`;
  return `<span class="where">${span}${placed.side === 'left' ? ' (before)' : ''}${placed.moved ? ', moved' : ''}</span>`;
}

function countOf(thread: Thread): string {
  const count = thread.comments.filter((comment) => !comment.isDeleted).length;
  return count === 1 ? '1 comment' : `${count} comments`;
}
