import { taxOf } from './tax';

export function total(prices: readonly number[]): number {
  return prices.reduce((sum, price) => sum + price, 0);
}

export function shipping(total: number): number {
  return total >= 50 ? 0 : 4.9;
}
