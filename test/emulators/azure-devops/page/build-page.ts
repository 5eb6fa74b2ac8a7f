import type { Approval, Build, TimelineRecord } from '../builds';
import type { Collection } from '../collection';
import { escapeHtml, lines } from './html';
import { style } from './style';

export function buildUrl(collection: Collection, build: Build): string {
  return `${collection.url}${encodeURIComponent(build.project.name)}/_build/results?buildId=${build.id}`;
}

/** A run of a pipeline: its stages, what they wait for, and the logs of their steps. It looks again while something is under way. */
export function buildPage(collection: Collection, build: Build): string {
  const title = `Run ${build.id}: pipeline ${build.definitionId}`;
  const stages = build.records.filter(({ type }) => type === 'Stage');
  const isBusy = build.status !== 'completed' && stages.every(({ state }) => state !== 'pending');
  return lines(
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    isBusy && '<meta http-equiv="refresh" content="2">',
    `<title>${escapeHtml(title)}</title><style>${style}</style></head>`,
    `<body data-build="${build.id}" data-status="${build.status}">`,
    `<div class="bar"><span class="mark" aria-hidden="true"></span>${[collection.name, build.project.name, 'Pipelines'].map((one) => `<span>${escapeHtml(one)}</span>`).join('<span class="slash">/</span>')}</div>`,
    `<header class="head"><h1>${escapeHtml(title)}</h1>`,
    `<p><span class="badge">${escapeHtml(build.result ?? build.status)}</span> started by ${escapeHtml(build.requestedFor.displayName)}</p></header>`,
    '<main>',
    ...stages.map((stage) => stageHtml(collection, build, stage)),
    '</main>',
    '<footer>Emulator of Azure DevOps for tests and demos</footer>',
    '</body></html>',
  );
}

function stageHtml(collection: Collection, build: Build, stage: TimelineRecord): string {
  const tasks = build.records.filter(({ type, parentId }) => type === 'Task' && parentId === stage.id);
  const approval = approvalOf(collection, build, stage);
  return lines(
    `<section class="card" data-stage="${escapeHtml(stage.identifier ?? '')}" data-state="${stage.state}" data-result="${stage.result ?? ''}">`,
    `<h3>${escapeHtml(stage.name)} <span class="badge">${escapeHtml(stage.result ?? wordOf(stage, approval))}</span></h3>`,
    approval && approvalHtml(collection, approval),
    ...tasks.map((task) => taskHtml(build, task)),
    '</section>',
  );
}

function wordOf({ state }: TimelineRecord, approval: Approval | undefined): string {
  return approval?.status === 'pending' ? 'waiting for approval' : state === 'pending' ? 'waiting' : 'running';
}

function approvalOf({ approvals }: Collection, { records }: Build, stage: TimelineRecord): Approval | undefined {
  const checkpoint = records.find(({ type, parentId }) => type === 'Checkpoint' && parentId === stage.id);
  const asked = records.find(({ type, parentId }) => type === 'Checkpoint.Approval' && parentId === checkpoint?.id);
  return approvals.find(({ id }) => id === asked?.id);
}

function approvalHtml(collection: Collection, { id, status, steps }: Approval): string {
  const who = steps.map(({ approver, status: own, comment }) => {
    const said = comment === '' ? '' : ` “${escapeHtml(comment)}”`;
    return `<li data-approver="${escapeHtml(approver.displayName)}">${escapeHtml(approver.displayName)}: ${own}${said}</li>`;
  });
  const button = (decision: string, word: string) =>
    `<button type="submit" name="decision" value="${decision}">${word}</button>`;
  const form =
    status === 'pending' &&
    `<form method="post" action="${collection.path}_emulator/decide" class="say"><input type="hidden" name="approval" value="${id}"><label>Comment <input name="comment"></label>${button('approve', 'Approve')} ${button('reject', 'Reject')}</form>`;
  return lines(`<ul class="plain approval" data-approval="${status}">${who.join('')}</ul>`, form);
}

function taskHtml({ logs }: Build, { name, result, log, issues }: TimelineRecord): string {
  const text = (logs.get(log?.id ?? 0) ?? []).join('\n');
  const told = issues.map(({ type, message }) => `<li>${escapeHtml(`${type}: ${message}`)}</li>`).join('');
  return lines(
    `<details open><summary>${escapeHtml(name)}: ${escapeHtml(result ?? '')}</summary>`,
    told !== '' && `<ul class="plain">${told}</ul>`,
    `<pre>${escapeHtml(text)}</pre></details>`,
  );
}
