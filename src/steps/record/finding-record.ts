import * as z from 'zod';

const severity = z.enum(['blocker', 'warning', 'suggestion']);

/** Where a thread stands, as far as the service says. */
const place = {
  path: z.string().exactOptional(),
  startLine: z.number().exactOptional().describe('1-based; absent without a line'),
  side: z.enum(['new', 'old']).exactOptional(),
};

export const findingFate = z
  .object({
    key: z.string().describe('Unique in the run: `1-c3`, `2-s1`'),
    fingerprint: z.string(),
    path: z.string(),
    anchor: z.enum(['lines', 'file', 'summary']),
    startLine: z.number().exactOptional().describe('1-based; absent without a line'),
    endLine: z.number().exactOptional(),
    side: z.enum(['new', 'old']).exactOptional(),
    severity,
    category: z.enum(['bug', 'security', 'performance', 'error-handling', 'maintainability', 'testing']),
    title: z.string(),
    body: z.string(),
    evidence: z.string().describe('Why the sweep believes it; of an alert, who reports it'),
    suggestion: z
      .string()
      .exactOptional()
      .describe('Text that can replace the lines as it is; left out when `artifacts` forbids it'),
    refusedSuggestion: z.string().exactOptional().describe("Why the reviewer's replacement is not offered as an edit"),
    source: z.enum(['model', 'alert']),
    unverified: z.boolean().exactOptional().describe('True when nobody checked it: the critique did not come to it'),
    rule: z.string().exactOptional(),
    enforced: z.boolean(),
    fate: z.enum(['posted', 'listed', 'merged', 'known']),
    reason: z.string(),
    threadId: z.number().exactOptional(),
    replacement: z
      .string()
      .exactOptional()
      .describe('Of a listed one: text that would replace its lines; left out when `artifacts` forbids it'),
    onlyListed: z
      .literal(true)
      .exactOptional()
      .describe('True when the critique neither refuted nor confirmed it; then it counts for nothing'),
    confidence: z.enum(['high', 'medium', 'low']).exactOptional(),
    excerpt: z.string().exactOptional().describe('The commented lines; left out when `artifacts` forbids it'),
  })
  .describe('Every finding ends here exactly once');

export const setAside = z
  .object({
    key: z.string(),
    path: z.string(),
    startLine: z.number().exactOptional().describe('1-based; absent without a line'),
    side: z.enum(['new', 'old']).exactOptional(),
    title: z.string(),
    severity,
    fate: z.enum(['rescinded', 'dismissed', 'merged', 'dropped']),
    reason: z.string(),
  })
  .describe('A candidate or an alert that did not become a finding');

export const accepted = z
  .object({
    threadId: z.number(),
    ...place,
    title: z.string(),
    severity,
    status: z.string(),
    by: z.string(),
    reason: z.string(),
  })
  .describe('A finding of the pull request as people left it');

export const discussed = z
  .object({ threadId: z.number(), ...place, title: z.string(), severity, why: z.string() })
  .describe('A finding that still counts though people dealt with its thread');

export interface FindingFate extends z.infer<typeof findingFate> {}
