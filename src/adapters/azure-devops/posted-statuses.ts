import { isSecondPassError } from '../../errors';
import type { PostedStatus } from '../../ports/code-host';
import type { HostContext } from './context';
import { identityOf } from './identity';
import { statuses } from './shapes';

/** Statuses under our genre, whoever posted them; undefined where they cannot be read, which is no reason to fail. */
export async function readStatuses(host: HostContext): Promise<PostedStatus[] | undefined> {
  const all = await listStatuses(host);
  if (all === undefined) return undefined;
  const { statusNumbers, statusGenre, known, clock } = host;
  // Anybody may post as many as they like, and no call takes a hundred thousand arguments.
  statusNumbers.read(all.reduce((most, { id }) => Math.max(most, id), 0));
  known.statusesAt = clock.monotonic();
  const own = all.filter(({ context }) => context?.genre === statusGenre).sort((a, b) => a.id - b.id);
  return own.map(({ context, state, createdBy, iterationId, targetUrl, description }) => ({
    name: context?.name ?? '',
    state: state ?? '',
    by: identityOf(createdBy),
    iteration: iterationId ?? 0,
    ...(targetUrl ? { targetUrl } : {}),
    ...(description ? { description } : {}),
  }));
}

/** Milliseconds in which no other run begins, finds something and says so. */
const NO_RUN = 2_000;

/** Whether a status under that name would hide one that another run posted since they were read. Asked only where there was time for that. */
export async function wouldHide(host: HostContext, name: string): Promise<boolean> {
  const { statusNumbers, statusGenre, known, clock } = host;
  if (known.statusesAt === undefined || clock.monotonic() - known.statusesAt < NO_RUN) return false;
  const all = (await listStatuses(host)) ?? [];
  return all.some(
    ({ id, context }) => context?.genre === statusGenre && context.name === name && statusNumbers.isUnread(id),
  );
}

async function listStatuses({ rest, place }: HostContext) {
  try {
    return await rest.json({
      method: 'GET',
      path: place.pullRequest('statuses'),
      route: 'pullRequests/{id}/statuses',
      api: 'late',
      shape: statuses,
    });
  } catch (error) {
    if (isSecondPassError(error) && error.kind === 'platform') return undefined;
    throw error;
  }
}
