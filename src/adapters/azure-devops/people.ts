import * as z from 'zod';
import type { People } from '../../ports/people';
import { identityUrl } from './identity-url';
import { createRest, type Rest, type RestOptions } from './rest';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const identities = z.looseObject({
  value: z.array(
    z
      .looseObject({
        id: z.string(),
        descriptor: z.string().nullish(),
        providerDisplayName: z.string().nullish(),
        memberOf: z.array(z.string()).nullish(),
        isContainer: z.boolean().nullish(),
        properties: z.unknown(),
      })
      .nullable(),
  ),
});

type IdentityAnswer = NonNullable<z.infer<typeof identities>['value'][number]>;

/** People and groups of the organisation; Azure DevOps Services keeps them on a host of their own. */
export function createPeople(options: RestOptions): People {
  const rest = createRest({ ...options, collectionUrl: identityUrl(options.collectionUrl) });
  return {
    async belongs(personId, toAny) {
      if (toAny.some((one) => one.toLowerCase() === personId.toLowerCase())) return true;
      const wanted = (await Promise.all(toAny.map((name) => named(rest, name)))).flat();
      if (wanted.some(({ id }) => id.toLowerCase() === personId.toLowerCase())) return true;
      const groups = wanted.filter(isGroup);
      if (groups.length === 0) return false;
      const [person] = await read(rest, { identityIds: personId, queryMembership: 'ExpandedUp' });
      const above = new Set((person?.memberOf ?? []).map((descriptor) => descriptor.toLowerCase()));
      return groups.some(({ descriptor }) => above.has((descriptor ?? '').toLowerCase()));
    },
    async ids(names) {
      const found = await Promise.all(names.map((name) => named(rest, name)));
      return found.flatMap(([first]) => (first ? [first.id.toLowerCase()] : []));
    },
  };
}

/** A person chooses what others see as his name, so that only groups are known by theirs. */
function isGroup({ isContainer, descriptor }: IdentityAnswer): boolean {
  return isContainer === true || /^Microsoft\.TeamFoundation\.Identity;/i.test(descriptor ?? '');
}

/** Only the very name counts: the service's own search also finds what merely begins like it. */
async function named(rest: Rest, name: string): Promise<IdentityAnswer[]> {
  if (GUID.test(name)) return read(rest, { identityIds: name });
  const found = await read(rest, { searchFilter: 'General', filterValue: name });
  const isSame = (one: string | null | undefined) => one?.toLowerCase() === name.toLowerCase();
  return found.filter((one) => isSame(isGroup(one) ? one.providerDisplayName : accountOf(one.properties)));
}

async function read(rest: Rest, query: Readonly<Record<string, string>>): Promise<IdentityAnswer[]> {
  const { value } = await rest.json({
    method: 'GET',
    path: '_apis/identities',
    route: '_apis/identities',
    query,
    shape: identities,
  });
  return value.filter((one) => one !== null);
}

function accountOf(properties: unknown): string | undefined {
  const account = z.looseObject({ Account: z.looseObject({ $value: z.string() }) }).safeParse(properties);
  return account.success ? account.data.Account.$value : undefined;
}
