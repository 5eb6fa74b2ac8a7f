import * as z from 'zod';
import { SecondPassError } from '../../errors';
import type { OwnBranches } from '../../ports/own-branches';
import { createRest, type RestOptions } from './rest';

const NOTHING = '0'.repeat(40);

const ref = z.looseObject({
  name: z.string(),
  objectId: z.string(),
  creator: z.looseObject({ id: z.string() }).nullish(),
});

/** Refs of one repository over REST, which names who made each. */
export function createOwnBranches(options: RestOptions & { project: string; repositoryId: string }): OwnBranches {
  const rest = createRest(options);
  const base = `${encodeURIComponent(options.project)}/_apis/git/repositories/${encodeURIComponent(options.repositoryId)}`;
  const madeAt = async (commit: string) => {
    const { committer } = await rest.json({
      method: 'GET',
      path: `${base}/commits/${commit}`,
      route: 'repositories/{id}/commits/{id}',
      shape: z.looseObject({ committer: z.looseObject({ date: z.string().nullish() }).nullish() }),
    });
    return Date.parse(committer?.date ?? '') || 0;
  };
  return {
    async below(prefix) {
      const { value } = await rest.json({
        method: 'GET',
        path: `${base}/refs`,
        route: 'repositories/{id}/refs',
        query: { filter: prefix.replace(/^refs\//, '') },
        shape: z.looseObject({ value: z.array(ref) }),
      });
      const found = value.filter(({ name }) => name.startsWith(prefix));
      return Promise.all(
        found.map(async ({ name, objectId, creator }) => ({
          ...{ name, tip: objectId.toLowerCase(), creatorId: creator?.id.toLowerCase() ?? '' },
          madeAt: await madeAt(objectId),
        })),
      );
    },
    async remove(name, tip) {
      const { value } = await rest.json({
        method: 'POST',
        path: `${base}/refs`,
        route: 'repositories/{id}/refs',
        body: [{ name, oldObjectId: tip, newObjectId: NOTHING }],
        shape: z.looseObject({ value: z.array(z.looseObject({ success: z.boolean(), updateStatus: z.unknown() })) }),
      });
      if (value[0]?.success === true) return;
      throw new SecondPassError({
        kind: 'platform',
        code: 'branch-moved',
        message: `The branch was not removed (${String(value[0]?.updateStatus ?? 'no answer')}).`,
        advice: 'It may have moved since it was looked at; the next run of `clean` looks again.',
      });
    },
  };
}
