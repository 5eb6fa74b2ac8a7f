import type { Identity } from '../../ports/code-host';
import type { Rest } from './rest';
import { connectionData } from './shapes';

/** Who the token is. The resource was never released, so it takes no api-version. */
export async function readSelf(rest: Rest): Promise<Identity> {
  const { authenticatedUser } = await rest.json({
    method: 'GET',
    path: '_apis/connectionData',
    route: '_apis/connectionData',
    api: 'none',
    shape: connectionData,
  });
  const name = authenticatedUser.customDisplayName || authenticatedUser.providerDisplayName || '';
  rest.nameSelf(name);
  return { id: authenticatedUser.id, name };
}
