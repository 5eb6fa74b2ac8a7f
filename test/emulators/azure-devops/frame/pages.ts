import { type Answer, html, json } from '../answers';
import { type Collection, sameText } from '../collection';
import type { PullRequest } from '../model';
import { buildPage } from '../page/build-page';
import { escapeHtml, lines } from '../page/html';
import { runPage } from '../routes-builds';
import type { Run } from '../runs';
import { currentStatuses } from '../statuses';
import { pullRequestOnWire, statusOnWire } from '../wire';
import type { Frame } from './frame';
import { assetPath, hostPage, hostScript, tabs } from './host-page';

const RUN = /^([^/]+)\/_build\/results$/i;
const HUB = /^([^/]+)\/(?:_apps\/hub|_settings)\/([\w.-]+)$/i;
const EMULATOR = /^_emulator\/(host\.js|page-token|run)$/i;

/** Pages that hold pages of extensions, and what these are made of. */
export function isFramePath(path: string): boolean {
  return RUN.test(path) || HUB.test(path) || EMULATOR.test(path) || assetPath(path) !== undefined;
}

export async function answerFramePage(collection: Collection, path: string, query: URLSearchParams): Promise<Answer> {
  const asset = assetPath(path);
  if (asset !== undefined) return fileOf(collection.frame, decodeURIComponent(asset));
  const own = EMULATOR.exec(path)?.[1]?.toLowerCase();
  if (own !== undefined) return emulatorAnswer(collection, own, query);
  const hub = HUB.exec(path);
  if (hub) return hubPage(collection, decodeURIComponent(hub[1] ?? ''), hub[2] ?? '');
  const build = collection.builds.get(Number(query.get('buildId')));
  if (build) return html(200, buildPage(collection, build));
  const run = collection.runs.get(Number(query.get('buildId')));
  return run ? html(200, runHtml(collection, run, query)) : notFound('The run is not there; it may have been deleted.');
}

async function emulatorAnswer(collection: Collection, name: string, query: URLSearchParams): Promise<Answer> {
  if (name === 'host.js')
    return { status: 200, bytes: Buffer.from(await hostScript()), contentType: 'application/javascript' };
  if (name === 'page-token') return json({ token: collection.frame?.token });
  const id = Number(query.get('id'));
  const run = collection.runs.get(id);
  // The page around the frame knows its run even after that was deleted.
  return json({ id, status: run?.status ?? 'completed', buildNumber: run?.number ?? '' });
}

function fileOf(frame: Frame | undefined, path: string): Answer {
  frame?.served.push(path);
  const file = frame?.extension.file(path);
  return file ? { status: 200, ...file } : notFound(`No file ${path}.`);
}

function runHtml(collection: Collection, run: Run, query: URLSearchParams): string {
  const { frame } = collection;
  const own = frame?.extension.pages.filter(({ supportsTasks, type }) => {
    return (
      type === 'ms.vss-build-web.build-results-tab' && run.steps.some(({ taskId }) => supportsTasks.includes(taskId))
    );
  });
  const page = own?.find(({ id }) => sameText(id, query.get('view') ?? ''));
  const address = runPage(collection, run);
  const title = `#${run.number} • ${run.definition.name}`;
  const head = lines(
    `<div class="bar">${escapeHtml(`${collection.name} / ${run.project.name} / Pipelines / ${run.definition.name}`)}</div>`,
    `<div class="title">${escapeHtml(title)}</div>`,
    tabs([
      { name: 'Summary', url: address, isHere: page === undefined },
      ...(own ?? []).map(({ id, name }) => ({ name, url: `${address}&view=${id}`, isHere: id === page?.id })),
    ]),
  );
  const runUrl = `${collection.path}_emulator/run?id=${run.id}`;
  if (frame && page)
    return hostPage(collection, frame, { title, head, page, project: run.project, runUrl, configuration: {} });
  const steps = run.steps.map(({ name, state, result }) => `<li>${escapeHtml(`${name}: ${result ?? state}`)}</li>`);
  return `<!DOCTYPE html><html lang="en"><title>${escapeHtml(title)}</title>${head}<main><ul>${steps.join('')}</ul></main></html>`;
}

/** What the extension shows on a pull request: its tab, or what an item of its status' menu does; undefined where it has none. */
export function pullRequestTab(
  collection: Collection,
  pullRequest: PullRequest,
  query: URLSearchParams,
): string | undefined {
  const { frame } = collection;
  const view = query.get('view') ?? '';
  const actions = [...(frame?.extension.statusActions ?? []), ...(frame?.extension.pullRequestActions ?? [])];
  const action = actions.find(({ id }) => sameText(id, view));
  const tab = frame?.extension.pages.find(({ type, id }) => type === 'ms.vss-web.tab' && sameText(id, view));
  const page = action ?? tab;
  if (!frame || !page) return undefined;
  const { project, name, id: repositoryId } = pullRequest.repository;
  const title = `Pull request ${pullRequest.id}: ${pullRequest.title}`;
  const address = `${collection.path}${encodeURIComponent(project.name)}/_git/${encodeURIComponent(name)}/pullrequest/${pullRequest.id}`;
  const head = lines(
    `<div class="bar">${escapeHtml(`${collection.name} / ${project.name} / ${name} / Pull requests`)}</div>`,
    `<div class="title">${escapeHtml(title)}</div>`,
    tabs([
      { name: 'Overview', url: address, isHere: action !== undefined },
      ...(tab ? [{ name: tab.name, url: `${address}?view=${tab.id}`, isHere: true }] : []),
    ]),
  );
  const common = { title, head, page, project };
  if (!action)
    return hostPage(collection, frame, {
      ...common,
      configuration: { pullRequestId: pullRequest.id, repositoryId },
    });
  const status = currentStatuses(pullRequest).find(({ id }) => id === Number(query.get('status')));
  const context = {
    pullRequest: frame.isTerse ? { pullRequestId: pullRequest.id } : pullRequestOnWire(collection, pullRequest),
    ...(status ? { status: statusOnWire(collection, pullRequest, status) } : {}),
  };
  const { registeredObjectId } = action;
  return hostPage(collection, frame, { ...common, configuration: {}, chosen: { registeredObjectId, context } });
}

function hubPage(collection: Collection, projectName: string, id: string): Answer {
  const { frame } = collection;
  const page = frame?.extension.pages.find((one) => sameText(one.id, id));
  const project = collection.projects.find(({ name }) => sameText(name, projectName));
  if (!frame || !page || !project) return notFound('No such hub.');
  const head = `<div class="bar">${escapeHtml(`${collection.name} / ${project.name} / ${page.name}`)}</div>`;
  return html(200, hostPage(collection, frame, { title: page.name, head, page, project, configuration: {} }));
}

function notFound(text: string): Answer {
  return html(404, `<!DOCTYPE html><html lang="en"><title>Not found</title><p>${escapeHtml(text)}</p></html>`);
}
