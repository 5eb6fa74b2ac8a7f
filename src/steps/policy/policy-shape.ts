import * as z from 'zod/mini';
import { madeOnce } from '../../made-once';
import { FIX_INPUTS } from '../settings/fix-inputs';
import { INPUTS } from '../settings/inputs';
import type { Input } from '../settings/kinds';

export const POLICY_VERSION = 1;

/** The inputs of every task that a policy may be held against. */
export type InputTable = Readonly<Record<string, Input<unknown>>>;

export const INPUT_TABLES: readonly InputTable[] = [INPUTS, FIX_INPUTS];

/** Whom a run is about, what it does and how long it lasts is for the pipeline alone to say. */
const UNENFORCEABLE: ReadonlySet<string> = new Set([
  ...['pullRequestId', 'repositoryId', 'runMode', 'timeoutMinutes'],
  ...['comment', 'workItem', 'request', 'planHash', 'writeConnection', 'writeServerConnection'],
]);

/** What a member means, for the published schema. */
function told<Shape extends z.ZodMiniType>(shape: Shape, description: string): Shape {
  z.globalRegistry.add(shape, { description });
  return shape;
}

const usd = (most: number, words: string) => told(z.number().check(z.minimum(0), z.maximum(most)), words);
const list = () => z.array(z.string().check(z.minLength(1), z.maxLength(512))).check(z.maxLength(200));

const limits = () =>
  told(
    z.strictObject({
      models: z.optional(
        told(list(), 'Names of models that may be asked; * stands for anything. Empty or absent: any.'),
      ),
      endpoints: z.optional(
        told(
          list(),
          'Base urls that may be asked, https://api.anthropic.com/ among them; * stands for anything but a slash. Empty or absent: any.',
        ),
      ),
      budgetUsd: z.optional(usd(10_000, 'Most that one run may spend.')),
      budgetUsdPerPullRequest: z.optional(usd(100_000, 'Most that all runs on one pull request may spend together.')),
      budgetUsdPerSession: z.optional(
        usd(100_000, 'Second task: most that all requests on one branch may spend together.'),
      ),
      budgetUsdPerDay: z.optional(usd(100_000, 'Second task: most that all runs of one pipeline may spend in a day.')),
    }),
    'Inputs may stay below these and never go beyond.',
  );

const message = () =>
  told(
    z
      .string()
      .check(
        z.maxLength(200),
        z.regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'has to be one line without control characters'),
      ),
    'What the status says when nothing is reviewed.',
  );

const identities = () =>
  told(list(), 'Ids of the accounts whose threads count for figures. Empty or absent: every one that writes like us.');

const enforced = (tables: readonly InputTable[]) =>
  told(
    z.strictObject(Object.fromEntries(enforceable(tables).map((name) => [name, z.optional(valueShape(name, tables))]))),
    'Values that win over those of every pipeline, by the names of the inputs.',
  );

const membersOf = (tables: readonly InputTable[]) => ({
  enabled: z.optional(told(z.boolean(), 'False: nothing is reviewed.')),
  message: z.optional(message()),
  limits: z.optional(limits()),
  enforced: z.optional(enforced(tables)),
  monthlyUsd: z.optional(usd(10_000_000, 'Above this the nightly run of the figures warns; no run is stopped by it.')),
});

type Members = ReturnType<typeof membersOf>;

const scopeOf = (members: Members) => z.strictObject(members);

/** The file of a policy; docs/policy.schema.json is made of this. Made when one is read, since most runs have none. */
export const policyShape = madeOnce((tables: readonly InputTable[]) => {
  const members = membersOf(tables);
  const scopes = told(
    z.record(z.string().check(z.regex(/^[^/\\]+(\/[^/\\]+)?$/)), scopeOf(members)),
    'What holds besides in a project (`Payments`) or a repository (`Payments/ledger`); it can only tighten.',
  );
  return told(
    z.strictObject({
      $schema: z.optional(told(z.string(), 'For editors; not read.')),
      policyVersion: z.literal(POLICY_VERSION),
      ...members,
      identities: z.optional(identities()),
      scopes: z.optional(scopes),
    }),
    'What holds for every run of Second Pass that uses the service connection that names this file.',
  );
});

export type PolicyShape = z.infer<ReturnType<typeof policyShape>>;
export type PolicyScope = z.infer<ReturnType<typeof scopeOf>>;

function enforceable(tables: readonly InputTable[]): string[] {
  const names = tables.flatMap((table) => Object.keys(table));
  return [...new Set(names)].filter((name) => !UNENFORCEABLE.has(name));
}

/** A value as the tables read it, in JSON's own kinds. */
function valueShape(name: string, tables: readonly InputTable[]): z.ZodMiniType<unknown> {
  const inputs = [...new Set(tables.flatMap((table) => table[name] ?? []))];
  const kinds = inputs.map(kindOf);
  const words = inputs.map(({ allowed }) => allowed).join('; or ');
  const [first] = kinds;
  return told(first !== undefined && kinds.length === 1 ? first : z.union(kinds), words);
}

function kindOf({ kind, options = [] }: Input<unknown>): z.ZodMiniType<unknown> {
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
      return list();
    case 'url':
    case 'text':
      return z.string().check(z.maxLength(8_000));
  }
}

/** An enforced value as a pipeline would have written it. */
export function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('\n') : String(value);
}
