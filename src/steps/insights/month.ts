import { sumOf } from '../../sum-of';
import type { Aggregate } from './aggregate';

/** What a month's spending has to be warned of; empty where it stays below. It stops nothing. */
export function monthWarning({ madeAt, cells }: Pick<Aggregate, 'madeAt' | 'cells'>, monthlyUsd: number): string {
  const month = madeAt.slice(0, 7);
  const own = cells.filter(({ week }) => week.startsWith(month));
  const usd = sumOf(own, ({ cost }) => sumOf(cost, (one) => one)) / 10_000;
  if (usd <= monthlyUsd) return '';
  return `Second Pass: pull requests opened in the weeks of ${month} have cost $${usd.toFixed(2)} so far; the policy's monthlyUsd is ${monthlyUsd}. Nothing is stopped by this.`;
}
