import * as z from 'zod/mini';
import { identityReader } from './identity';
import type { Memory } from './memory';
import { VERSION_WITH_PATHS, withPathsInPlace } from './memory-fit';

const usd = z.number().check(z.nonnegative());

const threadMemory = z.extend(z.partial(identityReader), {
  gravest: z.optional(z.object({ severity: z.enum(['blocker', 'warning', 'suggestion']), after: z.number() })),
  code: z.optional(z.string()),
  seenAt: z.optional(z.number()),
  beside: z.optional(z.string()),
  mended: z.optional(z.literal(true)),
  unsigned: z.optional(z.literal(true)),
  older: z.optional(z.literal(true)),
});

const listed = z.extend(z.omit(identityReader, { fingerprint: true, twin: true, openedAs: true }), {
  iteration: z.number(),
  code: z.optional(z.string()),
  beside: z.optional(z.string()),
  under: z.optional(z.string()),
  over: z.optional(z.literal(true)),
});

export const spending = z.object({ run: z.string(), startedAt: z.number(), usd });

const claim = z.object({
  run: z.string(),
  iteration: z.number(),
  startedAt: z.number(),
  settings: z.optional(z.string()),
  mostUsd: z.optional(usd),
  endsBefore: z.optional(z.number()),
});

const version1 = z.object({
  reviewed: z.optional(
    z.object({
      iteration: z.number(),
      base: z.string(),
      source: z.string(),
      settings: z.string(),
      files: z._default(z.record(z.string(), z.string()), {}),
      leftOut: z.optional(z.string()),
    }),
  ),
  threads: z._default(z.record(z.string(), threadMemory), {}),
  resolved: z._default(z.array(z.number()), []),
  spentUsd: z._default(usd, 0),
  paid: z.optional(spending),
  claim: z.optional(claim),
  result: z.optional(z.object({ text: z.string(), signature: z.string() })),
});

/** Signed as a whole, and knows the review it belongs to. */
const version2 = z.extend(version1, {
  settled: z.optional(z.record(z.string(), z.string())),
  accepted: z.optional(z.record(z.string(), z.number())),
  words: z.optional(z.record(z.string(), z.object({ comment: z.number(), code: z.string() }))),
  readIn: z.optional(z.number()),
  listed: z.optional(z.array(listed)),
  lost: z.optional(z.object({ listed: z.number(), threads: z.array(z.number()) })),
  failures: z.optional(z.number()),
  writtenAt: z.optional(z.number()),
  knewUntil: z.optional(z.number()),
  setBack: z.optional(z.literal(true)),
  target: z.optional(z.string()),
  counted: z.optional(z.array(z.string())),
  unended: z.optional(z.array(claim)),
});

type Reader = (stored: Readonly<Record<string, unknown>>) => Memory | undefined;

/** One reader for each version that was ever written; a reader gives what today's memory would hold. */
export const MEMORY_READERS: Readonly<Record<number, Reader>> = {
  1: (stored) => withoutUndefined(version1.safeParse(stored).data),
  2: (stored) => withoutUndefined(version2.safeParse(stored).data),
  [VERSION_WITH_PATHS]: (stored) => withoutUndefined(version2.safeParse(withPathsInPlace(stored)).data),
};

/** Members that are absent stay absent. */
function withoutUndefined(memory: z.infer<typeof version2> | undefined): Memory | undefined {
  return memory === undefined ? undefined : (JSON.parse(JSON.stringify(memory)) as Memory);
}
