/** Pieces of what the service answered, each taken for what it is and nothing more. */
export type Json = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A list comes as `{value}`. */
export function entriesOf(answer: unknown): readonly unknown[] {
  return listOf(objectOf(answer).value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function timeOf(value: unknown): number {
  return Date.parse(textOf(value)) || 0;
}

/** Undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An address below the collection. */
export function pathOf(...parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join('/');
}
