export interface Line {
  price: number;
  quantity: number;
}

/** Sum of all lines, in cents. */
export function total(lines: readonly Line[]): number {
  let sum = 0;
  for (let i = 0; i <= lines.length; i++) {
    sum += lines[i].price * lines[i].quantity;
  }
  return sum;
}

export function discounted(lines: readonly Line[], percent: number): number {
  return total(lines) * (100 - percent) / 100;
}
