import { sumOf } from '../../sum-of';
import type { ModelFacts } from '../pricing/models';
import { type ChunkPrompt, SHARED_BYTES } from './compose';

/** Surcharge of a write for five minutes, as a share of the input price. */
const WRITE = 0.25;

/** Changed lines of which about two in three sweeps bring candidates; without any figure of the run's own. */
const LINES_TO_A_CANDIDATE = 30;
/** How many parts of the run weigh as much as that guess. */
const GUESS_WEIGHT = 2;

/**
 * Instructions for an hour cost 0.75 of themselves more than for five minutes, for the sake of other reviews, of which a run knows
 * nothing: with so many times their size beside them that is at most a fifteenth of a review.
 */
const TIMES_THE_INSTRUCTIONS = 3.5;

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

/** What the provider is asked to keep of a request. */
export interface CacheMarks {
  /** Everything up to the end of the content, until the critique reads it. */
  content: boolean;
  /** The instructions by themselves, for an hour, until other requests read them. */
  instructions: boolean;
}

/** Marks stand where what they are likely to save is more than what they cost. */
export function cacheMarks(part: PartAhead, soFar: CritiquesSoFar, { cacheRead }: { cacheRead: number }): CacheMarks {
  const { contentTokens, systemTokens, isOneOfSeveral } = part;
  const isLikely = chanceOfCritique(part, soFar) * (1 - cacheRead) > WRITE;
  // Several parts keep the instructions for each other, whatever becomes of a part's own content.
  if (isOneOfSeveral) return { content: isLikely, instructions: true };
  const content = isLikely && !isSmall(part);
  return { content, instructions: content && contentTokens >= TIMES_THE_INSTRUCTIONS * systemTokens };
}

/** A small review that finds nothing costs no more than without a cache: a run of one part has seen nothing that makes the guess sure. */
function isSmall({ contentTokens, systemTokens, isCertain }: PartAhead): boolean {
  return !isCertain && contentTokens <= systemTokens;
}

function chanceOfCritique({ changedLines, isCertain }: PartAhead, { swept, checked }: CritiquesSoFar): number {
  if (isCertain) return 1;
  const guess = 1 - Math.exp(-changedLines / LINES_TO_A_CANDIDATE);
  return (guess * GUESS_WEIGHT + checked) / (GUESS_WEIGHT + swept);
}
