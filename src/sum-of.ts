/** The sum of one figure over a list. */
export function sumOf<Item>(list: readonly Item[], figure: (item: Item) => number): number {
  return list.reduce((sum, item) => sum + figure(item), 0);
}
