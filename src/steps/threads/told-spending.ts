import * as z from 'zod/mini';
import type { HostWrite } from '../../ports/code-host';
import { shortHash } from './as-reviewed';
import { parsedObject } from './hidden-text';
import type { Spent } from './memory';
import { type Seal, signatureOf, trustIn } from './signature';

/** Names of what runs that write nothing else on the pull request say of their cost: each has a property of its own. */
const TOLD = 'SecondPass.Spent.';

/** What a run of a review spent, as it told beside the memory. */
export interface ToldSpending extends Spent {
  /** Of the review. */
  name: string;
}

/** Of a run and a start: the same run may begin twice. */
export function payerOf({ run, startedAt }: Pick<Spent, 'run' | 'startedAt'>): string {
  return shortHash(`${run} ${startedAt}`);
}

/** Nothing where nothing was spent, and where nobody could believe it. */
export function tellSpending(spent: Spent, seal: Seal): HostWrite[] {
  const signature = signatureOf(partsOf(spent), seal);
  if (spent.usd === 0 || signature === undefined) return [];
  const told = { name: seal.name, ...spent, signature };
  return [{ kind: 'property', name: nameOf({ ...spent, name: seal.name }), value: JSON.stringify(told) }];
}

export function nameOf(told: ToldSpending): string {
  return `${TOLD}${shortHash(told.name)}${payerOf(told)}`;
}

const told = z.object({
  name: z.string(),
  run: z.string(),
  startedAt: z.number(),
  usd: z.number().check(z.nonnegative()),
  signature: z.string(),
});

/** What the key signed, by whatever review of the pull request; a copy under another name says nothing new. */
export function toldSpending(
  properties: Readonly<Record<string, string>> | undefined,
  seal: Seal,
): readonly ToldSpending[] {
  return Object.entries(properties ?? {}).flatMap(([property, text]) => {
    const { data } = property.startsWith(TOLD) ? told.safeParse(parsedObject(text)) : {};
    if (data === undefined) return [];
    const { signature, ...one } = data;
    const trust = trustIn(() => partsOf(one), signature, { ...seal, name: one.name });
    return trust === 'signed' && property === nameOf(one) ? [one] : [];
  });
}

function partsOf({ run, startedAt, usd }: Spent): string[] {
  return ['spent', run, String(startedAt), String(usd)];
}
