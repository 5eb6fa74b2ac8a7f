import * as z from 'zod';

export const VERBS = ['fix', 'plan', 'answer', 'retry', 'stop', 'help'] as const;

export const person = z.strictObject({ id: z.string(), name: z.string() });

/** What a person asked for, as the service holds it: who, when and which words were read back and never taken from an event. */
export const request = z.strictObject({
  from: z.enum(['comment', 'workItem', 'pipeline']),
  /** Unique in the repository: `pr-12.34.1` (pull request, thread, comment), `wi-7.3`, `run-991`. */
  id: z.string().regex(/^(pr-\d+\.\d+\.\d+|wi-\d+\.\d+|run-\d+)$/),
  pullRequestId: z.number().int().positive().nullable(),
  threadId: z.number().int().positive().nullable(),
  commentId: z.number().int().positive().nullable(),
  workItemId: z.number().int().positive().nullable(),
  verb: z.enum(VERBS),
  /** What stands behind the verb; the only instruction. */
  text: z.string(),
  by: person,
  /** Ids of others who had a part in it: whose words a `retry` takes over, or who started the run whose pipeline asks. */
  alsoBy: z.array(z.string()).exactOptional(),
  /** Milliseconds since 1970. */
  at: z.number().int().nonnegative(),
  /** Of the whole comment in UTF-8: read again before anything is written, it must be the same. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type Verb = (typeof VERBS)[number];
export interface Person extends z.infer<typeof person> {}
export interface Request extends z.infer<typeof request> {}

/** Unique in the repository. */
export function commentRequestId(place: Pick<Request, 'pullRequestId' | 'threadId' | 'commentId'>): string {
  return `pr-${place.pullRequestId}.${place.threadId}.${place.commentId}`;
}

/** Who asked, where and when: the words stay where they were written. */
export function withoutWords({ text: _words, ...rest }: Request): Omit<Request, 'text'> {
  return rest;
}
