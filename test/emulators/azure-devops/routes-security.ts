import { list } from './answers';
import { isDenied } from './identities';
import { type Call, queryValue, type Route } from './router';
import { ServiceError } from './service-error';

const gitNamespace = '2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87';
const permissions = { 2: 'GenericRead', 4: 'GenericContribute', 16384: 'PullRequestContribute' } as const;

export const securityRoutes: Route[] = [
  { method: 'GET', template: 'permissions/:namespace/:bits', handler: hasPermissions, undescribed: true },
];

/** Whether the caller has a permission on each token, `repoV2/{project}/{repository}`; several bits at once are not emulated. */
function hasPermissions(call: Call) {
  const permission = permissions[Number(call.params.bits) as keyof typeof permissions];
  if (call.params.namespace?.toLowerCase() !== gitNamespace || !permission) {
    throw new ServiceError(404, 'SecurityNamespaceNotFoundException', 'This namespace or permission is not emulated.');
  }
  const tokens = (queryValue(call, 'tokens') ?? '').split(',');
  const answers = tokens.map((token) => {
    const repository = call.collection.repositories.find(({ id }) => id === token.split('/')[2]);
    return repository !== undefined && !isDenied(call.collection, call.identity, permission, repository);
  });
  return list(answers);
}
