import { placeKey } from './located-json';
import type { PolicyScope } from './policy-shape';
import type { Policy } from './read-policy';
import { addedUp, isAddedUp, isStricter } from './strictness';

/** Which project and repository a run is about, by every name that a policy may call them. */
export interface PolicySubject {
  project: readonly string[];
  repository: readonly string[];
}

/** One limit in force, and where in the file it stands. */
export interface InForce<Value> {
  value: Value;
  line: number;
  /** `collection`, `Payments` or `Payments/ledger`. */
  from: string;
}

/** What holds for one repository, whatever its pipelines say. */
export interface EffectivePolicy {
  enabled: InForce<boolean>;
  /** Of the scope that switches it off. */
  message: string;
  /** A name must meet one of each list. */
  models: readonly InForce<readonly string[]>[];
  endpoints: readonly InForce<readonly string[]>[];
  budgetUsd: InForce<number> | null;
  budgetUsdPerPullRequest: InForce<number> | null;
  budgetUsdPerSession: InForce<number> | null;
  budgetUsdPerDay: InForce<number> | null;
  monthlyUsd: InForce<number> | null;
  enforced: Readonly<Record<string, InForce<unknown>>>;
  identities: readonly string[];
  /** Values of lower scopes that would have loosened higher ones, in a sentence each. */
  ignored: readonly string[];
}

/** From the collection to the repository: a lower scope can only tighten. */
export function effectivePolicy(policy: Policy, subject: PolicySubject): EffectivePolicy {
  const { scopes = {} } = policy;
  const project = scopeNamed(subject.project, scopes);
  const repository = scopeNamed(
    subject.project.flatMap((one) => subject.repository.map((other) => `${one}/${other}`)),
    scopes,
  );
  const levels: Level[] = [
    { scope: policy, from: 'collection', path: [] },
    ...[project, repository].flatMap((found) =>
      found.map(([name, scope]) => ({ scope, from: name, path: ['scopes', name] })),
    ),
  ];
  const place = placer(levels, policy.lines);
  return {
    ...switchOf(place),
    models: listsOf(place, 'models'),
    endpoints: listsOf(place, 'endpoints'),
    budgetUsd: capOf(place, 'budgetUsd'),
    budgetUsdPerPullRequest: capOf(place, 'budgetUsdPerPullRequest'),
    budgetUsdPerSession: capOf(place, 'budgetUsdPerSession'),
    budgetUsdPerDay: capOf(place, 'budgetUsdPerDay'),
    monthlyUsd: lowest(place(({ monthlyUsd }) => monthlyUsd, ['monthlyUsd'])),
    ...enforcedBy(levels, place),
    identities: policy.identities ?? [],
  };
}

interface Level {
  scope: PolicyScope;
  from: string;
  path: readonly string[];
}

/** Every level's value of one member, highest first. */
type Placer = <Value>(pick: (scope: PolicyScope) => Value | undefined, path: readonly string[]) => InForce<Value>[];

function placer(levels: readonly Level[], lines: Policy['lines']): Placer {
  return (pick, path) =>
    levels.flatMap(({ scope, from, path: above }) => {
      const value = pick(scope);
      return value === undefined ? [] : [{ value, line: lines.get(placeKey([...above, ...path])) ?? 1, from }];
    });
}

/** Names differ by their case for nobody but people. One subject may be called by its name and by its id. */
function scopeNamed(names: readonly string[], scopes: Readonly<Record<string, PolicyScope>>): [string, PolicyScope][] {
  const wanted = new Set(names.filter((name) => name !== '').map((name) => name.toLowerCase()));
  return Object.entries(scopes).filter(([name]) => wanted.has(name.toLowerCase()));
}

function switchOf(place: Placer): Pick<EffectivePolicy, 'enabled' | 'message'> {
  const switches = place(({ enabled }) => enabled, ['enabled']);
  const off = switches.find(({ value }) => !value);
  const [message] = off ? place(({ enabled, message }) => (enabled === false ? message : undefined), ['message']) : [];
  const on = { value: true, line: switches[0]?.line ?? 1, from: 'collection' };
  return { enabled: off ?? on, message: message?.value ?? '' };
}

/** An empty list is no limit: nobody means that nothing may be asked, which is what `enabled` is for. */
function listsOf(place: Placer, name: 'models' | 'endpoints'): InForce<readonly string[]>[] {
  return place(({ limits }) => limits?.[name], ['limits', name]).filter(({ value }) => value.length > 0);
}

type CapName = 'budgetUsd' | 'budgetUsdPerPullRequest' | 'budgetUsdPerSession' | 'budgetUsdPerDay';

function capOf(place: Placer, name: CapName): InForce<number> | null {
  return lowest(place(({ limits }) => limits?.[name], ['limits', name]));
}

function lowest(caps: readonly InForce<number>[]): InForce<number> | null {
  return caps.reduce<InForce<number> | null>(
    (least, cap) => (least === null || cap.value < least.value ? cap : least),
    null,
  );
}

function enforcedBy(levels: readonly Level[], place: Placer): Pick<EffectivePolicy, 'enforced' | 'ignored'> {
  const names = new Set(levels.flatMap(({ scope }) => Object.keys(scope.enforced ?? {})));
  const ignored: string[] = [];
  const enforced = [...names].map((name) => {
    const [first, ...lower] = place(({ enforced: values }) => values?.[name], ['enforced', name]);
    const held = lower.reduce((upper, value) => {
      if (upper === undefined || isStricter(name, value.value, upper.value)) return value;
      if (isAddedUp(name)) return { ...value, value: addedUp(name, value.value, upper.value) };
      if (!isSame(value.value, upper.value)) ignored.push(looser(name, value, upper));
      return upper;
    }, first);
    return [name, held] as const;
  });
  return { enforced: Object.fromEntries(enforced.flatMap(([name, held]) => (held ? [[name, held]] : []))), ignored };
}

function looser(name: string, { from, line, value }: InForce<unknown>, upper: InForce<unknown>): string {
  return `Line ${line}: ${from} enforces ${name} as ${JSON.stringify(value)}, but ${upper.from} enforces ${JSON.stringify(upper.value)} (line ${upper.line}), which holds.`;
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
