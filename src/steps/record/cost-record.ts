import * as z from 'zod';

const usd = z.number().nullable();

export const callRecord = z.object({
  label: z.string().describe('`sweep 1`, `critique 1`'),
  model: z.string(),
  requestId: z.string(),
  stop: z.string().describe('`complete`, `length`, `refusal`, `contextExceeded`, or the code of the failure'),
  input: z.number().describe('Tokens that were neither read from the cache nor written to it'),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  output: z.number(),
  costUsd: usd.describe("Null when the model's price is unknown"),
  uncachedUsd: usd.describe('The same tokens, had none been cached'),
  milliseconds: z.number(),
});

export const costRecord = z.object({
  usd: usd.describe('An estimate by list prices; null when a price is unknown'),
  uncachedUsd: usd.describe('What the same calls would have cost without the cache'),
  pullRequestUsd: z
    .number()
    .exactOptional()
    .describe(
      'All runs on the pull request up to the end of this one; absent when no other spent anything, or none is known',
    ),
  cacheShare: z.number().describe('Share of all input tokens that were read from the cache, 0 to 1'),
  pricesAsOf: z.string().describe('Date of the price table'),
});

export const pieceReceipt = z.object({
  chunk: z.number().describe('Part of the review; 0 for the instructions, which all parts share'),
  piece: z.enum(['system', 'guidelines', 'diff', 'skeletons', 'alerts']),
  files: z.array(z.string()).readonly(),
  bytes: z.number(),
  tokens: z.number().describe('Estimated from bytes'),
  sha256: z.string(),
});

export interface CallRecord extends z.infer<typeof callRecord> {}
export interface CostRecord extends z.infer<typeof costRecord> {}
export interface PieceReceipt extends z.infer<typeof pieceReceipt> {}
