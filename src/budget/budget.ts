import type { ModelAnswer, ModelRequest } from '../ports/model';
import { capOf } from '../steps/pricing/payable-bytes';
import type { Prices } from '../steps/pricing/pricing';
import type { CallRecord } from '../steps/record/cost-record';
import type { Settings } from '../steps/settings/settings';
import { createCallLog, type Written } from './call-log';
import { createCap } from './cap';
import { askWithin, type BatchQuestion } from './within-batch';
import { type ChunkBudget, openChunk } from './within-chunk';

/**
 * What the run may still spend, and what it has spent. Each call is reserved at its worst before it is made, so that the cap
 * holds whatever runs side by side; when only reservations stand in the way, a call waits for them.
 */
export interface Budget {
  readonly calls: readonly CallRecord[];
  /** What earlier runs spent on the pull request, in USD. */
  readonly spentByOthers: number;
  /** For one chunk, by its place in the order of risk: keeps back what its critique may cost, so that no sweep is paid for that nothing can check. */
  forChunk(place: number, critique: ModelRequest): ChunkBudget;
  /** For a chunk that was cut, until its last part is done: what it has not spent by then is for others. */
  keepOpen(place: number): () => void;
  /** As many as the cap allows, in order, at the batch price; `null` for the others and where the batch gave no answer. */
  askTogether(requests: readonly ModelRequest[], ask: BatchQuestion): Promise<readonly (ModelAnswer | null)[]>;
}

type Caps = Pick<Settings, 'budgetUsd' | 'budgetUsdPerPullRequest'>;

/** `spentByOthers` is what earlier runs spent on this pull request, in USD; null caps are none. `parts` is how many chunks are planned. */
export function createBudget(settings: Prices & Caps, spentByOthers: number, written: Written, parts = 1): Budget {
  const cap = createCap(capOf(settings, spentByOthers));
  const log = createCallLog(settings, cap, written);
  return {
    calls: log.calls,
    spentByOthers,
    forChunk: (place, critique) => openChunk({ settings, cap, log, parts }, place, critique),
    keepOpen: cap.keepOpen,
    askTogether: (requests, ask) => askWithin({ settings, cap, log, parts }, requests, ask),
  };
}
