import { isSecondPassError } from '../../errors';
import type { PostedStatus } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { statuses } from './shapes';

/** Statuses under our genre, whoever posted them; undefined where they cannot be read, which is no reason to fail. */
export async function readStatuses({
  rest,
  place,
  statusGenre,
  statusNumbers,
}: HostContext): Promise<PostedStatus[] | undefined> {
  try {
    const all = await rest.json({
      method: 'GET',
      path: place.pullRequest('statuses'),
      route: 'pullRequests/{id}/statuses',
      api: 'late',
      shape: statuses,
    });
    statusNumbers.read(Math.max(0, ...all.map(({ id }) => id)));
    const own = all.filter(({ context }) => context?.genre === statusGenre).sort((a, b) => a.id - b.id);
    return own.map(({ context, state, createdBy, iterationId, targetUrl, description }) => ({
      name: context?.name ?? '',
      state: state ?? '',
      by: identityOf(createdBy),
      iteration: iterationId ?? 0,
      ...(targetUrl ? { targetUrl } : {}),
      ...(description ? { description } : {}),
    }));
  } catch (error) {
    if (isSecondPassError(error) && error.kind === 'platform') return undefined;
    throw error;
  }
}
