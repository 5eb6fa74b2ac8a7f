import { sumOf } from '../../sum-of';
import type { ModelFacts } from '../pricing/models';
import { type ChunkPrompt, SHARED_BYTES } from './compose';

/** Surcharges of a write, as shares of the input price: content for five minutes, instructions for an hour. */
const CONTENT_WRITE = 0.25;
const SYSTEM_WRITE = 1;

/** Changed lines of which about two in three sweeps bring candidates; without any figure of the run's own. */
const LINES_TO_A_CANDIDATE = 30;
/** How many parts of the run weigh as much as that guess. */
const GUESS_WEIGHT = 2;

/**
 * A run of one part has seen nothing yet: a mark must promise a third more than it costs. It does from about 3,300 tokens on;
 * below, a mark saves a review with a critique 5 % at most, and costs one without a third more.
 */
const MARGIN_OF_ONE = 1.3;

export interface PartAhead {
  /** Tokens of its content, and of the instructions before it. */
  contentTokens: number;
  systemTokens: number;
  changedLines: number;
  /** True where alerts or earlier findings need a critique whatever the sweep brings. */
  isCertain: boolean;
  /** True when other parts of the run read the instructions too. */
  isOneOfSeveral: boolean;
}

export function partAhead(
  prompt: ChunkPrompt,
  parts: number,
  { bytesPerToken }: Pick<ModelFacts, 'bytesPerToken'>,
): PartAhead {
  return {
    contentTokens: prompt.bytes / bytesPerToken,
    systemTokens: SHARED_BYTES / bytesPerToken,
    changedLines: sumOf(prompt.chunk.files, (file) => file.changedLines),
    isCertain: prompt.alerts.length + prompt.raised.length > 0,
    isOneOfSeveral: parts > 1,
  };
}

/** Parts of this run that were swept, and how many of them had a critique. */
export interface CritiquesSoFar {
  swept: number;
  checked: number;
}

/** Whether what the sweep would write is likely to be read often enough by the critique to pay for the write. */
export function cachePays(part: PartAhead, soFar: CritiquesSoFar, { cacheRead }: { cacheRead: number }): boolean {
  // Several parts keep the instructions for each other, whatever becomes of a part's own content.
  const system = part.isOneOfSeveral ? 0 : part.systemTokens;
  const surcharge = part.contentTokens * CONTENT_WRITE + system * SYSTEM_WRITE;
  const saving = (part.contentTokens + system) * (1 - cacheRead);
  const margin = part.isOneOfSeveral || part.isCertain ? 1 : MARGIN_OF_ONE;
  return chanceOfCritique(part, soFar) * saving > surcharge * margin;
}

function chanceOfCritique({ changedLines, isCertain }: PartAhead, { swept, checked }: CritiquesSoFar): number {
  if (isCertain) return 1;
  const guess = 1 - Math.exp(-changedLines / LINES_TO_A_CANDIDATE);
  return (guess * GUESS_WEIGHT + checked) / (GUESS_WEIGHT + swept);
}
