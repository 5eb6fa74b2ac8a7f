import * as z from 'zod';
import type { Sessions } from '../../ports/sessions';
import { readPushes } from './pushes';
import { createRest, type RestOptions } from './rest';

/** Pull requests and pushes of one repository. */
export function createSessions(options: RestOptions & { project: string; repositoryId: string }): Sessions {
  const rest = createRest(options);
  const base = `${encodeURIComponent(options.project)}/_apis/git/repositories/${encodeURIComponent(options.repositoryId)}`;
  const properties = (id: number) => `${base}/pullRequests/${id}/properties`;
  const route = 'pullRequests/{id}/properties';
  return {
    async property(id, name) {
      const { value } = await rest.json({
        method: 'GET',
        path: properties(id),
        route,
        api: 'late',
        shape: z.looseObject({ value: z.record(z.string(), z.unknown()).nullish() }),
      });
      return textOf(value?.[name]);
    },
    async setProperty(id, name, value) {
      await rest.json({
        method: 'PATCH',
        path: properties(id),
        route,
        api: 'late',
        contentType: 'application/json-patch+json',
        body: [{ op: 'add', path: `/${name}`, value }],
        shape: z.unknown(),
      });
    },
    async lastPush(branch) {
      const [newest] = await readPushes(rest, `${base}/pushes`, branch, 1);
      return newest?.by && newest.to !== '' ? { by: newest.by.id.toLowerCase(), to: newest.to } : null;
    },
  };
}

function textOf(value: unknown): string | undefined {
  const plain = value !== null && typeof value === 'object' && '$value' in value ? value.$value : value;
  return typeof plain === 'string' ? plain : undefined;
}
