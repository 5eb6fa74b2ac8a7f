import { findOperation, type Operation } from '../../contract/azure-devops-description';
import type { Answer } from './answers';
import { mayPushSomewhere } from './branch-rights';
import { type Collection, sameText } from './collection';
import { demand, repositoryNotFound } from './identities';
import type { Identity, Project, PullRequest, Repository } from './model';
import { pullRequestNumbered } from './pull-requests';
import { ServiceError } from './service-error';
import { checkVersion, existsIn, requestedVersion } from './versions';

/** A REST request that found its route. */
export interface Call {
  collection: Collection;
  method: string;
  /** Below the collection, still percent-encoded. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  rawBody: Buffer;
  headers: Record<string, string>;
  identity: Identity;
  project?: Project;
  operation?: Operation | undefined;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

export interface Route {
  method: string;
  /** Segments after `_apis/`; `:name` takes one segment. */
  template: string;
  handler: Handler;
  /** Routes real servers have although the published description leaves them out. */
  undescribed?: boolean;
  availability?: Record<string, string>;
}

/** Finds the route of a request and the parameters in its path; letters' case does not matter. */
export function matchRoute(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string>; projectName: string | undefined } | undefined {
  const segments = path.split('/').filter(Boolean);
  const at = segments.findIndex((segment) => sameText(segment, '_apis'));
  if (at < 0 || at > 1) return undefined;
  const projectName = at === 1 ? decodeURIComponent(segments[0] as string) : undefined;
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.template.split('/').filter(Boolean), segments.slice(at + 1));
    if (params) return { route, params, projectName };
  }
  return undefined;
}

/** Checks version, project and permission, then lets the route's handler answer. */
export async function answerCall(route: Route, call: Call, projectName: string | undefined): Promise<Answer> {
  call.operation = findOperation(call.method, call.path);
  const version = requestedVersion(queryValue(call, 'api-version'), call.headers.accept);
  if (version === null) throw new UnreadableVersion();
  const availability = route.availability ?? call.operation?.availability;
  checkVersion(call.collection.product, version, call.method, availability);
  if (!existsIn(version, availability)) throw new UnreadableVersion();
  if (projectName) call.project = projectNamed(call.collection, projectName);
  checkPermission(call);
  return await route.handler(call);
}

/** A version that cannot be read, or a resource it does not have: answered with a page, not with JSON. */
export class UnreadableVersion extends Error {}

/** A query parameter by name in any case. */
export function queryValue(call: { query: URLSearchParams }, name: string): string | undefined {
  for (const [key, value] of call.query) if (sameText(key, name)) return value;
  return undefined;
}

/** A whole number from the query, kept within bounds. */
export function queryNumber(call: Call, name: string, usual: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = queryValue(call, name);
  if (value === undefined || !/^-?\d+$/.test(value)) return usual;
  return Math.min(Math.max(Number(value), 0), most);
}

/** The repository a path names, by id anywhere or by name within the project. */
export function repositoryOf(call: Call): Repository {
  const wanted = call.params.repository ?? '';
  const found = call.collection.repositories.find((one) => {
    if (sameText(one.id, wanted)) return true;
    return sameText(one.name, wanted) && call.project !== undefined && one.project === call.project;
  });
  if (!found || (call.project && found.project !== call.project)) throw repositoryNotFound(wanted);
  return found;
}

export function pullRequestOf(call: Call): PullRequest {
  const pullRequest = pullRequestNumbered(call.collection, numberIn(call, 'pullRequest'));
  const isElsewhere = call.params.repository !== undefined && pullRequest.repository !== repositoryOf(call);
  if (isElsewhere) return pullRequestNumbered(call.collection, Number.NaN);
  return pullRequest;
}

export function numberIn(call: Call, name: string): number {
  const value = call.params[name] ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  throw new ServiceError(400, 'VssPropertyValidationException', `The value '${value}' is not valid for ${name}.`);
}

export function projectNamed(collection: Collection, nameOrId: string): Project {
  const found = collection.projects.find((one) => sameText(one.name, nameOrId) || sameText(one.id, nameOrId));
  if (found) return found;
  throw new ServiceError(
    404,
    'ProjectDoesNotExistWithNameException',
    `TF200016: The following project does not exist: ${nameOrId}. Verify that the name of the project is correct and that ` +
      'the project exists on the specified Azure DevOps Server.',
  );
}

function checkPermission(call: Call): void {
  const { collection, identity, params, method } = call;
  if (params.repository === undefined && params.pullRequest === undefined) return;
  const pullRequest = params.pullRequest === undefined ? undefined : pullRequestOf(call);
  const repository = pullRequest?.repository ?? repositoryOf(call);
  demand(collection, identity, 'GenericRead', repository);
  if (method === 'GET' || call.path.toLowerCase().endsWith('itemsbatch')) return;
  // Rights on branches are looked at one by one.
  if (call.path.toLowerCase().endsWith('/refs') && mayPushSomewhere(collection, identity, repository)) return;
  const isOnPullRequests = pullRequest !== undefined || /\/pullrequests$/i.test(call.path);
  demand(collection, identity, isOnPullRequests ? 'PullRequestContribute' : 'GenericContribute', repository);
}

function matchTemplate(template: string[], segments: string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] as string;
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segment);
    else if (!sameText(part, segment)) return undefined;
  }
  return params;
}
