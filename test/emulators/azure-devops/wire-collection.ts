import type { Collection } from './collection';
import type { Identity, Repository } from './model';

type Json = Record<string, unknown>;

/** Url of a resource below the collection. */
export function apiUrl(collection: Collection, path: string): string {
  return `${collection.url}_apis/${path}`;
}

export function identityOnWire(collection: Collection, identity: Identity): Json {
  const imageUrl = `${collection.url}_apis/GraphProfile/MemberAvatars/${identity.id}`;
  return {
    displayName: identity.displayName,
    url: apiUrl(collection, `Identities/${identity.id}`),
    _links: { avatar: { href: imageUrl } },
    id: identity.id,
    uniqueName: identity.uniqueName,
    imageUrl,
    descriptor: descriptorOf(identity),
    ...(identity.isInactive ? { inactive: true } : {}),
  };
}

export function descriptorOf(identity: Identity): string {
  return `${identity.isService ? 'svc' : 'aad'}.${Buffer.from(identity.id).toString('base64url')}`;
}

export function projectOnWire(collection: Collection, project: { id: string; name: string }): Json {
  return {
    id: project.id,
    name: project.name,
    url: apiUrl(collection, `projects/${project.id}`),
    state: 'wellFormed',
    revision: 11,
    visibility: 'private',
    lastUpdateTime: '2026-01-05T09:00:00Z',
  };
}

export function repositoryOnWire(collection: Collection, repository: Repository): Json {
  const web = `${collection.url}${encodeURIComponent(repository.project.name)}/_git/${encodeURIComponent(repository.name)}`;
  return {
    id: repository.id,
    name: repository.name,
    url: repositoryUrl(collection, repository),
    project: projectOnWire(collection, repository.project),
    defaultBranch: repository.defaultBranch,
    size: 1024,
    remoteUrl: web,
    sshUrl: '',
    webUrl: web,
    isDisabled: false,
    isInMaintenance: false,
    ...(repository.forkOf ? { isFork: true } : {}),
  };
}

export function repositoryUrl(collection: Collection, repository: Repository): string {
  return apiUrl(collection, `git/repositories/${repository.id}`);
}

export function commitReference(collection: Collection, repository: Repository, commitId: string): Json {
  return { commitId, url: `${repositoryUrl(collection, repository)}/commits/${commitId}` };
}
