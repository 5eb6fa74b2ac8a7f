import { quoted } from '../settings/kinds';
import { endpointProblem, isAllowed, modelProblem } from './allowed';
import { type EffectivePolicy, type InForce, isSame } from './effective-policy';
import { type InputTable, textOf } from './policy-shape';
import { priceFloor } from './price-floor';
import { addedUp, isAddedUp } from './strictness';

/** One input that the policy changed. */
export interface PolicyChange {
  input: string;
  /** As the pipeline has it, its default included. */
  asked: string;
  held: string;
  /** Where in the policy. */
  from: string;
  line: number;
}

/** What a policy makes of the inputs of a run. */
export interface Held {
  /** Texts that take the place of the pipeline's own. */
  texts: Readonly<Record<string, string>>;
  changed: readonly PolicyChange[];
  /** Why the run may not ask Claude at all, in a sentence each. */
  refusals: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Holds the inputs of a task against a policy: enforced values win, caps are lowered, prices cannot be talked down below
 * what the caps are counted with. `asked` are the inputs as they were read, defaults included; `table` is the task's own.
 */
export function hold(asked: Values, effective: EffectivePolicy, table: InputTable): Held {
  const enforced = enforcedChanges(asked, effective, table).sort((a, b) => a.line - b.line);
  const withEnforced = { ...asked, ...readBack(enforced, table) };
  const caps = capsOf(effective, table);
  const capped = caps.flatMap(([name, cap]) => capChange(name, withEnforced, cap));
  const prices = priceChanges(withEnforced, effective, caps[0]?.[1]);
  const fallback = fallbackChange(withEnforced, effective);
  const changes = [...enforced, ...capped, ...prices, ...fallback];
  const texts = Object.fromEntries(changes.map(({ input, text }) => [input, text]));
  return {
    texts: 'model' in texts && !('modelFamily' in texts) ? { ...texts, modelFamily: '' } : texts,
    changed: changes.map(({ text: _, ...change }) => change),
    refusals: [modelProblem(withEnforced, effective), endpointProblem(withEnforced, effective)].filter(Boolean),
  };
}

/** Inputs that cap money, each with the limits that cap it: a session is all that is spent on one pull request, of that task. */
const CAPS = {
  budgetUsd: ['budgetUsd'],
  budgetUsdPerPullRequest: ['budgetUsdPerPullRequest'],
  budgetUsdPerSession: ['budgetUsdPerSession', 'budgetUsdPerPullRequest'],
  budgetUsdPerDay: ['budgetUsdPerDay'],
} as const;

/** Of the inputs that the task has, the lowest cap that holds. */
function capsOf(effective: EffectivePolicy, table: InputTable): (readonly [name: string, cap: InForce<number>])[] {
  return Object.entries(CAPS).flatMap(([name, limits]) => {
    const caps = limits.flatMap((limit) => effective[limit] ?? []);
    const [least] = caps.sort((a, b) => a.value - b.value);
    return least && name in table ? [[name, least] as const] : [];
  });
}

type Change = PolicyChange & { text: string };

/** A value that another task alone can read is that task's affair. */
function enforcedChanges(asked: Values, { enforced }: EffectivePolicy, table: InputTable): Change[] {
  return Object.entries(enforced).flatMap(([name, rule]) => {
    const value = isAddedUp(name) ? addedUp(name, asked[name], rule.value) : rule.value;
    const reading = table[name]?.read(textOf(value));
    if (reading === undefined || !reading.ok || isSame(reading.value, asked[name])) return [];
    return [change(name, asked[name], { ...rule, value: reading.value }, textOf(value))];
  });
}

function readBack(changes: readonly Change[], table: InputTable): Values {
  return Object.fromEntries(
    changes.map(({ input, text }) => {
      const reading = table[input]?.read(text);
      return [input, reading?.ok ? reading.value : undefined];
    }),
  );
}

function capChange(name: string, values: Values, cap: InForce<number>): Change[] {
  const asked = values[name];
  if (typeof asked === 'number' && asked <= cap.value) return [];
  return [change(name, asked, cap, decimal(cap.value))];
}

/** Whoever names a low price could spend many times the cap. */
function priceChanges(values: Values, effective: EffectivePolicy, cap: InForce<number> | undefined): Change[] {
  const floor = priceFloor(values, new Set(Object.keys(effective.enforced)));
  if (cap === undefined || floor === null) return [];
  return (['inputPrice', 'outputPrice'] as const).map((name) =>
    change(name, floor.used[name], { ...cap, value: floor.least[name] }, decimal(floor.least[name])),
  );
}

function fallbackChange({ fallbackModel }: Values, { models }: EffectivePolicy): Change[] {
  if (typeof fallbackModel !== 'string' || fallbackModel === '') return [];
  const broken = models.find(({ value }) => !isAllowed(fallbackModel, value));
  return broken ? [change('fallbackModel', fallbackModel, { ...broken, value: '' }, '')] : [];
}

function change(input: string, asked: unknown, rule: InForce<unknown>, text: string): Change {
  return { input, asked: shown(asked), held: shown(rule.value), from: rule.from, line: rule.line, text };
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(empty)';
  const text = textOf(value).replaceAll('\n', '; ');
  return text.length > 80 ? quoted(text) : text;
}

/** As the reader of decimals takes it. */
function decimal(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** What was asked, what holds and where that is written, for log, record and tracking comment. */
export function changeLine({ input, asked, held, from, line }: PolicyChange): string {
  return `Policy: \`${input}\` was ${asked}; ${held} holds (${from}, line ${line}).`;
}
