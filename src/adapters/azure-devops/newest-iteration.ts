import * as z from 'zod';
import { isSecondPassError } from '../../errors';
import type { HostContext } from './context';

const numbers = z.looseObject({ value: z.array(z.looseObject({ id: z.int().positive() })) });

/**
 * For a run that could not read the pull request: its last word still goes to the newest iteration, if that much is told, else to
 * the one that it knew.
 */
export async function newestIteration({ rest, place, known }: HostContext): Promise<number | undefined> {
  try {
    const { value } = await rest.json({
      method: 'GET',
      path: place.pullRequest('iterations'),
      route: 'pullRequests/{id}/iterations',
      shape: numbers,
      isSentAnyway: true,
    });
    return value.length === 0 ? undefined : Math.max(...value.map(({ id }) => id));
  } catch (error) {
    if (isSecondPassError(error) && error.kind === 'platform') return known.iteration;
    throw error;
  }
}
