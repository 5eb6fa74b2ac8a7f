import * as z from 'zod';

const objectId = z.string().regex(/^[0-9a-f]{40}$/);

/** One path of the candidate that is not as it was in the base tree, as git's own index tells it. */
export const entry = z.strictObject({
  path: z.string().min(1),
  status: z.enum(['added', 'modified', 'deleted']),
  /** As git writes modes; `000000` on the side where the path is not. Judged by the checks, so any mode may stand here. */
  oldMode: z.string().regex(/^\d{6}$/),
  mode: z.string().regex(/^\d{6}$/),
  /** Of the content on each side; forty zeros where there is none. */
  oldId: objectId,
  id: objectId,
  /** Bytes of the content afterwards; 0 for what was deleted. */
  size: z.number().int().nonnegative(),
  /** Lines; both 0 for binary content. */
  added: z.number().int().nonnegative(),
  removed: z.number().int().nonnegative(),
});

export interface Entry extends z.infer<typeof entry> {}

/** Of one file after a change. */
export const MOST_BYTES = 1_048_576;

export const NO_CONTENT = '0'.repeat(40);
