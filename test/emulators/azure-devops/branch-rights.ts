import type { Collection } from './collection';
import { isDenied, type Permission } from './identities';
import type { Identity, Repository } from './model';

/** Bits of the security namespace of git repositories. */
export const PERMISSION_BITS: Readonly<Record<number, Permission>> = {
  2: 'GenericRead',
  4: 'GenericContribute',
  8: 'ForcePush',
  16: 'CreateBranch',
  128: 'PolicyExempt',
  2048: 'EditPolicies',
  8192: 'ManagePermissions',
  16384: 'PullRequestContribute',
  32768: 'PullRequestBypassPolicy',
};

/** What nobody has unless it was granted. */
const GRANTED_ONLY: ReadonlySet<Permission> = new Set([
  'ForcePush',
  'PolicyExempt',
  'EditPolicies',
  'ManagePermissions',
  'PullRequestBypassPolicy',
] as const);

/** An entry on a branch or a folder of branches; it wins over whatever stands above it. */
export interface BranchRight {
  identityId: string;
  permission: Permission;
  repositoryId: string;
  /** `refs/heads/second-pass`, without a slash at its end. */
  ref: string;
  isAllowed: boolean;
}

/** Whether an identity may do something on a ref; without one, on the repository. The entry nearest to the ref decides. */
export function mayOn(
  collection: Collection,
  identity: Identity,
  permission: Permission,
  repository: Repository,
  ref = '',
): boolean {
  const entries = collection.branchRights.filter(
    (one) =>
      one.identityId === identity.id &&
      one.permission === permission &&
      one.repositoryId === repository.id &&
      (ref === one.ref || ref.startsWith(`${one.ref}/`)),
  );
  const [nearest] = entries.sort((left, right) => right.ref.length - left.ref.length);
  if (nearest) return nearest.isAllowed;
  if (!GRANTED_ONLY.has(permission)) return !isDenied(collection, identity, permission, repository);
  return collection.granted.has(`${identity.id} ${permission} ${repository.id}`);
}

/** Whether it may push at all: somewhere, since branches are looked at when they are named. */
export function mayPushSomewhere(collection: Collection, identity: Identity, repository: Repository): boolean {
  const onBranch = collection.branchRights.some(
    ({ identityId, repositoryId, permission, isAllowed }) =>
      identityId === identity.id && repositoryId === repository.id && isAllowed && permission === 'GenericContribute',
  );
  return onBranch || mayOn(collection, identity, 'GenericContribute', repository);
}

/** The ref behind a token `repoV2/{project}/{repository}/refs/heads/{hexadecimal names}/`; empty for the repository's own. */
export function refOfToken(token: string): string {
  const [, , , refs, heads, ...names] = token.split('/');
  if (refs !== 'refs' || heads !== 'heads') return '';
  const plain = names.filter((name) => name !== '').map((name) => Buffer.from(name, 'hex').toString('utf16le'));
  return ['refs/heads', ...plain].join('/');
}
