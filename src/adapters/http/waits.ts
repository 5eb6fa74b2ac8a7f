const FIRST_WAIT = 500;
const MAX_LENGTH = 30_000;

/** Full jitter: anything between nothing and a ceiling that doubles with each try. */
export function backOff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(MAX_LENGTH, FIRST_WAIT * 2 ** attempt));
}

/**
 * Milliseconds the answer's `Retry-After` asks for; undefined when it has none that can be read.
 * A date is measured by the answer's own `Date`, since the agent's clock may be wrong.
 */
export function askedWait(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const asked = headers['retry-after']?.trim();
  if (!asked) return undefined;
  if (/^\d+(\.\d+)?$/.test(asked)) return Math.ceil(Number(asked) * 1000);
  const until = Date.parse(asked);
  if (Number.isNaN(until)) return undefined;
  const theirNow = Date.parse(headers.date ?? '');
  return Math.max(0, until - (Number.isNaN(theirNow) ? now : theirNow));
}
