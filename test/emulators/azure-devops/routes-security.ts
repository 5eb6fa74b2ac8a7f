import { list } from './answers';
import { mayOn, PERMISSION_BITS, refOfToken } from './branch-rights';
import { type Call, queryValue, type Route } from './router';
import { ServiceError } from './service-error';

const gitNamespace = '2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87';

export const securityRoutes: Route[] = [
  { method: 'GET', template: 'permissions/:namespace/:bits', handler: hasPermissions, undescribed: true },
];

/**
 * Whether the caller has a permission on each token, `repoV2/{project}/{repository}` and further down a branch; several
 * bits at once are not emulated.
 */
function hasPermissions(call: Call) {
  const permission = PERMISSION_BITS[Number(call.params.bits)];
  if (call.params.namespace?.toLowerCase() !== gitNamespace || !permission) {
    throw new ServiceError(404, 'SecurityNamespaceNotFoundException', 'This namespace or permission is not emulated.');
  }
  const tokens = (queryValue(call, 'tokens') ?? '').split(',');
  const answers = tokens.map((token) => {
    const repository = call.collection.repositories.find(({ id }) => id === token.split('/')[2]);
    if (repository === undefined) return false;
    return mayOn(call.collection, call.identity, permission, repository, refOfToken(token));
  });
  return list(answers);
}
