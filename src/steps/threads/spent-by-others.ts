import { sumOf } from '../../sum-of';
import type { Claim, Memory, Spent } from './memory';
import { payerOf, type ToldSpending } from './told-spending';

type Payer = Pick<Spent, 'run' | 'startedAt'>;

/** What is known of the money of one review. */
export interface Ledger {
  memory: Pick<Memory, 'spentUsd' | 'paid' | 'claim' | 'unended' | 'counted'>;
  /** What runs told beside the memory. */
  told: readonly ToldSpending[];
}

/** USD that all other runs spent so far: without what this very run has put there, as it may have to write its end twice. */
export function spentByOthers({ memory, told }: Ledger, payer: Payer, now: number): number {
  const { spentUsd, paid } = memory;
  const isOurs = paid?.run === payer.run && paid.startedAt === payer.startedAt;
  const before = isOurs ? Math.max(0, spentUsd - paid.usd) : spentUsd;
  const { newlyTold, overdue } = beyondMemory({ memory, told }, payer, now);
  return before + sumOf(newlyTold, ({ usd }) => usd) + sumOf(overdue, ({ mostUsd = 0 }) => mostUsd);
}

/** What the memory does not count yet. */
interface Beyond {
  newlyTold: readonly ToldSpending[];
  /** Runs that cannot be at work any more and told nothing: they count with the most that they might spend. */
  overdue: readonly Claim[];
  /** Those that may yet tell. */
  atWork: readonly Claim[];
}

export function beyondMemory({ memory, told }: Ledger, payer: Payer, now: number): Beyond {
  const { claim, unended = [], counted = [] } = memory;
  const settled = new Set([...counted, payerOf(payer)]);
  const newlyTold = told.filter((one) => !settled.has(payerOf(one)));
  for (const one of newlyTold) settled.add(payerOf(one));
  const silent = withClaim(unended, claim).filter((one) => !settled.has(payerOf(one)));
  const isOver = ({ endsBefore = 0 }: Claim) => endsBefore < now;
  return { newlyTold, overdue: silent.filter(isOver), atWork: silent.filter((one) => !isOver(one)) };
}

/** Older runs told nothing of what they might spend. */
export function withClaim(unended: readonly Claim[] = [], claim: Claim | undefined): readonly Claim[] {
  const isNew = claim?.mostUsd !== undefined && unended.every((one) => payerOf(one) !== payerOf(claim));
  return isNew && claim ? [...unended, claim] : unended;
}

/** The memory's part of the money, once a run counts all that is known. */
export function countedAnew(ledger: Ledger, payer: Payer, now: number): Pick<Memory, 'unended' | 'counted'> {
  const { newlyTold, overdue, atWork } = beyondMemory(ledger, payer, now);
  const counted = [...(ledger.memory.counted ?? []), ...[...newlyTold, ...overdue].map(payerOf)];
  return { ...(atWork.length > 0 ? { unended: atWork } : {}), ...(counted.length > 0 ? { counted } : {}) };
}
