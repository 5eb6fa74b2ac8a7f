/** Letters, from which on a text may have been looked through before. */
const LONG = 1024;

/**
 * What a JSON body says, names and values: its long texts each for itself, as they were before they became JSON, and all others in
 * one. A body that is no JSON is one text.
 */
export function bodyTexts(body: string): string[] {
  const long: string[] = [];
  const others: string[] = [];
  const take = (text: string) => (text.length < LONG ? others : long).push(text);
  try {
    JSON.parse(body, (name, value: unknown) => {
      take(name);
      if (typeof value === 'string') take(value);
      else if (typeof value === 'number') take(String(value));
      return null;
    });
  } catch {
    return [body];
  }
  return [...long, others.join('\n')];
}
