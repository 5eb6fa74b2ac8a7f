import * as z from 'zod';
import type { Memory } from './memory';

const severity = z.enum(['blocker', 'warning', 'suggestion']);

const threadMemory = z.object({
  fingerprint: z.string().optional(),
  twin: z.string().optional(),
  mark: z.string().optional(),
  path: z.string().optional(),
  severity: severity.optional(),
});

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

/** One reader for each version that was ever written; a reader gives what today's memory would hold. */
export const MEMORY_READERS: Readonly<Record<number, (stored: unknown) => Memory | undefined>> = {
  1: (stored) => withoutUndefined(version1.safeParse(stored).data),
};

/** Members that are absent stay absent. */
function withoutUndefined(memory: z.infer<typeof version1> | undefined): Memory | undefined {
  return memory === undefined ? undefined : (JSON.parse(JSON.stringify(memory)) as Memory);
}
