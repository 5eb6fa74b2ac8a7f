import * as z from 'zod';
import type { Identity, PullRequest } from '../../ports/code-host';
import type { HostContext } from './context';

/** As the second task calls its branches, whatever their prefix, and as its commits say who asked; a test holds the two together. */
const OWN_BRANCH = /\/(?:pr|wi|run)-\d{1,10}-[0-9a-f]{8}$/;
const ASKED = /^(?:Also-r|R)equested-by: (?<name>[^\n]{0,300})<(?<id>[\w.@-]{1,100})>$/gm;

/** Commits of one branch that are looked at; each request made one. */
const MAX_COMMITS = 20;

const commit = z.looseObject({ comment: z.string().nullish(), parents: z.array(z.string()).nullish() });

/**
 * Who asked for what a branch of the second task brings: a bot pushed it and opened its pull request, in their place. Whoever writes
 * such words himself pushed them, and is known for that.
 */
export async function readRequesters(
  { rest, place }: HostContext,
  { sourceBranch = '', iteration }: Pick<PullRequest, 'sourceBranch' | 'iteration'>,
): Promise<readonly Identity[]> {
  const asked: Identity[] = [];
  if (!OWN_BRANCH.test(sourceBranch)) return asked;
  let next = iteration.source;
  for (let looked = 0; looked < MAX_COMMITS && next !== iteration.base; looked += 1) {
    const { comment, parents } = await rest.json({
      method: 'GET',
      path: place.repositoryPath(`commits/${next}`),
      route: 'repositories/{id}/commits/{id}',
      shape: commit,
    });
    const named = [...(comment ?? '').matchAll(ASKED)].flatMap(({ groups }) => (groups?.id ? [groups] : []));
    const [parent] = parents ?? [];
    asked.push(...named.map(({ name = '', id = '' }) => ({ id, name: name.trim() })));
    if (named.length === 0 || parent === undefined) break;
    next = parent.toLowerCase();
  }
  return asked;
}
