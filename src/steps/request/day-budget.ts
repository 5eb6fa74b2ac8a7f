const TAG = /^second-pass-usd-(\d{1,6}(?:\.\d{1,4})?)$/;

/** What the tags of a pipeline's runs say was spent, or is reserved by those that are under way. */
export function spentOfDay(tags: ReadonlyMap<string, readonly string[]>, ownBuildId: string): number {
  const others = [...tags].filter(([id]) => id !== ownBuildId).map(([, all]) => usdIn(all));
  return others.reduce((sum, usd) => sum + usd, 0);
}

/** Whole cents, of a part the next: many small runs would else have cost nothing. */
export function usdTag(usd: number): string {
  const cents = Math.ceil(Number((usd * 100).toFixed(6)));
  return `second-pass-usd-${(cents / 100).toFixed(2)}`;
}

/** Midnight UTC before that time. */
export function startOfDay(now: number): number {
  return now - (now % 86_400_000);
}

/** A run that died while it told its cost has both figures: the larger one counts. */
function usdIn(tags: readonly string[]): number {
  return Math.max(0, ...tags.map((tag) => Number(TAG.exec(tag)?.[1] ?? 0)));
}
