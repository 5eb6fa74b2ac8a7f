/** As many as the runtime writes. */
const MAX_DIGITS = 100;

/** Dollars for people: cents, and two digits of what is less than a cent, since `$0.00` would say that it is nothing. */
export function amount(usd: number): string {
  if (usd <= 0 || usd >= 0.01) return `$${Math.max(0, usd).toFixed(2)}`;
  const digits = Math.min(1 - Math.floor(Math.log10(usd)), MAX_DIGITS);
  return `$${usd.toFixed(digits).replace(/\.?0+$/, '')}`;
}
