import { at, cleanedLine, type Loose, list, member, record, string, whole } from './untyped-json';

/** The rules of one run, found by index or by name. */
export interface RuleBook {
  find(result: Loose): Loose | undefined;
}

/** Collects the rules of the driver and of all extensions of a run. */
export function ruleBookOf(run: Loose): RuleBook {
  const driver = at(run, 'tool', 'driver');
  const components = [driver, ...list(at(run, 'tool', 'extensions'))];
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
    find: (result) => byReference(result, components) ?? byName(ruleIdOf(result), byId) ?? byGuid.get(guidOf(result)),
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

function byReference(result: Loose, components: readonly unknown[]): Loose | undefined {
  const index = whole(at(result, 'rule', 'index'), 0) ?? whole(member(result, 'ruleIndex'), 0);
  if (index === undefined) return undefined;
  const rule = record(list(member(componentOf(result, components), 'rules'))[index]);
  const id = string(member(rule, 'id'));
  const named = ruleIdOf(result);
  // An index into the wrong component finds another rule; then the name decides.
  return named === '' || named === id || named.startsWith(`${id}/`) ? rule : undefined;
}

function componentOf(result: Loose, components: readonly unknown[]): unknown {
  const reference = at(result, 'rule', 'toolComponent');
  const index = whole(member(reference, 'index'), 0);
  if (index !== undefined) return components[index + 1];
  const guid = string(member(reference, 'guid'));
  const name = string(member(reference, 'name'));
  const isMeant = (component: unknown) =>
    (guid !== undefined && member(component, 'guid') === guid) ||
    (name !== undefined && member(component, 'name') === name);
  return components.find(isMeant) ?? components[0];
}

/** `CWE-79/x` is a part of the rule `CWE-79`. */
function byName(id: string, byId: ReadonlyMap<string, Loose>): Loose | undefined {
  for (let name = id; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) {
    const rule = byId.get(name);
    if (rule) return rule;
  }
  return undefined;
}
