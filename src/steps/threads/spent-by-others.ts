import type { Memory, Spent } from './memory';

type Payer = Pick<Spent, 'run' | 'startedAt'>;

/** USD that all other runs told so far: without what this very run has put there, as it may have to write its end twice. */
export function spentByOthers(
  { spentUsd, paid }: Pick<Memory, 'spentUsd' | 'paid'>,
  { run, startedAt }: Payer,
): number {
  const isOurs = paid?.run === run && paid.startedAt === startedAt;
  return isOurs ? Math.max(0, spentUsd - paid.usd) : spentUsd;
}
