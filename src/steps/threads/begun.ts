import type { PostedStatus } from '../../ports/code-host';
import { type BegunMark, begunMarkOf, isBy } from './status-write';
import { payerOf, type ToldSpending } from './told-spending';

/** A run that said on the pull request that it begins. */
export interface Begun extends BegunMark {
  iteration: number;
  /** Address of the run itself, and its mark. */
  page: string;
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

/** Of what our own identity posted under this name: runs in the order in which they began. */
export function begunIn(posted: readonly PostedStatus[], told: readonly ToldSpending[]): readonly Begun[] {
  const paid = new Set(told.map(payerOf));
  return posted.flatMap((status, at) => {
    const mark = begunMarkOf(status);
    if (mark === undefined) return [];
    const isOver = paid.has(mark.by) || posted.slice(at + 1).some((later) => isEndOf(later, mark.by));
    return [{ ...mark, iteration: status.iteration, page: status.targetUrl ?? '', isOver }];
  });
}

function isEndOf(status: PostedStatus, by: string): boolean {
  return isBy(status, by) && begunMarkOf(status) === undefined;
}

/**
 * The newest status of a newer iteration over which the last word of this run went; undefined where it went over none. Where the
 * policy resets statuses the service takes no such word.
 */
export function coveredBy(posted: readonly PostedStatus[], run: StartedRun): PostedStatus | undefined {
  const last = posted.at(-1);
  if (last === undefined || !isEndOf(last, nameOfRun(run))) return undefined;
  return posted.findLast(({ iteration }) => iteration > last.iteration);
}
