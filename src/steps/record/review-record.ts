import * as z from 'zod';
import { callRecord, costRecord, requestReceipt } from './cost-record';
import { accepted, discussed, findingFate, setAside } from './finding-record';
import { fileFate, recordBase } from './record-base';

const blocking = z.object({
  title: z.string(),
  path: z.string(),
  startLine: z.number().exactOptional().describe('1-based; absent without a line'),
  side: z.enum(['new', 'old']).exactOptional(),
  threadId: z.number().exactOptional(),
});

const lookFirst = z.object({
  path: z.string(),
  side: z.enum(['new', 'old']).exactOptional(),
  line: z.number().exactOptional(),
  why: z.string(),
});

export const reviewRecord = recordBase
  .extend({
    runMode: z.enum(['publish', 'readOnly']),
    statusText: z.string().describe('One sentence: what the status says'),
    counts: z
      .object({ blockers: z.number(), warnings: z.number(), suggestions: z.number() })
      .describe('Open findings of the pull request, new and old'),
    blocking: z
      .array(blocking)
      .readonly()
      .describe('Open blockers, found now or before: what keeps the verdict at FAIL'),
    summary: z.string().describe("What the change does, in the model's words; two sentences at most, or empty"),
    lookFirst: lookFirst.exactOptional().describe('Where a person should begin; absent where nothing stands out'),
    postedAs: z
      .object({ id: z.string(), name: z.string() })
      .exactOptional()
      .describe('The identity whose words on the pull request are ours; absent where nothing was read from it'),
    dismissal: z
      .enum(['anyone', 'notAuthor', 'nobody'])
      .exactOptional()
      .describe('Who may accept a blocker, as it held in this run; absent in records of versions that did not tell'),
    reviewer: z.object({ provider: z.string(), model: z.string(), effort: z.string() }),
    files: z.array(fileFate).readonly(),
    lines: z
      .object({ read: z.number(), all: z.number() })
      .exactOptional()
      .describe('Added and removed lines, without those of files that a rule or a listed kind leaves out'),
    findings: z.array(findingFate).readonly(),
    setAside: z.array(setAside).readonly(),
    accepted: z.array(accepted).readonly(),
    discussed: z
      .array(discussed)
      .readonly()
      .describe('Findings that count though people dealt with their threads: left to them, resolved but still found'),
    receipt: z
      .array(requestReceipt)
      .readonly()
      .describe('What was sent, request by request; its sum is what the access log tells'),
    reviewed: z
      .array(z.object({ chunk: z.number(), piece: z.string(), text: z.string() }))
      .readonly()
      .exactOptional()
      .describe('What was reviewed, as it was sent; with `artifacts: full` alone'),
    calls: z.array(callRecord).readonly(),
    cost: costRecord,
    writes: z
      .array(z.object({ what: z.string(), reason: z.string() }))
      .readonly()
      .describe('What was done on the pull request and why; in run mode readOnly what would have been done'),
  })
  .describe('A review: what was looked at, what was sent, what came of it, what it cost');

export interface LookFirst extends z.infer<typeof lookFirst> {}
export interface ReviewRecord extends z.infer<typeof reviewRecord> {}
