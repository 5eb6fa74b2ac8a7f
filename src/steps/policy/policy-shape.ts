import * as z from 'zod';
import { FIX_INPUTS } from '../settings/fix-inputs';
import { INPUTS } from '../settings/inputs';
import type { Input } from '../settings/kinds';

export const POLICY_VERSION = 1;

/** The inputs of every task that a policy may be held against. */
export type InputTable = Readonly<Record<string, Input<unknown>>>;

export const INPUT_TABLES: readonly InputTable[] = [INPUTS, FIX_INPUTS];

/** Whom a run is about, what it does and how long it lasts is for the pipeline alone to say. */
export const UNENFORCEABLE: ReadonlySet<string> = new Set([
  ...['pullRequestId', 'repositoryId', 'runMode', 'timeoutMinutes'],
  ...['comment', 'workItem', 'request', 'planHash', 'writeConnection'],
]);

const usd = (most: number, words: string) => z.number().min(0).max(most).describe(words);
const list = (words: string) => z.array(z.string().min(1).max(512)).max(200).describe(words);

const limits = z
  .strictObject({
    models: list('Names of models that may be asked; * stands for anything. Empty or absent: any.').optional(),
    endpoints: list(
      'Base urls that may be asked, https://api.anthropic.com/ among them; * stands for anything but a slash. Empty or absent: any.',
    ).optional(),
    budgetUsd: usd(10_000, 'Most that one run may spend.').optional(),
    budgetUsdPerPullRequest: usd(100_000, 'Most that all runs on one pull request may spend together.').optional(),
  })
  .describe('Inputs may stay below these and never go beyond.');

const message = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'has to be one line without control characters')
  .describe('What the status says when nothing is reviewed.');

const identities = list(
  'Ids of the accounts whose threads count for figures. Empty or absent: every one that writes like us.',
);

const enforced = z
  .strictObject(Object.fromEntries(enforceable().map((name) => [name, valueShape(name).optional()])))
  .describe('Values that win over those of every pipeline, by the names of the inputs.');

const scope = z.strictObject({
  enabled: z.boolean().describe('False: nothing is reviewed.').optional(),
  message: message.optional(),
  limits: limits.optional(),
  enforced: enforced.optional(),
  monthlyUsd: usd(10_000_000, 'Above this the nightly run of the figures warns; no run is stopped by it.').optional(),
});

/** The file of a policy; docs/policy.schema.json is made of this. */
export const policyShape = z
  .strictObject({
    $schema: z.string().describe('For editors; not read.').optional(),
    policyVersion: z.literal(POLICY_VERSION),
    ...scope.shape,
    identities: identities.optional(),
    scopes: z
      .record(z.string().regex(/^[^/\\]+(\/[^/\\]+)?$/, 'a project, or project/repository'), scope)
      .describe(
        'What holds besides in a project (`Payments`) or a repository (`Payments/ledger`); it can only tighten.',
      )
      .optional(),
  })
  .describe('What holds for every run of Second Pass that uses the service connection that names this file.');

export type PolicyShape = z.infer<typeof policyShape>;
export type PolicyScope = z.infer<typeof scope>;

function enforceable(): string[] {
  const names = INPUT_TABLES.flatMap((table) => Object.keys(table));
  return [...new Set(names)].filter((name) => !UNENFORCEABLE.has(name));
}

/** A value as the tables read it, in JSON's own kinds. */
function valueShape(name: string): z.ZodType<unknown> {
  const inputs = INPUT_TABLES.flatMap((table) => table[name] ?? []);
  const kinds = inputs.map(kindOf);
  const words = inputs.map(({ allowed }) => allowed).join('; or ');
  const [first] = kinds;
  return (first !== undefined && kinds.length === 1 ? first : z.union(kinds)).describe(words);
}

function kindOf({ kind, options = [] }: Input<unknown>): z.ZodType<unknown> {
  switch (kind) {
    case 'choice':
      return z.enum(options as [string, ...string[]]);
    case 'yesNo':
      return z.boolean();
    case 'whole':
    case 'decimal':
      return z.number();
    case 'list':
    case 'globs':
      return list('');
    case 'url':
    case 'text':
      return z.string().max(8_000);
  }
}

/** An enforced value as a pipeline would have written it. */
export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('\n') : String(value);
}
