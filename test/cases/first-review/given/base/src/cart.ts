export interface Line {
  price: number;
  quantity: number;
}

/** Sum of all lines, in cents. */
export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
}
