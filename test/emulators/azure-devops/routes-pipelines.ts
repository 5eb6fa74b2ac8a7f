import { zipSync } from 'fflate';
import { json, list } from './answers';
import type { Approval, Build, TimelineRecord } from './builds';
import { addBuild } from './builds';
import { guidOf } from './collection';
import { type Call, queryValue, type Route } from './router';
import { emptyTimeline, listRuns, runOf, runOnWire } from './routes-builds';
import { ServiceError } from './service-error';
import { apiUrl, identityOnWire, projectOnWire } from './wire-collection';

const base = 'build/builds/:build';

/** Runs of pipelines: what they published, their timelines, approvals, tags and logs. */
export const pipelineRoutes: Route[] = [
  { method: 'GET', template: 'build/builds', handler: listBuilds, undescribed: true },
  { method: 'POST', template: 'build/builds', handler: queueBuild, undescribed: true },
  {
    ...{ method: 'GET', template: 'build/retention', handler: retention, undescribed: true },
    availability: { '2020': '6.0-preview.1', '2022': '7.0', services: '7.1' },
  },
  { method: 'GET', template: base, handler: getBuild, undescribed: true },
  { method: 'GET', template: `${base}/artifacts`, handler: artifact, undescribed: true },
  { method: 'GET', template: `${base}/tags`, handler: (call) => list([...buildOf(call).tags]), undescribed: true },
  { method: 'PUT', template: `${base}/tags/:tag`, handler: addTag, undescribed: true },
  { method: 'DELETE', template: `${base}/tags/:tag`, handler: removeTag, undescribed: true },
  { method: 'GET', template: `${base}/timeline`, handler: timeline, undescribed: true },
  { method: 'GET', template: `${base}/timeline/:timeline`, handler: timeline },
  { method: 'GET', template: `${base}/logs`, handler: listLogs, undescribed: true },
  { method: 'GET', template: `${base}/logs/:log`, handler: readLog, undescribed: true },
  {
    ...{ method: 'GET', template: 'pipelines', handler: listPipelines, undescribed: true },
    availability: { '2020': '6.0-preview.1', '2022': '7.0', services: '7.1' },
  },
  {
    ...{ method: 'POST', template: 'pipelines/:pipeline/runs', handler: runPipeline, undescribed: true },
    availability: { '2020': '6.0-preview.1', '2022': '7.0', services: '7.1' },
  },
  {
    method: 'GET',
    template: 'pipelines/approvals',
    handler: approvals,
    undescribed: true,
    availability: { all: '7.1-preview.1' },
  },
  {
    method: 'GET',
    template: 'pipelines/checks/configurations',
    handler: checks,
    undescribed: true,
    availability: { all: '7.1-preview.1' },
  },
];

/** Of the project; the service's own limits stand beside each. */
function retention({ collection: { retention: days } }: Call) {
  const setting = (value: number) => ({ min: 1, max: 60, value });
  return json({
    purgeArtifacts: setting(days.artifacts),
    purgePullRequestRuns: setting(days.pullRequestRuns),
    purgeRuns: { min: 30, max: 731, value: days.runs },
  });
}

/** Runs of a second kind: those that only have steps with attachments. */
function isOther(call: Call): boolean {
  return !call.collection.builds.has(Number(call.params.build));
}

function getBuild(call: Call) {
  return json(
    isOther(call) && call.collection.runs.size > 0 ? runOnWire(call, runOf(call)) : buildOnWire(call, buildOf(call)),
  );
}

