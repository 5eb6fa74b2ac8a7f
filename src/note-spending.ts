import { costLine, knownUsd, spendingNote } from './steps/record/cost-text';
import type { RunRecord } from './steps/record/record';
import { withSpending } from './steps/threads/ledger';
import type { Spending } from './steps/threads/memory';
import type { Past } from './steps/threads/own-threads';
import type { World } from './world';

/** What this run spent so far, as the pull request's ledger keeps it. */
export function spendingOf({ run, calls }: Pick<World, 'run' | 'calls'>): Spending {
  return { run: run.id, startedAt: run.startedAt, usd: knownUsd(calls) };
}

/**
 * A run that leaves the pull request to another one changes nothing there; what it paid it adds as a reply below the tracking
 * comment, where it overwrites nothing. Where that fails the log says it.
 */
export async function noteSpending(world: World, { tracking }: Past, record: RunRecord): Promise<void> {
  if (record.calls.length === 0) return;
  try {
    if (tracking === undefined) throw new Error('there is no tracking comment');
    const content = withSpending(spendingNote(record, world.run.url), spendingOf(world));
    await world.host.apply({ kind: 'reply', threadId: tracking.threadId, content });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown failure';
    world.log.warn(
      `${costLine(record)} It could not be noted on the pull request, whose next run will not count it: ${why}`,
    );
  }
}
