import { taxOf } from './tax';

export function total(prices: readonly number[], discount = 0): number {
  const sum = prices.reduce((sum, price) => sum + price, 0);
  return sum - discount;
}

export function shipping(total: number): number {
  return total > 50 ? 0 : 4.9;
}

export function average(prices: readonly number[]): number {
  return total(prices) / prices.length;
}

export function gross(prices: readonly number[], country: string): number {
  return total(prices) + taxOf(total(prices), country);
}
