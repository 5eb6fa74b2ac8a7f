import type { Build } from '../builds';
import type { Collection } from '../collection';
import { newest, short } from '../iterations';
import type { Iteration, PullRequest } from '../model';
import { filesHtml } from './files-view';
import { escapeHtml, initials, lines } from './html';
import { overviewHtml } from './overview-view';
import { placedThreads } from './placed-threads';
import { style } from './style';

/**
 * The pull request as people see it, in one html document without scripts or outside resources. `isServed` says whether
 * forms have a server to post to; `iteration` shows an older one.
 */
export async function pullRequestPage(
  collection: Collection,
  pullRequest: PullRequest,
  shown: { isServed: boolean; iteration?: number },
): Promise<string> {
  const iteration = pullRequest.iterations[(shown.iteration ?? 0) - 1] ?? newest(pullRequest);
  const threads = await placedThreads(pullRequest, iteration);
  const view = { collection, pullRequestId: pullRequest.id, isServed: shown.isServed };
  const title = `Pull request ${pullRequest.id}: ${pullRequest.title}`;
  return lines(
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    shown.isServed && isBusy(collection) && '<meta http-equiv="refresh" content="2">',
    `<title>${escapeHtml(title)}</title><style>${style}</style></head>`,
    `<body data-pull-request="${pullRequest.id}">`,
    headHtml(collection, pullRequest, iteration, shown.isServed),
    '<main>',
    overviewHtml(pullRequest, threads, view),
    await filesHtml(pullRequest, iteration, threads, view),
    '</main>',
    '<footer>Emulator of Azure DevOps for tests and demos</footer>',
    '</body></html>',
  );
}

/** A run is at it that waits for nobody, or is about to begin: what it says is soon there. */
function isBusy({ builds, deliveries }: Collection): boolean {
  const isAtWork = ({ status, records }: Build) =>
    status !== 'completed' && records.every(({ state }) => state !== 'pending');
  return deliveries.length > 0 || [...builds.values()].some(isAtWork);
}

function headHtml(collection: Collection, pullRequest: PullRequest, iteration: Iteration, isServed: boolean): string {
  const { repository, createdBy } = pullRequest;
  const badge = badgeOf(pullRequest);
  const fork = pullRequest.sourceRepository === repository ? '' : `${pullRequest.sourceRepository.name}:`;
  const crumbs = [collection.name, repository.project.name, repository.name, 'Pull requests'].map(escapeHtml);
  return lines(
    `<div class="bar"><span class="mark" aria-hidden="true"></span>${crumbs.map((crumb) => `<span>${crumb}</span>`).join('<span class="slash">/</span>')}</div>`,
    '<header class="head">',
    `<h1><span class="quiet">${pullRequest.id}</span> ${escapeHtml(pullRequest.title)}</h1>`,
    `<p><span class="badge status-${badge.toLowerCase()}" data-pull-request-status="${pullRequest.status}" data-draft="${pullRequest.isDraft}">${badge}</span>`,
    `<span class="avatar" aria-hidden="true">${initials(createdBy.displayName)}</span> ${escapeHtml(createdBy.displayName)} proposes to merge`,
    `<code>${escapeHtml(fork + short(pullRequest.sourceRef))}</code> into <code>${escapeHtml(short(pullRequest.targetRef))}</code>`,
    pullRequest.mergeStatus === 'conflicts' && '<span class="badge status-conflicts">Conflicts</span>',
    '</p>',
    `<nav aria-label="Sections"><a href="#overview">Overview</a><a href="#files">Files</a>${tabLinks(collection, isServed)}${updatesHtml(pullRequest, iteration, isServed)}</nav>`,
    '</header>',
  );
}

/** Tabs that an installed extension adds; they need the server. */
function tabLinks({ frame }: Collection, isServed: boolean): string {
  const pages = frame?.extension.pages.filter(({ type }) => type === 'ms.vss-web.tab') ?? [];
  if (!isServed) return '';
  return pages.map(({ id, name }) => `<a href="?view=${escapeHtml(id)}">${escapeHtml(name)}</a>`).join('');
}

function badgeOf(pullRequest: PullRequest): string {
  if (pullRequest.status === 'completed') return 'Completed';
  if (pullRequest.status === 'abandoned') return 'Abandoned';
  return pullRequest.isDraft ? 'Draft' : 'Active';
}

function updatesHtml(pullRequest: PullRequest, shown: Iteration, isServed: boolean): string {
  const names = pullRequest.iterations.map((one) => {
    const label = `Update ${one.id} (${one.reason})`;
    if (one === shown) return `<strong aria-current="true">${label}</strong>`;
    return isServed ? `<a href="?iteration=${one.id}">${label}</a>` : `<span>${label}</span>`;
  });
  return `<span class="updates">${names.join(' ')}</span>`;
}
