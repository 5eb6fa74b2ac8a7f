/** A word that stands in the instructions of this version and nowhere else: an answer that holds it repeats what it should not. */
export const CANARY = 'quillon-7f3a-madder-4-ostrakon';

/** What stands in place of such a text. */
export const WITHHELD = '(withheld: it repeats the instructions of the reviewer)';

/** The same answer with every text that repeats the instructions withheld. */
export function withoutCanary<Value>(value: Value): Value {
  if (typeof value === 'string') return (holdsCanary(value) ? WITHHELD : value) as Value;
  if (Array.isArray(value)) return value.map(withoutCanary) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutCanary(part)])) as Value;
}

/** However it is spelled: letters apart, in other cases, backwards. */
export function holdsCanary(text: string): boolean {
  const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return [BARE, REVERSED].some((word) => letters.includes(word));
}

const BARE = CANARY.replace(/[^a-z0-9]/g, '');
const REVERSED = [...BARE].reverse().join('');
