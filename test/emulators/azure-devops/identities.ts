import type { Collection } from './collection';
import { guidOf } from './collection';
import type { Identity, Project, Repository } from './model';
import { ServiceError } from './service-error';

export type Permission =
  | 'PullRequestContribute'
  | 'GenericContribute'
  | 'GenericRead'
  | 'CreateBranch'
  | 'ForcePush'
  | 'PolicyExempt'
  | 'EditPolicies'
  | 'ManagePermissions'
  | 'PullRequestBypassPolicy'
  | 'QueueBuilds';

/** A person of the organisation; the same name gives the same identity. */
export function personNamed(collection: Collection, displayName: string, id?: string): Identity {
  const account = displayName.toLowerCase().replace(/[^a-z0-9]+/g, '.');
  return remember(collection, {
    id: id ?? guidOf('person', displayName),
    displayName,
    uniqueName: `${account}@fabrikam.example`,
    securityName: `${collection.name}\\${account}`,
    isService: false,
  });
}

/** The identity behind `System.AccessToken` when the job's scope is one project. */
export function projectBuildService(collection: Collection, project: Project): Identity {
  return buildService(collection, `${project.name} Build Service (${collection.name})`, project.id);
}

/** The identity behind `System.AccessToken` when the job's scope is the whole collection. */
export function collectionBuildService(collection: Collection): Identity {
  return buildService(collection, `Project Collection Build Service (${collection.name})`, 'collection');
}

/**
 * Who an Authorization header speaks for: `Bearer <token>`, or Basic with the token as the password.
 * Gives undefined for a missing, malformed or unknown token.
 */
export function authenticate(
  collection: Collection,
  authorization: string | undefined,
): { identity: Identity; expired: boolean } | undefined {
  const [scheme = '', credential = ''] = (authorization ?? '').trim().split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) return collection.tokens.get(credential);
  if (!/^basic$/i.test(scheme)) return undefined;
  const text = Buffer.from(credential, 'base64').toString('utf8');
  return collection.tokens.get(text.slice(text.indexOf(':') + 1));
}

/** Refuses as Azure DevOps does: a write names the missing permission, a read pretends that nothing is there. */
export function demand(
  collection: Collection,
  identity: Identity,
  permission: Permission,
  repository: Repository,
): void {
  if (!isDenied(collection, identity, permission, repository)) return;
  if (permission === 'GenericRead') throw repositoryNotFound(repository.id);
  throw new ServiceError(
    403,
    'GitNeedsPermissionException',
    `TF401027: You need the Git '${permission}' permission to perform this action. ` +
      `Details: identity '${identity.securityName}', scope 'repository'.`,
  );
}

export function isDenied(
  collection: Collection,
  identity: Identity,
  permission: Permission,
  repository: Repository,
): boolean {
  return ['*', repository.id].some((scope) => collection.denied.has(`${identity.id} ${permission} ${scope}`));
}

export function repositoryNotFound(nameOrId: string): ServiceError {
  return new ServiceError(
    404,
    'GitRepositoryNotFoundException',
    `TF401019: The Git repository with name or identifier ${nameOrId} does not exist or you do not have permissions ` +
      'for the operation you are attempting.',
  );
}

function buildService(collection: Collection, displayName: string, account: string): Identity {
  const id = guidOf('build service', collection.name, account);
  return remember(collection, {
    id,
    displayName,
    uniqueName: `Build\\${id}`,
    securityName: `Build\\${id}`,
    isService: true,
  });
}

function remember(collection: Collection, identity: Identity): Identity {
  const known = collection.identities.get(identity.id);
  if (known) return known;
  collection.identities.set(identity.id, identity);
  return identity;
}
