export interface Redaction {
  add(secret: string): void;
  clean(text: string): string;
}

/** Shorter values would blank out ordinary words. */
const MIN_SECRET_LENGTH = 4;

/** Replaces registered values, as they are, in base64 and percent-encoded, and whatever follows `Authorization:`. */
export function createRedaction(): Redaction {
  const values = new Set<string>();
  const add = (secret: string) => {
    if (secret.length < MIN_SECRET_LENGTH) return;
    values.add(secret);
    values.add(encodeURIComponent(secret));
    for (const text of [secret, `:${secret}`]) values.add(Buffer.from(text).toString('base64'));
  };
  return { add, clean: (text) => clean(text, values) };
}

function clean(text: string, values: ReadonlySet<string>): string {
  const longestFirst = [...values].sort((left, right) => right.length - left.length);
  const withoutValues = longestFirst.reduce((rest, value) => rest.replaceAll(value, '***'), text);
  return withoutValues
    .replace(
      /\b((?:proxy-)?authorization|x-api-key)\b(["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',;]+/gi,
      '$1$2***',
    )
    .replace(/\b(basic|bearer)\s+[\w+/=.~-]{8,}/gi, '$1 ***')
    .replace(/(?<!\w)(\w{1,32}:\/\/)[^\s/@]{1,512}@/g, '$1***@');
}
