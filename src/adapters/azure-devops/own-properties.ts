/** Names of properties that Second Pass alone sets begin so. */
export const OWN_PROPERTIES = 'SecondPass.';

/** Properties come as `{$type, $value}`. */
export function plainOf(value: unknown): unknown {
  return value !== null && typeof value === 'object' && '$value' in value ? value.$value : value;
}

/** What is no text, number or truth value is not ours. */
export function textsOf(bag: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(bag).flatMap(([key, value]): [string, string][] => {
    const plain = plainOf(value);
    return ['string', 'number', 'boolean'].includes(typeof plain) ? [[key, String(plain)]] : [];
  });
  return Object.fromEntries(texts);
}