function listBuilds(call: Call) {
  if (call.collection.builds.size === 0) return listRuns(call);
  const wanted = (name: string) => queryValue(call, name);
  const definitions = wanted('definitions')?.split(',');
  const tags = wanted('tagFilters')?.split(',') ?? [];
  const since = Date.parse(wanted('minTime') ?? '') || 0;
  const until = Date.parse(wanted('maxTime') ?? '') || Number.POSITIVE_INFINITY;
  const found = [...call.collection.builds.values()].filter(
    (one) =>
      one.project === call.project &&
      (definitions === undefined || definitions.includes(String(one.definitionId))) &&
      tags.every((tag) => one.tags.has(tag)) &&
      isWanted(call, one) &&
      Date.parse(one.queueTime) >= since &&
      Date.parse(one.queueTime) <= until,
  );
  const shown = found.reverse().slice(0, Number(wanted('$top') ?? 1_000));
  return list(shown.map((one) => buildOnWire(call, one)));
}

function isWanted(call: Call, { sourceBranch, status }: Build): boolean {
  const wanted: Record<string, string> = { branchName: sourceBranch, statusFilter: status };
  return Object.entries(wanted).every(([name, value]) => (queryValue(call, name) ?? value) === value);
}

function queueBuild(call: Call) {
  const body = (call.body ?? {}) as { definition?: { id?: number }; sourceBranch?: string; parameters?: string };
  if (!call.project || !body.definition?.id)
    throw new ServiceError(400, 'ArgumentNullException', 'Value cannot be null.');
  const build = addBuild(call.collection, {
    project: call.project,
    requestedFor: call.identity,
    definitionId: body.definition.id,
    sourceBranch: body.sourceBranch ?? 'refs/heads/main',
    parameters: body.parameters ?? '',
  });
  call.collection.onQueue(build);
  return json(buildOnWire(call, build));
}

function listPipelines({ collection, project }: Call) {
  const own = [...collection.pipelines].filter(([, pipeline]) => pipeline.project === project);
  return list(own.map(([id, { name }]) => ({ id, name, folder: '\\', revision: 1 })));
}

/** The run is whose token it is: nobody queues in the name of another. */
function runPipeline(call: Call) {
  const { collection, identity } = call;
  const pipeline = collection.pipelines.get(Number(call.params.pipeline));
  if (!pipeline || pipeline.project !== call.project)
    throw new ServiceError(404, 'PipelineNotFoundException', `Pipeline ${call.params.pipeline} was not found.`);
  if (collection.denied.has(`${identity.id} QueueBuilds *`))
    throw new ServiceError(
      403,
      'AccessDeniedException',
      `TF215106: Access denied. ${identity.displayName} needs Queue builds permissions.`,
    );
  const { templateParameters = {} } = (call.body ?? {}) as { templateParameters?: Record<string, unknown> };
  const build = runBy(() => pipeline.start(identity, templateParameters));
  return json({
    ...{ id: build.id, state: build.status, createdDate: build.queueTime, templateParameters },
    _links: {
      web: { href: `${collection.url}${encodeURIComponent(build.project.name)}/_build/results?buildId=${build.id}` },
    },
  });
}

function runBy(start: () => Build): Build {
  try {
    return start();
  } catch (error) {
    throw new ServiceError(400, 'PipelineValidationException', error instanceof Error ? error.message : String(error));
  }
}

/** Without an artifact's name all are listed; with one, as JSON or as an archive with a folder of that name. */
function artifact(call: Call) {
  const build = buildOf(call);
  const name = queryValue(call, 'artifactName');
  if (name === undefined) return list([...build.artifacts.keys()].map((one) => ({ id: 1, name: one })));
  const files = build.artifacts.get(name);
  if (!files) {
    throw new ServiceError(404, 'ArtifactNotFoundException', `Artifact ${name} not found for build ${build.id}.`);
  }
  const url = `${apiUrl(call.collection, `build/builds/${build.id}/artifacts`)}?artifactName=${name}`;
  if (queryValue(call, '$format') !== 'zip') return json({ id: 1, name, resource: { type: 'Container', url } });
  const entries = Object.fromEntries([...files].map(([path, content]) => [`${name}/${path}`, new Uint8Array(content)]));
  return { status: 200, bytes: Buffer.from(zipSync(entries)), contentType: 'application/zip' };
}

function addTag(call: Call) {
  const build = buildOf(call);
  build.tags.add(call.params.tag ?? '');
  return list([...build.tags]);
}

