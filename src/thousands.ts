/** A count with its thousands apart, `1,234,567`. The runtime's own would load its tables of all languages, in each review. */
export function thousands(count: number): string {
  const digits = String(count);
  let shown = digits.slice(-3);
  for (let end = digits.length - 3; end > 0; end -= 3) shown = `${digits.slice(Math.max(0, end - 3), end)},${shown}`;
  return shown;
}
