import { SecondPassError } from '../../errors';
import type { HostWrite, Written } from '../../ports/code-host';
import type { HostContext } from './context';
import { sendRepeatable } from './retry-write';
import { reviewer } from './shapes';

/** Sets our own vote and reads it back, since on a draft the service says 200 and keeps 0. */
export async function castVote(
  context: HostContext,
  { value }: Extract<HostWrite, { kind: 'vote' }>,
): Promise<Written> {
  const { id } = await context.self();
  const path = `reviewers/${id}`;
  if ((await readVote(context, path)) === value) return { vote: value };
  await sendRepeatable(context, {
    method: 'PUT',
    path,
    route: 'reviewers/{id}',
    body: { vote: value },
    shape: reviewer,
  });
  const vote = await readVote(context, path);
  if (vote !== value) {
    context.log.warn(`The vote ${value} was taken without an error, but reads back as ${vote}; drafts keep no votes.`);
  }
  return { vote };
}

/** Somebody who is not among the reviewers has voted 0. */
async function readVote({ rest, place }: HostContext, path: string): Promise<number> {
  try {
    const route = 'pullRequests/{id}/reviewers/{id}';
    return (await rest.json({ method: 'GET', path: place.pullRequest(path), route, shape: reviewer })).vote;
  } catch (error) {
    if (error instanceof SecondPassError && error.status === 404) return 0;
    throw error;
  }
}
