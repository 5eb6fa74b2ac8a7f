/** The first `count` of some names in one line, and how many more there are: `a, b, and 3 more`. */
export function firstNamed(names: readonly string[], count: number): string {
  const more = names.length - count;
  return `${names.slice(0, count).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
