import { createCountDown } from './door/count-down';
import { mount } from './door/mount';
import { createSlowWords } from './door/slow';
import { type Host, openHost } from './host/open';
import { PolicyPage } from './pages/policy/page';
import { hashOfView, type PolicyState, type PolicyView, USUAL_VIEW, viewOfHash } from './pages/policy/state';
import { createFormat } from './parts/format';
import { readWithoutCompiling } from './record/no-eval';
import { listRepositories } from './rest/policy-file';
import { createRest, type Rest } from './rest/rest';
import { readPolicyOf } from './watch/policy';

const START: PolicyState = {
  ...{ content: { kind: 'loading', waitingFor: '' }, view: USUAL_VIEW, repositories: [] },
  ...{ project: { id: '', name: '' }, draft: '', patience: 0 },
};

let host: Host | undefined;
let rest: Rest | undefined;
const page = mount(PolicyPage, START, { look, draft: (draft) => page.change({ draft }), again: () => void read() });
const waitFor = createSlowWords(page);

void main();

/** The hub in the project's settings: which limits hold here, and where from. */
async function main(): Promise<void> {
  readWithoutCompiling();
  waitFor('Azure DevOps to let the page in');
  host = await openHost();
  const { collectionUrl, culture, openWindow: open, project, token } = host;
  page.surround({ collectionUrl, open, format: createFormat(culture) });
  page.change({ project, view: viewOfHash(host.hash) });
  host.onHash((hash) => follow(viewOfHash(hash)));
  const onWait = createCountDown((patience) => page.change({ patience }));
  rest = createRest({ collectionUrl, token, onWait });
  waitFor('the newest run, and the policy that it names');
  await Promise.all([read(), readRepositories(rest, project.id || project.name)]);
}

async function read(): Promise<void> {
  if (!rest || !host) return;
  const { collectionUrl, project } = host;
  const { file } = page.state.view;
  page.change({ content: await readPolicyOf({ rest, collectionUrl, file, project: project.id || project.name }) });
}

/** Without the list the reader still sees what holds for the project. */
async function readRepositories(from: Rest, project: string): Promise<void> {
  page.change({ repositories: await listRepositories(from, project).catch(() => []) });
}

function look(change: Partial<PolicyView>): void {
  const view = { ...page.state.view, ...change };
  host?.setHash(hashOfView(view));
  follow(view);
}

function follow(view: PolicyView): void {
  const isOtherFile = view.file !== page.state.view.file;
  page.change({ view });
  if (isOtherFile) void read();
}
