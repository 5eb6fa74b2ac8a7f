import * as z from 'zod';
import { sha256 } from '../../sha256';
import { entry } from '../candidate/entry';
import { request } from '../request/request';
import { session } from '../session/session';

const commit = z.string().regex(/^[0-9a-f]{40}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

/** What one check of the candidate came to; `shown` stops nothing and stands at the top of the plan. */
export const planCheck = z.strictObject({
  check: z.string(),
  state: z.enum(['passed', 'refused', 'shown']),
  text: z.string(),
});

/** Test cases by name; null where no results file was read: then the plan says that tests were not counted. */
const cases = z.strictObject({ ran: z.array(z.string()), failed: z.array(z.string()), skipped: z.array(z.string()) });

const validation = z.strictObject({
  exitCode: z.number().int().nullable(),
  milliseconds: count,
  cases: cases.nullable(),
});

export const evidence = z.strictObject({
  /** Empty where the customer named none: then nothing is proven. */
  command: z.string(),
  before: validation.nullable(),
  /** In a clean workshop that held only the candidate. */
  after: validation.nullable(),
  isProven: z.boolean(),
  /** Why it is not proven; empty when it is. */
  reasons: z.array(z.string()),
});

/** The finished change with its evidence: what a person approves, and all that is ever written. */
export const plan = z.strictObject({
  planVersion: z.literal(1),
  /** The build that made it: apply takes no other build's plan. */
  buildId: z.string().regex(/^\d+$/),
  /** Milliseconds since 1970; an approval has to be later. */
  madeAt: z.number().int().positive(),
  request,
  repositoryId: z.string().min(1),
  /** The branch that the change is meant for, as a full name. */
  target: z.string().regex(/^refs\/heads\/.+/),
  /** Full name of the branch that is written. */
  branch: z.string().regex(/^refs\/heads\/.+/),
  /** Where that branch stands when the session goes on; null when it is made anew. */
  branchTip: commit.nullable(),
  /** Parent of the new commit: the tip of `target`, or of the branch where the session goes on. */
  base: commit,
  tree: commit,
  entries: z.array(entry).min(1),
  /** Of `change.patch` (`git diff --binary --full-index` from base to tree), which stands beside the plan. */
  patchSha256: hash,
  /** First line and text, as the model wrote them: escaped wherever they are shown. */
  summary: z.strictObject({ title: z.string(), text: z.string() }),
  checks: z.array(planCheck),
  evidence,
  /** Files of the workshop that are no part of the change. */
  leftBehind: z.array(z.string()),
  cost: z.strictObject({ usd: z.number().nonnegative().nullable(), turns: count, model: z.string() }),
  /** What the pull request of the branch is to remember once the plan is applied. */
  session,
  /** Values that the policy enforced when it was made, and that hold for apply too; absent without a policy. */
  policy: z
    .strictObject({ source: z.string(), commit: z.string(), enforced: z.record(z.string(), z.string()) })
    .exactOptional(),
  versions: z.strictObject({ product: z.string(), instructions: count }),
});

export interface Plan extends z.infer<typeof plan> {}

/** The one spelling of a plan: names in order, nothing between them, UTF-8. */
export function planBytes(made: Plan): Uint8Array {
  return new TextEncoder().encode(canonical(made));
}

export function planHash(bytes: Uint8Array): string {
  return sha256(bytes);
}

/** Null for what is no plan, or is not spelt as we spell one. */
export function readPlan(bytes: Uint8Array): Plan | null {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const read = plan.safeParse(parsed(text));
  return read.success && canonical(read.data) === text ? read.data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
