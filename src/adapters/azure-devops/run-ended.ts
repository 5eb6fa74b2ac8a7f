import * as z from 'zod';
import { isSecondPassError } from '../../errors';
import type { HostContext } from './context';
import { baseUrl } from './rest';

const state = z.looseObject({ status: z.string() });

/** False also where the service does not tell, or not this identity, and of pages that are of no build of the collection. */
export async function hasRunEnded(
  { rest, collectionUrl }: Pick<HostContext, 'rest' | 'collectionUrl'>,
  page: string,
): Promise<boolean> {
  const base = baseUrl(collectionUrl);
  const below = page.startsWith(base) ? page.slice(base.length) : '';
  const [, project, id] = /^([^/?#]+)\/_build\/results\?buildId=(\d{1,10})(?=[&#]|$)/.exec(below) ?? [];
  if (project === undefined || /^(?:\.|%2e)+$/i.test(project)) return false;
  try {
    const path = `${project}/_apis/build/builds/${id}`;
    const { status } = await rest.json({ method: 'GET', path, route: 'build/builds/{id}', shape: state });
    return status === 'completed';
  } catch (error) {
    if (isSecondPassError(error) && error.kind === 'platform') return false;
    throw error;
  }
}
