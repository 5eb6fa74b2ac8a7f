import * as z from 'zod';
import { RECORD_VERSION } from './record-version';

const SITUATIONS = [
  ...(['reviewed', 'nothingInScope', 'partlyReviewed', 'partlyStopped', 'reviewerFailed', 'stopped'] as const),
  ...([
    'draftSkipped',
    'skippedByRule',
    'switchedOff',
    'skippedByAuthor',
    'superseded',
    'notAPullRequest',
    'analysed',
    'otherRunMode',
    'setUpAtFault',
  ] as const),
  ...(['pullRequestNotFound', 'badInput'] as const),
];

export const fileFate = z
  .object({
    path: z.string(),
    state: z.enum(['reviewed', 'clipped', 'skipped', 'notReviewed']),
    added: z.number(),
    removed: z.number(),
    linesRead: z
      .number()
      .exactOptional()
      .describe('Added and removed lines that were read, where these are not all or none'),
    reason: z.string().exactOptional().describe('Why it was clipped, skipped or not reviewed'),
    rule: z.string().exactOptional().describe('The rule that skipped it'),
  })
  .describe('Every changed file ends here exactly once');

const ending = z.object({
  status: z.enum(['pending', 'succeeded', 'failed', 'error']).nullable().describe('Null when none is posted'),
  result: z.enum(['Succeeded', 'SucceededWithIssues', 'Failed']),
  outcome: z.enum(['reviewed', 'partlyReviewed', 'notReviewed', 'skipped']),
  verdict: z.enum(['PASS', 'ADVISORY', 'FAIL', 'NONE']),
});

const pullRequest = z.object({
  id: z.number(),
  webUrl: z.string(),
  repositoryId: z.string(),
  iteration: z.number(),
  base: z.string(),
  source: z.string(),
});

const policy = z
  .object({
    source: z.string().describe('project/repository/branch/path of the file'),
    commit: z.string(),
    sha256: z.string().describe('Of the file, hexadecimal'),
    changed: z
      .array(
        z.object({
          input: z.string(),
          asked: z.string(),
          held: z.string(),
          from: z.string().describe('`collection`, a project or project/repository'),
          line: z.number().describe('Of the file, 1-based'),
        }),
      )
      .readonly()
      .describe('Inputs that it changed: what the pipeline asked for, what held'),
  })
  .describe('The policy that was held against this run');

const accessLogEntry = z.object({
  time: z.number().describe('Milliseconds since 1970'),
  host: z.string(),
  method: z.string(),
  route: z.string(),
  status: z.number().describe('0 when no answer came'),
  requestBytes: z.number(),
  answerBytes: z.number(),
  milliseconds: z.number(),
  attempt: z.number().describe('1 for the first try'),
});

/** What the records of all run modes have in common. */
export const recordBase = z.object({
  recordVersion: z.literal(RECORD_VERSION),
  product: z.object({ name: z.literal('Second Pass'), version: z.string(), instructionsVersion: z.number() }),
  startedAt: z.string().describe('ISO 8601'),
  milliseconds: z.number(),
  run: z
    .object({ id: z.string(), url: z.string(), artifactUrl: z.string().exactOptional() })
    .exactOptional()
    .describe('The run that made it, its page, and that of its artifact; absent in a terminal'),
  pipeline: z
    .object({ definitionId: z.number(), runId: z.number() })
    .exactOptional()
    .describe('Both by number; absent outside of builds'),
  pullRequest: pullRequest.exactOptional(),
  policy: policy.exactOptional(),
  situation: z.enum(SITUATIONS),
  ending,
  problems: z.array(z.string()).readonly().describe('What went wrong, one sentence each; empty when nothing did'),
  codes: z
    .array(z.string())
    .readonly()
    .exactOptional()
    .describe('Of the failures behind the problems, as docs/troubleshooting.md lists them; absent when there are none'),
  notes: z.array(z.string()).readonly().describe('What a reader of the result must know'),
  stages: z
    .array(z.object({ stage: z.string(), calls: z.number(), milliseconds: z.number() }))
    .readonly()
    .describe('Time by what was waited for'),
  accessLog: z.array(accessLogEntry).readonly().exactOptional().describe('Every request that left the agent'),
});

export interface RecordBase extends z.infer<typeof recordBase> {}
