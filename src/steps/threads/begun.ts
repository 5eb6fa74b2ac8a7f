import type { PostedStatus } from '../../ports/code-host';
import type { Seal } from './signature';
import { type BegunMark, begunMarkOf, isBy } from './status-write';
import { payerOf, type ToldSpending } from './told-spending';

/** A run that said on the pull request that it begins. */
export interface Begun extends BegunMark {
  iteration: number;
  /** It said since how it ended, or what it cost where it left the pull request to others. */
  isOver: boolean;
}

export interface StartedRun {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
}

export function nameOfRun({ id, startedAt }: StartedRun): string {
  return payerOf({ run: id, startedAt });
}

/** Runs under this name that began, in the order in which they did. */
export function begunIn(
  statuses: readonly PostedStatus[] = [],
  selfId: string,
  { name }: Pick<Seal, 'name'>,
  told: readonly ToldSpending[],
): readonly Begun[] {
  const own = statuses.filter((one) => one.name === name && one.by.id === selfId);
  const paid = new Set(told.map(payerOf));
  return own.flatMap((status, at) => {
    const mark = begunMarkOf(status);
    if (mark === undefined) return [];
    const isOver = paid.has(mark.by) || own.slice(at + 1).some((later) => isBy(later, mark.by));
    return [{ ...mark, iteration: status.iteration, isOver }];
  });
}
