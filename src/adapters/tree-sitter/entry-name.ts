import type { Node } from 'web-tree-sitter';
import type { EntryRule } from './language-table';
import type { Syntax } from './syntax';

const LONGEST_NAME = 120;

/** Name of a declaration by the paths of its rule; several names of one declaration are joined by commas. */
export function declaredName(node: Node, rule: EntryRule, syntax: Syntax, signature: string): string {
  for (const path of rule.name ?? ['name']) {
    if (path === '^') return signature.slice(0, LONGEST_NAME);
    const names = follow([node], path, syntax).map(({ text }) => oneLine(text));
    if (names.length > 0) return names.join(', ').slice(0, LONGEST_NAME);
  }
  return '';
}

/** Whether the conditions of a rule hold for a node of its type. */
export function fits(node: Node, rule: EntryRule, syntax: Syntax): boolean {
  if (rule.only && !rule.only.some((path) => follow([node], path, syntax).length > 0)) return false;
  if (rule.called && !rule.called.names.includes(node.childForFieldName(rule.called.field)?.text ?? '')) return false;
  return !rule.except?.some((path) => follow([node], path, syntax).length > 0);
}

function follow(nodes: readonly Node[], path: string, syntax: Syntax): readonly Node[] {
  return path.split('/').reduce<readonly Node[]>((reached, step) => {
    const next = reached.flatMap((node) => below(node, step.replace('*', ''), syntax));
    return step.endsWith('*') ? next.map((node) => asFarAsItGoes(node, step.slice(0, -1), syntax)) : next;
  }, nodes);
}

function asFarAsItGoes(node: Node, step: string, syntax: Syntax): Node {
  let current = node;
  for (let depth = 0; depth < 40; depth++) {
    const [next] = below(current, step, syntax);
    if (!next) break;
    current = next;
  }
  return current;
}

/** Children by the first alternative that finds any: by field, else by type. */
function below(node: Node, step: string, syntax: Syntax): Node[] {
  for (const name of step.split('|')) {
    const field = syntax.fieldId(name);
    const children = field === null ? [] : node.childrenForFieldId(field);
    const named = children.filter((child) => child.isNamed);
    if (children.length > 0) return named.length > 0 ? named : children;
    const types = syntax.typeIds(name);
    const typed = types.size === 0 ? [] : node.namedChildren.filter((child) => types.has(child.typeId));
    if (typed.length > 0) return typed;
  }
  return [];
}

function oneLine(text: string): string {
  return text.slice(0, 200).replace(/\s+/g, ' ').replace(/^:/, '').trim();
}
