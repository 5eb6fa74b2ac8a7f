import * as z from 'zod';

/** What we read of each answer. Unknown members are let through; what we rely on must be there. */

const guid = z
  .string()
  .min(1)
  .transform((text) => text.toLowerCase());
const commit = z.looseObject({ commitId: z.string().regex(/^[0-9a-f]{40}$/i) });
export const identity = z.looseObject({
  id: guid,
  displayName: z.string().nullish(),
  uniqueName: z.string().nullish(),
  descriptor: z.string().nullish(),
  isContainer: z.boolean().nullish(),
  inactive: z.boolean().nullish(),
  isDeletedInOrigin: z.boolean().nullish(),
});

/** `{count, value}` with as many values as it counts. */
function listOf<Shape extends z.ZodType>(item: Shape) {
  return z
    .looseObject({ count: z.int().nonnegative(), value: z.array(item) })
    .refine(({ count, value }) => count === value.length, 'the list holds another number of entries than it counts')
    .transform(({ value }) => value);
}

export const connectionData = z.looseObject({
  authenticatedUser: z.looseObject({
    id: guid,
    providerDisplayName: z.string().nullish(),
    customDisplayName: z.string().nullish(),
  }),
});

export const pullRequest = z.looseObject({
  pullRequestId: z.int(),
  status: z.enum(['active', 'completed', 'abandoned']),
  isDraft: z.boolean().nullish(),
  forkSource: z.unknown().optional(),
  createdBy: identity,
  title: z.string().nullish(),
  labels: z.array(z.looseObject({ name: z.string(), active: z.boolean().nullish() })).nullish(),
  targetRefName: z.string(),
  sourceRefName: z.string().nullish(),
  hasMultipleMergeBases: z.boolean().nullish(),
  mergeStatus: z.string().nullish(),
  lastMergeCommit: commit.nullish(),
  lastMergeSourceCommit: commit.nullish(),
  lastMergeTargetCommit: commit.nullish(),
  repository: z.looseObject({
    id: guid,
    name: z.string(),
    project: z.looseObject({ name: z.string() }),
  }),
});

export const mergeBases = listOf(commit);

export const iterations = listOf(
  z.looseObject({
    id: z.int().positive(),
    reason: z.string().nullish(),
    createdDate: z.string().nullish(),
    sourceRefCommit: commit,
    targetRefCommit: commit,
    commonRefCommit: commit.nullish(),
    author: identity.nullish(),
  }),
);

const position = z.looseObject({ line: z.int(), offset: z.int() }).nullish();

const properties = z.record(z.string(), z.unknown()).nullish();

export const comment = z.looseObject({
  id: z.int(),
  /** Absent when the account is gone; such a comment is nobody's, and surely not ours. */
  author: identity.nullish(),
  content: z.string().nullish(),
  commentType: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
  publishedDate: z.string().nullish(),
  lastContentUpdatedDate: z.string().nullish(),
});

export const thread = z.looseObject({
  id: z.int(),
  lastUpdatedDate: z.string().nullish(),
  status: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
  threadContext: z
    .looseObject({
      filePath: z.string().nullish(),
      rightFileStart: position,
      rightFileEnd: position,
      leftFileStart: position,
      leftFileEnd: position,
    })
    .nullish(),
  pullRequestThreadContext: z
    .looseObject({
      trackingCriteria: z
        .looseObject({
          origRightFileStart: position,
          origRightFileEnd: position,
          origLeftFileStart: position,
          origLeftFileEnd: position,
        })
        .nullish(),
    })
    .nullish(),
  properties,
  comments: z.array(comment).nullish(),
});

export const statuses = listOf(
  z.looseObject({
    id: z.int(),
    state: z.string().nullish(),
    targetUrl: z.string().nullish(),
    description: z.string().nullish(),
    iterationId: z.int().nullish(),
    context: z.looseObject({ name: z.string(), genre: z.string().nullish() }).nullish(),
    createdBy: identity.nullish(),
  }),
);

export const threads = listOf(thread);
export const comments = listOf(comment);

export const changes = z.looseObject({
  changeEntries: z.array(
    z.looseObject({
      changeTrackingId: z.int(),
      changeType: z.string(),
      originalPath: z.string().nullish(),
      item: z.looseObject({
        path: z.string().nullish(),
        objectId: z.string().nullish(),
        originalObjectId: z.string().nullish(),
        gitObjectType: z.string().nullish(),
        isFolder: z.boolean().nullish(),
      }),
    }),
  ),
  nextSkip: z.int().nullish(),
  nextTop: z.int().nullish(),
});

const objectId = z
  .string()
  .regex(/^[0-9a-f]{40}$/i)
  .transform((text) => text.toLowerCase());

export const commitTree = z.looseObject({ treeId: objectId });

/** The service writes `40000` for a folder; git takes every regular file for one of two modes. */
const fileMode = z
  .string()
  .regex(/^[0-7]{5,6}$/)
  .transform((text) => {
    const bits = Number.parseInt(text, 8);
    if ((bits & 0o170000) !== 0o100000) return text.padStart(6, '0');
    return bits & 0o100 ? '100755' : '100644';
  });

export const tree = z.looseObject({
  treeEntries: z.array(z.looseObject({ objectId, relativePath: z.string(), mode: fileMode })).nullish(),
});

/** One file, link or submodule, described without its content. */
export const item = z.looseObject({
  objectId,
  gitObjectType: z.string().nullish(),
  isSymLink: z.boolean().nullish(),
});

export const reviewer = z.looseObject({ id: guid, vote: z.int() });
export const created = z.looseObject({ id: z.int() });
export const posted = z.looseObject({ id: z.int(), creationDate: z.string().nullish() });
export const anything = z.unknown();

export type IdentityShape = z.output<typeof identity>;
export type PullRequestShape = z.output<typeof pullRequest>;
export type ThreadShape = z.output<typeof thread>;
export type CommentShape = z.output<typeof comment>;
export type IterationShape = z.output<typeof iterations>[number];
export type ItemShape = z.output<typeof item>;
export type TreeShape = z.output<typeof tree>;
export type ChangeShape = z.output<typeof changes>['changeEntries'][number];
