import { createCountDown } from './door/count-down';
import { markShown } from './door/mark-shown';
import { mount } from './door/mount';
import { createSlowWords } from './door/slow';
import { type Host, openHost } from './host/open';
import { InsightsPage } from './pages/insights/page';
import {
  hashOfView,
  type InsightsContent,
  type InsightsState,
  type InsightsView,
  USUAL_VIEW,
  viewOfHash,
} from './pages/insights/state';
import { createFormat } from './parts/format';
import { readWithoutCompiling } from './record/no-eval';
import { failureKind } from './rest/failure';
import { createRest, type Rest } from './rest/rest';
import { readUse } from './rest/where-it-runs';
import { readInsights } from './watch/insights';

const START: InsightsState = {
  ...{ content: { kind: 'loading', waitingFor: '' }, use: { kind: 'unread' } },
  ...{ view: USUAL_VIEW, patience: 0, projectUrl: '' },
};

let host: Host | undefined;
let rest: Rest | undefined;
let isStopped = false;
const page = mount(InsightsPage, START, { look, stop, again: () => location.reload() });
const waitFor = createSlowWords(page);

void main();

/** The hub in Repos: figures of many pull requests, and where Second Pass runs. */
async function main(): Promise<void> {
  readWithoutCompiling();
  waitFor('Azure DevOps to let the page in');
  host = await openHost();
  const { collectionUrl, culture, openWindow: open, token, project } = host;
  page.surround({ collectionUrl, open, format: createFormat(culture) });
  follow(viewOfHash(host.hash));
  host.onHash((hash) => follow(viewOfHash(hash)));
  page.change({ projectUrl: `${collectionUrl}${encodeURIComponent(project.name)}/` });
  const onWait = createCountDown((patience) => page.change({ patience }));
  rest = createRest({ collectionUrl, token, onWait });
  waitFor('the figures of the nightly run, or the pull requests');
  follow(page.state.view);
  await readInsights({ rest, project: placeOf(host), isStopped: () => isStopped, tell });
}

function tell(content: InsightsContent): void {
  const isFirst = page.state.content.kind === 'loading';
  page.change({ content });
  if (isFirst) markShown();
}

function stop(): void {
  isStopped = true;
}

function look(change: Partial<InsightsView>): void {
  const view = { ...page.state.view, ...change };
  follow(view);
  host?.setHash(hashOfView(view));
}

/** Policies and runs are asked for when somebody wants to see them. */
function follow(view: InsightsView): void {
  page.change({ view });
  if (view.part !== 'coverage' || page.state.use.kind !== 'unread' || !rest || !host) return;
  page.change({ use: { kind: 'loading' } });
  readUse(rest, placeOf(host)).then(
    (repositories) => page.change({ use: { kind: 'use', repositories } }),
    (error: unknown) => page.change({ use: { kind: 'trouble', trouble: failureKind(error) } }),
  );
}

function placeOf({ project }: Host): string {
  return project.id || project.name;
}
