import { at, cleanedLine, type Loose, list, member, record, string, whole } from './untyped-json';

/** The rules of one run, found by index or by name. */
export interface RuleBook {
  find(result: Loose): Loose | undefined;
}

/** Collects the rules of the driver and of all extensions of a run. */
export function ruleBookOf(run: Loose): RuleBook {
  const driver = at(run, 'tool', 'driver');
  const components = [driver, ...list(at(run, 'tool', 'extensions'))];
  const componentOf = componentsOf(components);
  const byId = new Map<string, Loose>();
  const byGuid = new Map<string, Loose>();
  for (const component of components) {
    for (const entry of list(member(component, 'rules'))) {
      const id = string(member(entry, 'id'));
      const rule = record(entry);
      if (rule && id !== undefined && !byId.has(id)) byId.set(id, rule);
      const guid = string(member(entry, 'guid'));
      if (rule && guid !== undefined) byGuid.set(guid, rule);
    }
  }
  const guidOf = (result: Loose) => string(at(result, 'rule', 'guid')) ?? '';
  return {
    find: (result) =>
      byReference(result, componentOf(result)) ?? byName(ruleIdOf(result), byId) ?? byGuid.get(guidOf(result)),
  };
}

/** The rule's id as the result gives it; empty when only an index names the rule. */
export function ruleIdOf(result: Loose): string {
  return string(member(result, 'ruleId')) ?? string(at(result, 'rule', 'id')) ?? '';
}

/** Tags of the rule, and the weaknesses (CWE) it or the result refers to; at most 20. */
export function tagsOf(result: Loose, rule: Loose | undefined): string[] {
  const own = [...list(at(rule, 'properties', 'tags')), ...list(at(result, 'properties', 'tags'))];
  const targets = list(member(rule, 'relationships')).map((relation) => member(relation, 'target'));
  const weaknesses = [...targets, ...list(member(result, 'taxa'))]
    .filter((target) => string(at(target, 'toolComponent', 'name'))?.toUpperCase() === 'CWE')
    .map((target) => (string(member(target, 'id')) ?? '').replace(/^(?=\d)/, 'CWE-'));
  const texts = [...own, ...weaknesses].flatMap((tag) => (typeof tag === 'string' && tag !== '' ? [tag] : []));
  return [...new Set(texts.map((tag) => cleanedLine(tag, 100)))].slice(0, 20);
}

/** An https address without credentials, or nothing. */
export function helpUrlOf(rule: Loose | undefined): string | undefined {
  const text = string(member(rule, 'helpUri'));
  if (text === undefined || text.length > 500 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}

function byReference(result: Loose, component: unknown): Loose | undefined {
  const index = whole(at(result, 'rule', 'index'), 0) ?? whole(member(result, 'ruleIndex'), 0);
  if (index === undefined) return undefined;
  const rule = record(list(member(component, 'rules'))[index]);
  const id = string(member(rule, 'id'));
  const named = ruleIdOf(result);
  // An index into the wrong component finds another rule; then the name decides.
  return named === '' || named === id || named.startsWith(`${id}/`) ? rule : undefined;
}

/** Finds the component that a result means, of which a hostile report may have as many as results: the first of that guid or name. */
function componentsOf(components: readonly unknown[]): (result: Loose) => unknown {
  const [byGuid, byName] = ['guid', 'name'].map((name) => firstPlaces(components, name));
  return (result) => {
    const reference = at(result, 'rule', 'toolComponent');
    const index = whole(member(reference, 'index'), 0);
    if (index !== undefined) return components[index + 1];
    const places = [byGuid?.get(member(reference, 'guid')), byName?.get(member(reference, 'name'))];
    return components[Math.min(...places.map((place) => place ?? components.length))] ?? components[0];
  };
}

function firstPlaces(components: readonly unknown[], name: string): ReadonlyMap<unknown, number> {
  const places = new Map<unknown, number>();
  for (const [place, component] of components.entries()) {
    const value = string(member(component, name));
    if (value !== undefined && !places.has(value)) places.set(value, place);
  }
  return places;
}

/** `CWE-79/x` is a part of the rule `CWE-79`. */
function byName(id: string, byId: ReadonlyMap<string, Loose>): Loose | undefined {
  for (let name = id; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) {
    const rule = byId.get(name);
    if (rule) return rule;
  }
  return undefined;
}
