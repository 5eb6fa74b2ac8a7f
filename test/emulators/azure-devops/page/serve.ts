import { type Answer, html } from '../answers';
import { type Collection, sameText } from '../collection';
import type { Incoming } from '../dispatch';
import { pullRequestTab } from '../frame/pages';
import type { LoggedRequest } from '../request-log';
import { pullRequestPage } from './document';
import { answerForm, formName } from './forms';

const pagePath = /^([^/]+)\/_git\/([^/]+)\/pullrequest\/(\d+)$/i;

/** Pages are for people with a browser: they need no token. */
export function isPagePath(path: string): boolean {
  return pagePath.test(path) || formName(path) !== undefined || path === '';
}

export async function answerPage(
  collection: Collection,
  incoming: Incoming,
  path: string,
  entry: LoggedRequest,
): Promise<Answer> {
  entry.kind = 'page';
  const form = formName(path);
  if (form !== undefined) return await answerForm(collection, form, incoming);
  if (path === '') return html(200, overview(collection));
  const found = pagePath.exec(path);
  const pullRequest = collection.pullRequests.get(Number(found?.[3]));
  const isHere = pullRequest && sameText(pullRequest.repository.name, decodeURIComponent(found?.[2] ?? ''));
  if (!isHere)
    return html(404, '<!DOCTYPE html><html lang="en"><title>Not found</title><p>No such pull request.</p></html>');
  const tab = pullRequestTab(collection, pullRequest, incoming.url.searchParams);
  if (tab !== undefined) return html(200, tab);
  const iteration = Number(incoming.url.searchParams.get('iteration') ?? 0);
  const shown = pullRequest.iterations[iteration - 1] ? { iteration } : {};
  return html(200, await pullRequestPage(collection, pullRequest, { isServed: true, ...shown }));
}

function overview(collection: Collection): string {
  const entries = [...collection.pullRequests.values()].map((one) => {
    const names = [one.repository.project.name, '_git', one.repository.name, 'pullrequest', String(one.id)];
    return `<li><a href="${collection.path}${names.map(encodeURIComponent).join('/')}">Pull request ${one.id}</a></li>`;
  });
  return `<!DOCTYPE html><html lang="en"><title>Pull requests</title><h1>Pull requests</h1><ul>${entries.join('')}</ul></html>`;
}
