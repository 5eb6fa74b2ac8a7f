import * as z from 'zod';
import { isSecondPassError } from '../../errors';
import type { HostWrite, Written } from '../../ports/code-host';
import type { HostContext } from './context';
import { OWN_PROPERTIES, textsOf } from './own-properties';
import type { Rest } from './rest';
import { sendRepeatable } from './retry-write';
import { anything } from './shapes';

const bag = z.looseObject({ value: z.record(z.string(), z.unknown()).nullish() });

/** All of a pull request, as the service has them; `path` is where they are below the collection. */
export async function readProperties(rest: Rest, path: string): Promise<Readonly<Record<string, unknown>>> {
  const route = 'pullRequests/{id}/properties';
  const { value } = await rest.json({ method: 'GET', path, route, api: 'late', shape: bag });
  return value ?? {};
}

/** The call that sets one of them; null takes it away. */
export function propertyCall(place: { path: string; route: string }, name: string, value: string | null) {
  const path = `/${name}`;
  return {
    ...place,
    method: 'PATCH',
    api: 'late',
    contentType: 'application/json-patch+json',
    body: [value === null ? { op: 'remove', path } : { op: 'add', path, value }],
    shape: anything,
  } as const;
}

/** Those of the pull request that are ours by name; none where they cannot be read, which is no reason to fail. */
export async function readOwnProperties({ rest, place }: HostContext): Promise<Record<string, string>> {
  try {
    const all = await readProperties(rest, place.pullRequest('properties'));
    return textsOf(Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(OWN_PROPERTIES))));
  } catch (error) {
    if (isSecondPassError(error) && error.kind === 'platform') return {};
    throw error;
  }
}

/** Each name is a place of its own: two runs at once take nothing from each other. */
export async function setProperty(
  context: HostContext,
  { name, value }: Extract<HostWrite, { kind: 'property' }>,
): Promise<Written> {
  await sendRepeatable(context, propertyCall({ path: 'properties', route: 'properties' }, name, value));
  return {};
}
