import type { Node } from 'web-tree-sitter';
import { cutText } from '../../../cut-text';
import type { EntryRule } from './language-table';
import type { Reading } from './reading';

const MAX_NAME_LENGTH = 120;

/** Name of a declaration by the paths of its rule; several names of one declaration are joined by commas. */
export function declaredName(reading: Reading, rule: EntryRule, signature: string): string {
  if (!rule.name) return fieldText(reading, reading.syntax.nameField);
  const node = reading.cursor.currentNode;
  for (const path of rule.name) {
    if (path === '^') return cutText(signature, MAX_NAME_LENGTH);
    if (path.startsWith('=')) return path.slice(1);
    const names = follow(reading, node, path).map((named) => oneLine(reading.text, named));
    if (names.length > 0) return cutText(names.join(', '), MAX_NAME_LENGTH);
  }
  return '';
}

/** Text of the first child with a field; the cursor comes back. */
function fieldText({ cursor, text }: Reading, field: number | null): string {
  if (field === null || !cursor.gotoFirstChild()) return '';
  let found = '';
  do {
    if (cursor.currentFieldId === field) found = oneLine(text, cursor);
  } while (found === '' && cursor.gotoNextSibling());
  cursor.gotoParent();
  return found;
}

/** Whether the conditions of a rule hold for the node at the walk's cursor. */
export function fits(reading: Reading, { only, except, called }: EntryRule): boolean {
  if (called && !called.includes(wordAt(reading))) return false;
  if (!only && !except) return true;
  const node = reading.cursor.currentNode;
  if (only && !only.some((path) => follow(reading, node, path).length > 0)) return false;
  return !except?.some((path) => follow(reading, node, path).length > 0);
}

function wordAt({ cursor, text }: Reading): string {
  const start = cursor.startIndex;
  return /^\w+/.exec(text.slice(start, start + 40))?.[0] ?? '';
}

function follow(reading: Reading, node: Node, path: string): readonly Node[] {
  return path.split('/').reduce<readonly Node[]>(
    (reached, step) => {
      const next = reached.flatMap((above) => below(reading, above, step.replace('*', '')));
      return step.endsWith('*') ? next.map((above) => asFarAsItGoes(reading, above, step.slice(0, -1))) : next;
    },
    [node],
  );
}

function asFarAsItGoes(reading: Reading, node: Node, step: string): Node {
  let current = node;
  for (let depth = 0; depth < 40; depth++) {
    const [next] = below(reading, current, step);
    if (!next) break;
    current = next;
  }
  return current;
}

/** Children by the first alternative that finds any, each by field or by type. */
function below(reading: Reading, node: Node, step: string): Node[] {
  for (const name of step.split('|')) {
    const found = childrenOf(reading, node, name);
    if (found.length > 0) return found;
  }
  return [];
}

function childrenOf({ detailCursor: cursor, syntax }: Reading, node: Node, name: string): Node[] {
  const field = syntax.fieldId(name);
  const types = syntax.typeIds(name);
  if (field === null && types.size === 0) return [];
  cursor.reset(node);
  if (!cursor.gotoFirstChild()) return [];
  const found: Node[] = [];
  do {
    const isNamed = field !== null && cursor.currentFieldId === field;
    if (isNamed || types.has(cursor.nodeTypeId)) found.push(cursor.currentNode);
  } while (cursor.gotoNextSibling());
  const named = found.filter((child) => child.isNamed);
  return named.length > 0 ? named : found;
}

function oneLine(text: string, { startIndex, endIndex }: { startIndex: number; endIndex: number }): string {
  const name = text.slice(startIndex, Math.min(endIndex, startIndex + 200));
  return /^\w+$/.test(name) ? name : name.replace(/\s+/g, ' ').replace(/^:/, '').trim();
}
