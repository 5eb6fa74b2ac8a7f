import { createCountDown } from './door/count-down';
import { markShown } from './door/mark-shown';
import { mount } from './door/mount';
import { show } from './door/scroll';
import { createSlowWords } from './door/slow';
import { type Host, openHost } from './host/open';
import { RunPage } from './pages/run/page';
import type { RunState } from './pages/run/state';
import { hashOfView, type RunView, USUAL_VIEW, viewOfHash } from './pages/run/view';
import { idOfFinding } from './parts/finding';
import { createFormat } from './parts/format';
import { createRest } from './rest/rest';
import { type Build, type RunWatch, watchRun } from './watch/run-records';

const START: RunState = {
  ...{ content: { kind: 'loading', waitingFor: '' }, view: USUAL_VIEW, isRunning: false, patience: 0, logUrl: '' },
};

let host: Host | undefined;
let watch: RunWatch | undefined;
const page = mount(RunPage, START, { look, goTo, again: () => (watch ? watch.again() : location.reload()) });
const waitFor = createSlowWords(page);

void main();

/** The page of a run: what the step of Second Pass attached to it. */
async function main(): Promise<void> {
  waitFor('Azure DevOps to let the page in');
  host = await openHost();
  const { collectionUrl, culture, project, openWindow: open, configuration } = host;
  page.surround({ collectionUrl, open, format: createFormat(culture) });
  const view = viewOfHash(host.hash);
  page.change({ view });
  host.onHash((hash) => followHash(viewOfHash(hash)));
  const onWait = createCountDown((patience) => page.change({ patience }));
  const rest = createRest({ collectionUrl, token: host.token, onWait });
  watch = watchRun({ rest, project: project.id || project.name, tell });
  waitFor('the records that are attached to the run');
  follow(configuration, collectionUrl, project.name);
}

function follow(configuration: Host['configuration'], collectionUrl: string, project: string): void {
  const { onBuildChanged } = configuration;
  if (typeof onBuildChanged !== 'function') return void page.change({ content: { kind: 'nothing', why: 'noRun' } });
  onBuildChanged((build: Build) => {
    const logUrl = `${collectionUrl}${encodeURIComponent(project)}/_build/results?buildId=${Number(build.id)}&view=logs`;
    page.change({ logUrl });
    watch?.changed(build);
  });
}

function tell(content: RunState['content'], isRunning: boolean): void {
  const isFirst = page.state.content.kind === 'loading';
  page.change({ content, isRunning });
  if (isFirst) markShown();
  if (isFirst) setTimeout(() => show(targetOf(page.state.view)));
}

function look(change: Partial<RunView>): void {
  const view = { ...page.state.view, ...change };
  page.change({ view });
  host?.setHash(hashOfView(view));
}

function goTo(part: string): void {
  look({ part, finding: '' });
  setTimeout(() => show(part));
}

/** The reader changed the address, or came back to an earlier one. */
function followHash(view: RunView): void {
  if (hashOfView(view) === hashOfView(page.state.view)) return;
  page.change({ view });
  setTimeout(() => show(targetOf(view)));
}

function targetOf({ finding, part }: RunView): string {
  return finding === '' ? part : idOfFinding(finding);
}
