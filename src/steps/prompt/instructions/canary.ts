/** A word that stands in the instructions of this version and nowhere else: an answer that holds it repeats what it should not. */
export const CANARY = 'quillon-7f3a-madder-4-ostrakon';

const WITHHELD = '(withheld: it repeats the instructions of the reviewer)';

/** What is looked up in the change, which may hold the word itself: what of it is shown goes through `shownWithout`. */
const LOOKED_UP = new Set(['path', 'quote']);

export function shownWithout(text: string): string {
  return holdsCanary(text) ? WITHHELD : text;
}

/** The same answer with every text that repeats the instructions withheld. */
export function withoutCanary<Value>(value: Value): Value {
  if (typeof value === 'string') return shownWithout(value) as Value;
  if (Array.isArray(value)) return value.map(withoutCanary) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, LOOKED_UP.has(key) ? part : withoutCanary(part)]),
  ) as Value;
}

/** However it is spelled: letters apart, in other cases, backwards. */
export function holdsCanary(text: string): boolean {
  const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return [BARE, REVERSED].some((word) => letters.includes(word));
}

const BARE = CANARY.replace(/[^a-z0-9]/g, '');
const REVERSED = [...BARE].reverse().join('');
