import type { EntryRule, LanguageTable, TreeRules } from './language-table';

/** What is done with a node, as bits by node type id. */
export const COMMENT = 1;
export const STRING = 2;
export const KEEP_STRINGS = 4;
export const ATTRIBUTE = 8;
export const IMPORT = 16;
export const CUT = 32;
export const ASSIGNED = 64;
export const DEFAULT = 128;
export const WRAPPER = 256;
export const FUNCTION = 512;
export const SKIP = 1024;
export const ENTRY = 2048;
export const TEST = 4096;
export const THROUGH = 8192;
export const TITLE = 16384;
export const NAMED = 32768;
export const EQUALS = 65536;

export const PAIR = 65_536;

/** A table bound to its grammar: node types are numbers here, because a walk compares millions of them. */
export interface Syntax {
  table: LanguageTable;
  rules: TreeRules;
  bits: Int32Array;
  entries: readonly (EntryRule | undefined)[];
  cutFields: ReadonlySet<number>;
  /** Cut only below one parent: `parent id * PAIR + child id`. */
  cutPairs: ReadonlySet<number>;
  /** What a call that is a test begins with; never matches where there are no tests. */
  testStart: RegExp;
  nameField: number | null;
  fieldId(name: string): number | null;
  typeIds(name: string): ReadonlySet<number>;
}

/** The part of web-tree-sitter's Language that is needed. */
export interface NodeTypes {
  readonly nodeTypeCount: number;
  nodeTypeForId(id: number): string | null;
  nodeTypeIsNamed(id: number): boolean;
  fieldIdForName(name: string): number | null;
}

const LISTS: readonly (readonly [keyof TreeRules, number])[] = [
  ['comments', COMMENT],
  ['strings', STRING],
  ['keepStrings', KEEP_STRINGS],
  ['attributes', ATTRIBUTE],
  ['imports', IMPORT],
  ['cut', CUT],
  ['assigned', ASSIGNED],
  ['defaults', DEFAULT],
  ['wrappers', WRAPPER],
  ['functions', FUNCTION],
  ['skip', SKIP],
];

const NONE: ReadonlySet<number> = new Set();

/** Binds a table to a grammar. */
export function bindTable(table: LanguageTable, rules: TreeRules, types: NodeTypes): Syntax {
  const idsByName = namedTypes(types);
  const bits = new Int32Array(types.nodeTypeCount);
  const entries: (EntryRule | undefined)[] = [];
  const mark = (name: string, bit: number) => {
    for (const id of idsByName.get(name) ?? []) bits[id] = (bits[id] ?? 0) | bit;
  };
  for (const [list, bit] of LISTS) for (const name of (rules[list] ?? []) as readonly string[]) mark(name, bit);
  for (const [name, rule] of Object.entries(rules.entries)) {
    mark(name, ENTRY);
    for (const id of idsByName.get(name) ?? []) entries[id] = rule;
  }
  markTests(rules, mark);
  for (let id = 0; id < bits.length; id++) {
    if (types.nodeTypeIsNamed(id)) bits[id] = (bits[id] ?? 0) | NAMED;
    else if (types.nodeTypeForId(id) === '=') bits[id] = (bits[id] ?? 0) | EQUALS;
  }
  const fieldId = memo((name: string) => types.fieldIdForName(name));
  const cutFields = new Set((rules.cutFields ?? []).map(fieldId).filter((id) => id !== null));
  const typeIds = (name: string) => idsByName.get(name) ?? NONE;
  const cutPairs = pairs(rules.cut ?? [], typeIds);
  const testStart = startingWord([...(rules.tests?.groups ?? []), ...(rules.tests?.cases ?? [])]);
  const nameField = fieldId('name');
  return { table, rules, bits, entries, cutFields, cutPairs, testStart, nameField, fieldId, typeIds };
}

/** Names in a table that its grammar does not know: none, or the table is wrong. */
export function unknownNames(rules: TreeRules, types: NodeTypes): string[] {
  const known = namedTypes(types);
  const isField = (name: string) => types.fieldIdForName(name) !== null;
  const named = [
    ...LISTS.flatMap(([list]) => (rules[list] ?? []) as readonly string[]).flatMap((name) => name.split('/')),
    ...Object.keys(rules.entries),
    ...Object.values(rules.entries).flatMap(({ parent }) => (parent === undefined ? [] : [parent])),
    ...(rules.tests ? [rules.tests.call, ...rules.tests.titles, ...rules.tests.through] : []),
  ];
  const fields = [...(rules.cutFields ?? []), ...ruleFields(rules)];
  const steps = Object.values(rules.entries).flatMap((rule) =>
    [...(rule.name ?? []), ...(rule.only ?? []), ...(rule.except ?? [])].flatMap((path) => path.split(/[/|]/)),
  );
  return [
    ...named.filter((name) => !known.has(name)),
    ...fields.filter((name) => !isField(name)),
    ...steps
      .map((step) => step.replace(/\*$/, ''))
      .filter((step) => !/^[=^]/.test(step) && !known.has(step) && !isField(step)),
  ];
}

/** Sticky: it is tried at the place where a node begins. */
function startingWord(words: readonly string[]): RegExp {
  return words.length === 0 ? /(?!)/y : new RegExp(`(?:RSpec\\.)?((?:${words.join('|')})\\b(?:\\.\\w+){0,3})`, 'y');
}

function ruleFields(rules: TreeRules): string[] {
  return Object.values(rules.entries).flatMap(({ pairs }) => [...(pairs ? [pairs.key, pairs.value] : [])]);
}

/** A name may stand for several ids: aliases have their own. */
function namedTypes(types: NodeTypes): Map<string, Set<number>> {
  const ids = new Map<string, Set<number>>();
  for (let id = 0; id < types.nodeTypeCount; id++) {
    const name = types.nodeTypeForId(id);
    if (name === null || !types.nodeTypeIsNamed(id)) continue;
    ids.set(name, (ids.get(name) ?? new Set()).add(id));
  }
  return ids;
}

function pairs(cut: readonly string[], typeIds: (name: string) => ReadonlySet<number>): Set<number> {
  const found = new Set<number>();
  for (const path of cut) {
    const [parent, child] = path.split('/');
    if (parent === undefined || child === undefined) continue;
    for (const above of typeIds(parent)) for (const below of typeIds(child)) found.add(above * PAIR + below);
  }
  return found;
}

function markTests(rules: TreeRules, mark: (name: string, bit: number) => void): void {
  if (!rules.tests) return;
  mark(rules.tests.call, TEST);
  for (const name of rules.tests.through) mark(name, THROUGH);
  for (const name of rules.tests.titles) mark(name, TITLE);
}

function memo<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as Value;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
