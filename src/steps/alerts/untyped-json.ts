import { cutText, wellFormed } from '../../cut-text';
/** A JSON object of unknown shape. Members are read through `member` alone, so that inherited names mean nothing. */
export type Loose = Readonly<Record<string, unknown>>;

export function record(value: unknown): Loose | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : undefined;
}

/** Own members only: a key such as `__proto__` or `constructor` in a message id finds nothing. */
export function member(value: unknown, key: string): unknown {
  const object = record(value);
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Walks own members; undefined as soon as one is missing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inner, key) => member(inner, key), value);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A whole number of at least `least`; some tools write numbers as text. */
export function whole(value: unknown, least: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= least ? number : undefined;
}

/** Text on one line or several without control characters, cut at `most` UTF-16 units. */
export function cleaned(text: string, most: number): string {
  const plain = wellFormed(cutText(text, most * 2))
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the purpose
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .trim();
  return plain.length <= most ? plain : `${cutText(plain, most).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The same on a single line. */
export function cleanedLine(text: string, most: number): string {
  return cleaned(text, most).replace(/\s+/g, ' ');
}
