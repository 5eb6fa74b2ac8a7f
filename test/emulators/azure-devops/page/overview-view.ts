import type { Collection } from '../collection';
import { newest } from '../iterations';
import type { PullRequest, Status } from '../model';
import { currentStatuses, policiesOf, policyResult } from '../statuses';
import { isSystem } from '../threads';
import { escapeHtml, lines, shortDate } from './html';
import { renderMarkdown } from './markdown';
import type { PlacedThread } from './placed-threads';
import { sayForm, statusWords, type ThreadView, threadHtml } from './thread-view';

const stateSigns: Record<string, string> = {
  succeeded: '✓',
  failed: '✕',
  error: '!',
  pending: '●',
  notApplicable: '–',
  notSet: '○',
  partiallySucceeded: '◐',
};
const voteWords: Record<string, string> = {
  '10': 'Approved',
  '5': 'Approved with suggestions',
  '0': 'No vote',
  '-5': 'Waiting for the author',
  '-10': 'Rejected',
};

/** The Overview tab: description, checks and votes beside general comments and what is said in files. */
export function overviewHtml(pullRequest: PullRequest, threads: PlacedThread[], view: ThreadView): string {
  const general = threads.filter((placed) => !placed.file);
  const inFiles = threads.filter((placed) => placed.file);
  return lines(
    '<section id="overview" aria-labelledby="overview-title">',
    '<h2 id="overview-title">Overview</h2>',
    '<div class="columns"><div class="main">',
    descriptionHtml(pullRequest, view),
    ...general.map((placed) => threadHtml(placed, view)),
    view.isServed && `<div class="card">${sayForm(view)}</div>`,
    inFiles.length > 0 && fileThreadsHtml(inFiles),
    activityHtml(pullRequest),
    '</div><aside>',
    checksHtml(view.collection, pullRequest),
    reviewersHtml(pullRequest),
    '</aside></div></section>',
  );
}

function descriptionHtml(pullRequest: PullRequest, view: ThreadView): string {
  const nameOf = (id: string) => view.collection.identities.get(id.toLowerCase())?.displayName;
  const text = renderMarkdown(pullRequest.description || '_No description_', { nameOf });
  return `<div class="card"><h3>Description</h3><div class="markdown">${text}</div></div>`;
}

function fileThreadsHtml(threads: PlacedThread[]): string {
  const items = threads.map(({ thread, file, startLine }) => {
    const line = startLine === undefined ? '' : `:${startLine}`;
    const status = thread.status ?? 'unknown';
    return (
      `<li><span class="badge thread-${status}">${statusWords[status]}</span> ` +
      `<a href="#thread-${thread.id}">${escapeHtml(`${file}${line}`)}</a> <span class="quiet">${escapeHtml(titleOf(thread))}</span></li>`
    );
  });
  return `<div class="card"><h3>Comments in files</h3><ul class="plain">${items.join('\n')}</ul></div>`;
}

function titleOf(thread: PlacedThread['thread']): string {
  const text = thread.comments.find((comment) => !comment.isDeleted)?.content ?? '';
  const words = text.split('\n').find((line) => line.trim() !== '') ?? '';
  return words.replace(/[*_`#>\\]/g, '').slice(0, 90);
}

function activityHtml(pullRequest: PullRequest): string {
  const entries = pullRequest.threads.filter(isSystem).map((thread) => {
    return `<li><time>${shortDate(thread.publishedDate)}</time> ${escapeHtml(thread.comments[0]?.content ?? '')}</li>`;
  });
  if (entries.length === 0) return '';
  return `<details class="card activity"><summary>Activity</summary><ul class="plain">${entries.join('\n')}</ul></details>`;
}

function checksHtml(collection: Collection, pullRequest: PullRequest): string {
  const policies = policiesOf(collection, pullRequest);
  const checks = currentStatuses(pullRequest).map((status) => {
    const name = status.genre ? `${status.genre}/${status.name}` : status.name;
    const stale = status.iterationId !== undefined && status.iterationId < newest(pullRequest).id;
    const link = status.targetUrl && /^https?:\/\//.test(status.targetUrl) ? status.targetUrl : undefined;
    const policy = policies.find((one) => one.name === status.name && one.genre === (status.genre ?? ''));
    return lines(
      `<li class="check" data-check="${escapeHtml(name)}" data-state="${status.state}"><span class="state state-${status.state}" aria-hidden="true">${stateSigns[status.state]}</span>`,
      `<div><strong>${link ? `<a href="${escapeHtml(link)}">${escapeHtml(name)}</a>` : escapeHtml(name)}</strong> <span class="quiet">${status.state}</span>`,
      `<div class="said">${escapeHtml(status.description ?? '')}</div>`,
      status.iterationId !== undefined &&
        `<div class="quiet">Update ${status.iterationId}${stale ? ' (not the latest)' : ''}</div>`,
      policy && `<div class="quiet">Required by policy: ${policyResult(pullRequest, policy)}</div>`,
      menuHtml(collection, pullRequest, status),
      '</div></li>',
    );
  });
  const waiting = policies
    .filter((policy) => policyResult(pullRequest, policy) === 'queued')
    .map(
      (policy) =>
        `<li class="check" data-policy="queued"><span class="state state-notSet">○</span> ${escapeHtml(`${policy.genre}/${policy.name}`)} is required and has not run on the latest update</li>`,
    );
  const none = checks.length + waiting.length === 0 ? '<li class="quiet">No checks</li>' : '';
  return `<div class="card"><h3>Checks</h3><ul class="plain">${none}${checks.join('\n')}${waiting.join('\n')}</ul></div>`;
}

/** What extensions add to the menu of a status. */
function menuHtml({ frame }: Collection, { id }: PullRequest, status: Status): string {
  const actions = frame?.extension.statusActions.filter(({ genre }) => genre === status.genre) ?? [];
  if (actions.length === 0) return '';
  const items = actions.map(
    (one) => `<li><a href="${id}?view=${one.id}&#38;status=${status.id}">${escapeHtml(one.name)}</a></li>`,
  );
  return `<details class="menu"><summary aria-label="More of ${escapeHtml(status.name)}">⋯</summary><ul class="plain">${items.join('')}</ul></details>`;
}

function reviewersHtml(pullRequest: PullRequest): string {
  const entries = pullRequest.reviewers.map(({ identity, vote }) => {
    return `<li data-reviewer="${escapeHtml(identity.displayName)}" data-vote="${vote}"><strong>${escapeHtml(identity.displayName)}</strong> <span class="vote vote${vote}">${voteWords[String(vote)]}</span></li>`;
  });
  const none = '<li class="quiet">No reviewers</li>';
  return `<div class="card"><h3>Reviewers</h3><ul class="plain">${entries.join('\n') || none}</ul></div>`;
}
