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
  countedUsd: z.number().exactOptional().describe('What counts towards the budget where the price is unknown'),
  milliseconds: z.number(),
  endedAt: z.string().exactOptional().describe('ISO 8601; absent for a call of a batch'),
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
  capUsd: z.number().exactOptional().describe('What the run was allowed to spend; absent without a limit'),
  pullRequestCapUsd: z
    .number()
    .exactOptional()
    .describe('What all runs on the pull request are allowed to spend; absent without a limit'),
  forecast: z
    .string()
    .exactOptional()
    .describe('What reviewing everything would have taken; absent where the budget was enough'),
  cacheShare: z.number().describe('Share of all input tokens that were read from the cache, 0 to 1'),
  pricesAsOf: z.string().describe('Date of the price table'),
});

const pieceReceipt = z.object({
  piece: z
    .string()
    .describe(
      '`system`, `schema`, `guidelines`, `diff`, `skeletons`, `alerts`, `task`; `turn` for what a repair or a conversation adds, `tools`, `result` of a tool',
    ),
  files: z.array(z.string()).readonly(),
  bytes: z.number(),
  sha256: z.string(),
});

export const requestReceipt = z
  .object({
    request: z
      .string()
      .describe(
        '`sweep 1`, `critique 1 repair`, `count of sweep 3`, `batch of 12 sweeps`; `part 7` for what was not sent',
      ),
    sent: z.boolean(),
    to: z.string().describe('Host and path; empty when nothing was sent'),
    bytes: z.number().describe('Of the whole body, as the access log counts them; 0 when nothing was sent'),
    tokens: z.number().describe('Estimated from the bytes of its pieces'),
    sha256: z.string().describe('Of the whole body; empty when nothing was sent'),
    pieces: z.array(pieceReceipt).readonly(),
  })
  .describe(
    'A request that carried content, whether or not it was answered, or a part of the change that was not sent',
  );

export interface CallRecord extends z.infer<typeof callRecord> {}
export interface CostRecord extends z.infer<typeof costRecord> {}
export interface PieceReceipt extends z.infer<typeof pieceReceipt> {}
export interface RequestReceipt extends z.infer<typeof requestReceipt> {}
