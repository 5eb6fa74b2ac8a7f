import * as z from 'zod';
import { isSecondPassError } from '../../errors';
import type { HostWrite, Written } from '../../ports/code-host';
import type { HostContext } from './context';
import { OWN_PROPERTIES, textsOf } from './own-properties';
import { sendRepeatable } from './retry-write';
import { anything } from './shapes';

const bag = z.looseObject({ value: z.record(z.string(), z.unknown()).nullish() });

/** Those of the pull request that are ours by name; none where they cannot be read, which is no reason to fail. */
export async function readOwnProperties({ rest, place }: HostContext): Promise<Record<string, string>> {
  try {
    const { value } = await rest.json({
      method: 'GET',
      path: place.pullRequest('properties'),
      route: 'pullRequests/{id}/properties',
      api: 'late',
      shape: bag,
    });
    return Object.fromEntries(Object.entries(textsOf(value ?? {})).filter(([name]) => name.startsWith(OWN_PROPERTIES)));
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
  const path = `/${name}`;
  await sendRepeatable(context, {
    method: 'PATCH',
    path: 'properties',
    route: 'properties',
    api: 'late',
    contentType: 'application/json-patch+json',
    body: [value === null ? { op: 'remove', path } : { op: 'add', path, value }],
    shape: anything,
  });
  return {};
}
