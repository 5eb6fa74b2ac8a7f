import { description } from '../../contract/azure-devops-description';
import { json, list } from './answers';
import { type Collection, guidOf, sameText } from './collection';
import type { BranchPolicy, Identity, Repository, StatusPolicy } from './model';
import { type Call, projectNamed, queryValue, type Route, repositoryOf } from './router';
import { ServiceError } from './service-error';
import { policiesOf, policyResult } from './statuses';
import { products } from './versions';
import { apiUrl, descriptorOf, identityOnWire, projectOnWire, repositoryOnWire } from './wire-collection';

/** These were never released: a version without `-preview` is refused. */
const neverReleased = { all: '1.0-preview.1' };
const statusPolicyType = { id: 'cbdc66da-9728-4af8-aada-9a5a32e4a226', displayName: 'Status' };

export const collectionRoutes: Route[] = [
  {
    method: 'GET',
    template: 'connectionData',
    handler: connectionData,
    undescribed: true,
    availability: neverReleased,
  },
  { method: 'GET', template: 'ResourceAreas', handler: resourceAreas, undescribed: true, availability: neverReleased },
  {
    method: 'GET',
    template: 'ResourceAreas/:area',
    handler: resourceArea,
    undescribed: true,
    availability: neverReleased,
  },
  { method: 'OPTIONS', template: '', handler: locations, undescribed: true },
  { method: 'OPTIONS', template: ':area', handler: locations, undescribed: true },
  { method: 'GET', template: 'projects', handler: listProjects, undescribed: true },
  { method: 'GET', template: 'projects/:project', handler: getProject, undescribed: true },
  { method: 'GET', template: 'git/repositories', handler: listRepositories, undescribed: true },
  { method: 'GET', template: 'git/repositories/:repository', handler: getRepository },
  { method: 'GET', template: 'git/policy/configurations', handler: gitPolicies },
  { method: 'GET', template: 'policy/configurations', handler: allPolicies },
  { method: 'GET', template: 'policy/evaluations', handler: evaluations, availability: neverReleased },
];

function connectionData(call: Call) {
  const user = userOf(call.identity);
  const isHosted = call.collection.product === 'services';
  const recorded = description.observed.connectionData.body;
  return json({
    ...recorded,
    authenticatedUser: user,
    authorizedUser: user,
    instanceId: guidOf('collection', call.collection.name),
    deploymentType: isHosted ? 'hosted' : 'onPremises',
  });
}

function userOf(identity: Identity) {
  return {
    id: identity.id,
    descriptor: identity.isService
      ? `Microsoft.TeamFoundation.ServiceIdentity;${identity.id}:${identity.uniqueName.replace('\\', ':')}`
      : `Microsoft.IdentityModel.Claims.ClaimsIdentity;${identity.uniqueName}`,
    subjectDescriptor: descriptorOf(identity),
    providerDisplayName: identity.displayName,
    customDisplayName: identity.displayName,
    isActive: true,
    properties: { Account: { $type: 'System.String', $value: identity.uniqueName } },
    resourceVersion: 2,
    metaTypeId: 0,
  };
}

/** On premises the answer is empty, and clients keep the url they have. */
function resourceAreas(call: Call) {
  if (call.collection.product !== 'services') return json(description.observed.resourceAreas.onPremises);
  return list(areas(call.collection));
}

function resourceArea(call: Call) {
  return json(areas(call.collection).find((area) => sameText(area.id, call.params.area)) ?? null);
}

function areas(collection: Collection) {
  return description.observed.resourceAreas.sampleEntries.map((area) => ({ ...area, locationUrl: collection.url }));
}

/** Which resources an area has, with the versions of this product. */
function locations(call: Call) {
  const { released } = products[call.collection.product];
  const found = description.observed.optionsResourceLocations.value.filter((one) => {
    return call.params.area === undefined || sameText(one.area, call.params.area);
  });
  if (call.collection.product === 'services') return list(found);
  return list(
    found.map((one) => ({ ...one, maxVersion: released, releasedVersion: releasedVersion(one.id, released) })),
  );
}

