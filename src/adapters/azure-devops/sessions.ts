import type { Sessions } from '../../ports/sessions';
import { plainOf } from './own-properties';
import { propertyCall, readProperties } from './pull-request-properties';
import { readPushes } from './pushes';
import { createRest, type RestOptions } from './rest';

/** Pull requests and pushes of one repository. */
export function createSessions(options: RestOptions & { project: string; repositoryId: string }): Sessions {
  const rest = createRest(options);
  const base = `${encodeURIComponent(options.project)}/_apis/git/repositories/${encodeURIComponent(options.repositoryId)}`;
  const properties = (id: number) => `${base}/pullRequests/${id}/properties`;
  return {
    async property(id, name) {
      const plain = plainOf((await readProperties(rest, properties(id)))[name]);
      return typeof plain === 'string' ? plain : undefined;
    },
    async setProperty(id, name, value) {
      const route = 'pullRequests/{id}/properties';
      await rest.json(propertyCall({ path: properties(id), route }, name, value));
    },
    async lastPush(branch) {
      const [newest] = await readPushes(rest, `${base}/pushes`, branch, 1);
      return newest?.by && newest.to !== '' ? { by: newest.by.id.toLowerCase(), to: newest.to } : null;
    },
  };
}
