import { firstNamed } from '../../first-named';
import type { Gap } from '../scope/gap';
import { isEnforced, isEnforcedById } from './enforced-rules';
import type { SarifReading, SwitchedOff } from './sarif-result';
import { at, cleanedLine, type Loose, list, member, record, string, whole } from './untyped-json';

/** Of more rules nobody has read the list. */
const MAX_RULES = 20_000;
const MAX_NAMED = 3;

/** What an invocation says of a rule outweighs what the rule says of itself. */
export function switchedOffIn(run: Loose): SwitchedOff[] {
  const components = [at(run, 'tool', 'driver'), ...list(at(run, 'tool', 'extensions'))];
  const rules = components.flatMap((component) => list(member(component, 'rules')));
  const overrides = list(member(run, 'invocations')).flatMap((one) => list(member(one, 'ruleConfigurationOverrides')));
  const states = new Map<string, boolean>();
  for (const override of overrides) {
    const name = nameOf(member(override, 'descriptor'), components);
    const isOn = member(member(override, 'configuration'), 'enabled');
    if (name !== '' && typeof isOn === 'boolean') states.set(name, isOn);
  }
  const listed = rules.slice(0, MAX_RULES).flatMap((rule): SwitchedOff[] => {
    const names = [string(member(rule, 'id')) ?? '', string(member(rule, 'guid')) ?? ''];
    const state = names.map((name) => states.get(name)).find((one) => one !== undefined);
    for (const name of names) states.delete(name);
    const isOff = state === undefined ? at(rule, 'defaultConfiguration', 'enabled') === false : !state;
    return isOff ? [{ ids: idsOf(rule), by: state === undefined ? 'default' : 'settings' }] : [];
  });
  const unlisted = [...states].flatMap(([id, isOn]): SwitchedOff[] => (isOn ? [] : [{ ids: [id], by: 'settings' }]));
  return [...listed, ...unlisted.slice(0, MAX_RULES)];
}

function nameOf(descriptor: unknown, components: readonly unknown[]): string {
  const id = string(member(descriptor, 'id')) ?? string(member(descriptor, 'guid'));
  if (id !== undefined) return id;
  const index = whole(member(descriptor, 'index'), 0);
  const component = components[(whole(at(descriptor, 'toolComponent', 'index'), 0) ?? -1) + 1];
  const rule = index === undefined ? undefined : record(list(member(component, 'rules'))[index]);
  return string(member(rule, 'id')) ?? '';
}

function idsOf(rule: unknown): string[] {
  const ids = [member(rule, 'id'), member(rule, 'name'), ...list(member(rule, 'deprecatedIds')).slice(0, 20)];
  return ids.flatMap((one) => cleanedLine(string(one) ?? '', 300) || []);
}

/**
 * The silence of an enforced rule that was off is worth nothing. A rule that its tool has off by default is meant where it is named
 * itself; `*` means what the tool looks for.
 */
export function switchedOffRules(readings: readonly SarifReading[], enforcedRules: readonly string[]): Gap[] {
  const named = enforcedRules.filter((rule) => rule !== '*');
  const off = readings.flatMap(({ results, switchedOff = [] }) => {
    const isMeant = ({ ids, by }: SwitchedOff) =>
      ids.some((id) => (by === 'settings' ? isEnforced(id, named) : isEnforcedById(id, named)));
    const meant = switchedOff.filter(isMeant);
    const found = new Set(meant.length === 0 ? [] : results.map(({ ruleId }) => ruleId));
    return meant.filter(({ ids }) => !ids.some((id) => found.has(id))).map(({ ids: [id = ''] }) => id);
  });
  if (off.length === 0) return [];
  const distinct = [...new Set(off)].map((id) => JSON.stringify(id));
  return [
    {
      code: 'analysis-incomplete',
      message: `A report says that rules of enforcedRules were switched off, so nobody looked for what they forbid: ${firstNamed(distinct, MAX_NAMED)}.`,
      advice: 'Switch them on where the tool is configured, or take them out of enforcedRules.',
    },
  ];
}