function releasedVersion(locationId: string, released: string): string {
  const operation = description.operations.find((one) => one.operation.locationId === locationId)?.operation;
  const written = Object.values(operation?.availability ?? {}).find((version) => version.startsWith(released));
  return written?.includes('preview') ? '0.0' : released;
}

function listProjects(call: Call) {
  return list(call.collection.projects.map((project) => projectOnWire(call.collection, project)));
}

function getProject(call: Call) {
  return json(projectOnWire(call.collection, projectNamed(call.collection, call.params.project ?? '')));
}

function listRepositories(call: Call) {
  const shown = call.collection.repositories.filter((one) => !call.project || one.project === call.project);
  return list(shown.map((one) => repositoryOnWire(call.collection, one)));
}

function getRepository(call: Call) {
  return json(repositoryOnWire(call.collection, repositoryOf(call)));
}

function gitPolicies(call: Call) {
  const [id, ref] = [queryValue(call, 'repositoryId'), queryValue(call, 'refName')];
  const isWanted = (one: { repository: Repository; refName: string | null }) =>
    (!id || sameText(one.repository.id, id)) && (!ref || one.refName === null || one.refName === ref);
  const { collection } = call;
  return policyList(call, collection.policies.filter(isWanted), collection.branchPolicies.filter(isWanted));
}

function allPolicies(call: Call) {
  const isWanted = (one: { repository: Repository }) => one.repository.project === call.project;
  const { collection } = call;
  return policyList(call, collection.policies.filter(isWanted), collection.branchPolicies.filter(isWanted));
}

function policyList(call: Call, statuses: readonly StatusPolicy[], others: readonly BranchPolicy[]) {
  const type = queryValue(call, 'policyType');
  const all = [
    ...statuses.map((one) => policyOnWire(call.collection, one)),
    ...others.map((one) => branchPolicyOnWire(call.collection, one)),
  ];
  return list(all.filter((one) => !type || sameText(one.type.id, type)));
}

/** Evaluations of the pull request in `artifactId` (`vstfs:///CodeReview/CodeReviewId/{project}/{id}`). */
function evaluations(call: Call) {
  const artifactId = queryValue(call, 'artifactId') ?? '';
  const pullRequest = call.collection.pullRequests.get(Number(artifactId.split('/').pop()));
  if (!pullRequest) throw new ServiceError(404, 'PolicyEvaluationNotFoundException', `No evaluation of ${artifactId}.`);
  return list(
    policiesOf(call.collection, pullRequest).map((policy) => ({
      evaluationId: guidOf('evaluation', String(policy.id), String(pullRequest.id)),
      artifactId,
      startedDate: pullRequest.creationDate,
      status: policyResult(pullRequest, policy),
      configuration: policyOnWire(call.collection, policy),
    })),
  );
}

function policyOnWire(collection: Collection, policy: StatusPolicy) {
  const { genre, name, invalidateOnSourceUpdate, authorId = null, isConditional = false, paths } = policy;
  const settings = {
    ...{ statusGenre: genre, statusName: name, authorId, invalidateOnSourceUpdate },
    policyApplicability: isConditional ? 1 : null,
    ...(paths ? { filenamePatterns: paths } : {}),
  };
  return branchPolicyOnWire(collection, { ...policy, type: statusPolicyType, settings });
}

function branchPolicyOnWire(collection: Collection, policy: BranchPolicy) {
  const { id, type, isBlocking, settings, repository, refName } = policy;
  const [someone] = collection.identities.values();
  return {
    id,
    revision: 1,
    url: apiUrl(collection, `policy/configurations/${id}`),
    type: { ...type, url: apiUrl(collection, `policy/types/${type.id}`) },
    isEnabled: true,
    isBlocking,
    isDeleted: false,
    ...(someone ? { createdBy: identityOnWire(collection, someone) } : {}),
    createdDate: '2026-01-05T09:00:00Z',
    settings: {
      ...settings,
      scope: [{ ...(refName === null ? {} : { refName, matchKind: 'Exact' }), repositoryId: repository.id }],
    },
  };
}