function removeTag(call: Call) {
  const build = buildOf(call);
  build.tags.delete(call.params.tag ?? '');
  return list([...build.tags]);
}

function timeline(call: Call) {
  if (isOther(call)) return emptyTimeline(call);
  const build = call.collection.builds.get(Number(call.params.build));
  const id = call.params.timeline ?? guidOf('timeline', call.params.build ?? '');
  return json({
    id,
    changeId: 1,
    records: build?.records.map(recordOnWire) ?? [],
    url: apiUrl(call.collection, `build/builds/${call.params.build}/timeline/${id}`),
  });
}

function listLogs(call: Call) {
  return list([...buildOf(call).logs].map(([id, lines]) => ({ id, lineCount: lines.length, type: 'Container' })));
}

function readLog(call: Call) {
  const lines = buildOf(call).logs.get(Number(call.params.log));
  if (!lines) throw new ServiceError(404, 'BuildLogNotFoundException', 'The log was not found.');
  const from = Number(queryValue(call, 'startLine') ?? 0);
  const to = Number(queryValue(call, 'endLine') ?? lines.length);
  return list(lines.slice(from, to + 1));
}

function approvals(call: Call) {
  const ids = (queryValue(call, 'approvalIds') ?? '').split(',');
  const isExpanded = queryValue(call, '$expand') === 'steps';
  const found = call.collection.approvals.filter(({ id }) => ids.includes(id));
  return list(found.map((one) => approvalOnWire(call, one, isExpanded)));
}

/** Those of the kind “Required template” on a service connection; others are not emulated. */
function checks(call: Call) {
  const { hidesChecks, templatesRequired } = call.collection;
  if (hidesChecks) throw new ServiceError(403, 'AccessDeniedException', 'You may not see the checks of this resource.');
  const id = queryValue(call, 'resourceId') ?? '';
  if (queryValue(call, 'resourceType') !== 'endpoint' || !templatesRequired.has(id)) return list([]);
  const type = { id: '4020E66E-B0F3-47E1-BC88-48F3CC59B5F3', name: 'ExtendsCheck' };
  return list([{ id: 1, type, resource: { type: 'endpoint', id } }]);
}

function approvalOnWire(call: Call, { id, status, minRequiredApprovers, steps }: Approval, isExpanded: boolean) {
  const told = steps.map(({ approver, status: own, at, comment }) => ({
    assignedApprover: identityOnWire(call.collection, approver),
    ...(own === 'approved' ? { actualApprover: identityOnWire(call.collection, approver) } : {}),
    ...{ status: own, lastModifiedOn: at, comment },
  }));
  return {
    ...{ id, status, executionOrder: 'anyOrder' },
    ...(minRequiredApprovers === 0 ? {} : { minRequiredApprovers }),
    ...(isExpanded ? { steps: told } : {}),
  };
}

function buildOnWire(call: Call, build: Build) {
  return {
    id: build.id,
    buildNumber: String(build.id),
    ...{ status: build.status, ...(build.result ? { result: build.result } : {}) },
    ...{ queueTime: build.queueTime, reason: build.reason, sourceBranch: build.sourceBranch },
    definition: { id: build.definitionId, name: `pipeline ${build.definitionId}` },
    project: projectOnWire(call.collection, build.project),
    requestedFor: identityOnWire(call.collection, build.requestedFor),
    tags: [...build.tags],
    parameters: build.parameters,
    _links: {
      web: {
        href: `${call.collection.url}${encodeURIComponent(build.project.name)}/_build/results?buildId=${build.id}`,
      },
    },
  };
}

function recordOnWire(one: TimelineRecord) {
  return { ...one, log: one.log ?? null };
}

function buildOf(call: Call): Build {
  const found = call.collection.builds.get(Number(call.params.build));
  if (found && (!call.project || found.project === call.project)) return found;
  throw new ServiceError(404, 'BuildNotFoundException', `The requested build ${call.params.build} could not be found.`);
}
