import * as z from 'zod';
import { identityReader } from './identity';
import type { Memory } from './memory';

const threadMemory = identityReader
  .partial()
  .extend({ code: z.string().optional(), unsigned: z.literal(true).optional(), older: z.literal(true).optional() });

const listed = identityReader
  .omit({ fingerprint: true, twin: true, openedAs: true })
  .extend({ iteration: z.number(), code: z.string().optional() });

export const spending = z.object({ run: z.string(), startedAt: z.number(), usd: z.number().nonnegative() });

const version1 = z.object({
  reviewed: z
    .object({
      iteration: z.number(),
      base: z.string(),
      source: z.string(),
      settings: z.string(),
      files: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
  threads: z.record(z.string(), threadMemory).default({}),
  resolved: z.array(z.number()).default([]),
  spentUsd: z.number().nonnegative().default(0),
  paid: spending.optional(),
  claim: z.object({ run: z.string(), iteration: z.number(), startedAt: z.number() }).optional(),
  result: z.object({ text: z.string(), signature: z.string() }).optional(),
});

/** Signed as a whole, and knows the review it belongs to. */
const version2 = version1.extend({
  settled: z.record(z.string(), z.string()).optional(),
  accepted: z.record(z.string(), z.number()).optional(),
  words: z.record(z.string(), z.object({ comment: z.number(), code: z.string() })).optional(),
  readIn: z.number().optional(),
  listed: z.array(listed).optional(),
});

/** One reader for each version that was ever written; a reader gives what today's memory would hold. */
export const MEMORY_READERS: Readonly<Record<number, (stored: unknown) => Memory | undefined>> = {
  1: (stored) => withoutUndefined(version1.safeParse(stored).data),
  2: (stored) => withoutUndefined(version2.safeParse(stored).data),
};

/** Members that are absent stay absent. */
function withoutUndefined(memory: z.infer<typeof version2> | undefined): Memory | undefined {
  return memory === undefined ? undefined : (JSON.parse(JSON.stringify(memory)) as Memory);
}
