import { APIError } from '@anthropic-ai/sdk';
import type { MessageBatch } from '@anthropic-ai/sdk/resources/messages';
import type { Clock } from '../../ports/clock';
import { sumOf } from '../../sum-of';
import type { BatchItem, BatchRoutes } from './batch-routes';

/** Time for a creation whose answer was lost to show in the list. */
const LOOKS = [1000, 4000];

/**
 * Creates one batch and never two: the API has no idempotency key, so a creation whose answer was lost is looked for among
 * the batches that were not there before.
 */
export async function createBatch(
  routes: BatchRoutes,
  items: readonly BatchItem[],
  clock: Clock,
  signal: AbortSignal,
): Promise<MessageBatch> {
  const before = new Set((await routes.newest()).map(({ id }) => id));
  try {
    return await routes.create(items);
  } catch (error) {
    if (signal.aborted || !isAmbiguous(error)) throw error;
    for (const wait of LOOKS) {
      await clock.sleep(wait, signal);
      const [found, ...others] = (await routes.newest()).filter(
        (batch) => !before.has(batch.id) && isOurs(batch, items),
      );
      if (found && others.length === 0) return found;
    }
    throw error;
  }
}

/** Anything but a clear refusal: the provider may have carried it out. */
function isAmbiguous(error: unknown): boolean {
  return !(error instanceof APIError) || error.status === undefined || error.status >= 500;
}

function isOurs({ request_counts }: MessageBatch, items: readonly BatchItem[]): boolean {
  return sumOf(Object.values(request_counts), (count) => count) === items.length;
}
