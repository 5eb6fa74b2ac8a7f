import { type Answer, json, list } from './answers';
import { type Collection, guidOf, sameText } from './collection';
import { type Call, numberIn, queryValue, type Route } from './router';
import type { Run, RunStep } from './runs';
import { ServiceError } from './service-error';
import { apiUrl, projectOnWire } from './wire-collection';

/** Released with 7.0; a preview on Server 2019 and 2020. */
const attachmentVersions = { '2019': '5.0-preview.2', '2020': '6.0-preview.2', '2022': '7.0', services: '7.1' };

/** Runs, their timelines, and what is attached to them; Microsoft describes them in another document than this one. */
export const buildRoutes: Route[] = [
  { method: 'GET', template: 'build/builds', handler: listRuns, undescribed: true },
  {
    method: 'GET',
    template: 'build/builds/:build',
    handler: (call) => json(runOnWire(call, runOf(call))),
    undescribed: true,
  },
  {
    ...{ method: 'GET', template: 'build/builds/:build/attachments/:type', handler: listAttachments },
    ...{ undescribed: true, availability: attachmentVersions },
  },
  {
    ...{ method: 'GET', template: 'build/builds/:build/:timeline/:record/attachments/:type/:name' },
    ...{ handler: getAttachment, undescribed: true, availability: attachmentVersions },
  },
  { method: 'GET', template: 'build/builds/:build/timeline', handler: emptyTimeline, undescribed: true },
  { method: 'GET', template: 'build/builds/:build/timeline/:timeline', handler: emptyTimeline },
];

export function runOf(call: Call): Run {
  const id = numberIn(call, 'build');
  const run = call.collection.runs.get(id);
  if (run && (call.project === undefined || run.project === call.project)) return run;
  throw new ServiceError(404, 'BuildNotFoundException', `The requested build ${id} could not be found.`);
}

export function listRuns(call: Call): Answer {
  const tags = (queryValue(call, 'tagFilters') ?? '').split(',').filter(Boolean);
  const most = Number(queryValue(call, '$top') ?? 1000);
  const runs = [...call.collection.runs.values()].filter(
    (run) => run.project === call.project && tags.every((tag) => run.tags.some((one) => sameText(one, tag))),
  );
  const newestFirst = runs.sort((a, b) => b.id - a.id).slice(0, most);
  return list(newestFirst.map((run) => runOnWire(call, run)));
}

function listAttachments(call: Call): Answer {
  const run = runOf(call);
  const entries = run.steps.flatMap((step) =>
    step.attachments
      .filter(({ type }) => sameText(type, call.params.type))
      .map(({ type, name }) => ({
        name,
        _links: { self: { href: `${runUrl(call, run)}/${timelineId(run)}/${step.id}/attachments/${type}/${name}` } },
      })),
  );
  return list(entries);
}

function getAttachment(call: Call): Answer {
  const run = runOf(call);
  const { record, type, name } = call.params;
  const step = run.steps.find(({ id }) => sameText(id, record));
  const found = step?.attachments.find((one) => sameText(one.type, type) && sameText(one.name, name));
  if (found) return { status: 200, bytes: found.content, contentType: 'application/octet-stream' };
  throw new ServiceError(404, 'AttachmentNotFoundException', `There is no attachment ${name} of type ${type}.`);
}

/** A run that nobody added has an empty timeline: clients that only look for one are answered. */
export function emptyTimeline(call: Call): Answer {
  const run = call.collection.runs.get(numberIn(call, 'build'));
  const id = call.params.timeline ?? (run ? timelineId(run) : guidOf('timeline', call.params.build ?? ''));
  return json({
    id,
    changeId: 1,
    records: run?.steps.map((step, index) => stepOnWire(step, index)) ?? [],
    url: apiUrl(call.collection, `build/builds/${call.params.build}/timeline/${id}`),
  });
}

function stepOnWire({ id, name, attempt, state, result, taskId, taskVersion }: RunStep, index: number): object {
  return {
    ...{ id, name, type: 'Task', order: index + 1, attempt, state, result: result ?? null },
    task: { id: taskId, name: 'SecondPass', version: taskVersion },
  };
}

export function runOnWire(call: Call, run: Run): object {
  const { id, number, status, result, sourceBranch, tags, queueTime, definition, repository } = run;
  return {
    ...{ id, buildNumber: number, status, ...(result ? { result } : {}), sourceBranch, tags, queueTime, definition },
    ...(status === 'completed' ? { finishTime: queueTime } : {}),
    ...(repository ? { repository: { ...repository, type: 'TfsGit' } } : {}),
    project: projectOnWire(call.collection, run.project),
    url: runUrl(call, run),
    _links: { web: { href: runPage(call.collection, run) } },
  };
}

export function runPage(collection: Collection, run: Run): string {
  return `${collection.url}${encodeURIComponent(run.project.name)}/_build/results?buildId=${run.id}`;
}

function runUrl({ collection }: Call, { id, project }: Run): string {
  return `${collection.url}${project.id}/_apis/build/builds/${id}`;
}

function timelineId(run: Run): string {
  return guidOf('timeline', String(run.id));
}
