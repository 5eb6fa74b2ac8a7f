import { createCountDown } from './door/count-down';
import { markShown } from './door/mark-shown';
import { mount } from './door/mount';
import { show } from './door/scroll';
import { createSlowWords } from './door/slow';
import { type Host, openHost } from './host/open';
import { PullRequestPage } from './pages/pull-request/page';
import {
  hashOfView,
  type PullRequestContent,
  type PullRequestState,
  type PullRequestView,
  USUAL_VIEW,
  viewOfHash,
} from './pages/pull-request/state';
import { createFormat } from './parts/format';
import { readWithoutCompiling } from './record/no-eval';
import type { PullRequestPlace } from './rest/conversation';
import { createRest } from './rest/rest';
import { readPullRequest } from './watch/pull-request';

const START: PullRequestState = { content: { kind: 'loading', waitingFor: '' }, view: USUAL_VIEW, patience: 0 };

let host: Host | undefined;
const page = mount(PullRequestPage, START, { look, goTo, again: () => location.reload() });
const waitFor = createSlowWords(page);

void main();

/** The tab of a pull request: its story from what stands on it, also after the runs are gone. */
async function main(): Promise<void> {
  readWithoutCompiling();
  waitFor('Azure DevOps to let the page in');
  host = await openHost();
  const { collectionUrl, culture, openWindow: open, token } = host;
  page.surround({ collectionUrl, open, format: createFormat(culture) });
  page.change({ view: viewOfHash(host.hash) });
  host.onHash((hash) => page.change({ view: viewOfHash(hash) }));
  const onWait = createCountDown((patience) => page.change({ patience }));
  const rest = createRest({ collectionUrl, token, onWait });
  waitFor('what stands on the pull request');
  const place = placeOf(host);
  await readPullRequest({ rest, place, url: urlOf(collectionUrl, place), collectionUrl, tell });
}

function placeOf({ configuration: { pullRequestId, repositoryId }, project: { id, name } }: Host): PullRequestPlace {
  return { project: id || name, repositoryId: String(repositoryId ?? ''), pullRequestId: Number(pullRequestId) };
}

function urlOf(collectionUrl: string, { project, repositoryId, pullRequestId }: PullRequestPlace): string {
  return `${collectionUrl}${encodeURIComponent(project)}/_git/${encodeURIComponent(repositoryId)}/pullrequest/${pullRequestId}`;
}

function tell(content: PullRequestContent): void {
  const isFirst = page.state.content.kind === 'loading';
  page.change({ content });
  if (isFirst) markShown();
  if (isFirst) setTimeout(() => show(page.state.view.part));
}

function look(change: Partial<PullRequestView>): void {
  const view = { ...page.state.view, ...change };
  page.change({ view });
  host?.setHash(hashOfView(view));
}

function goTo(part: string): void {
  look({ part });
  setTimeout(() => show(part));
}
