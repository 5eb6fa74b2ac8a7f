import type { Node } from 'web-tree-sitter';
import { type Syntax, TITLE } from './syntax';

export interface TestCall {
  node: Node;
  function: string;
  title: string;
  titleRow: number;
  /** True for what holds further tests. */
  group: boolean;
}

const LONGEST_TITLE = 120;

/** The call as a test with its title, or null: `describe`, `it.only`, `test.each(table)('adds %i')`. */
export function testCall(node: Node, syntax: Syntax): TestCall | null {
  const { tests } = syntax.rules;
  const called = tests && node.childForFieldName(tests.function);
  if (!tests || !called || called.endIndex - called.startIndex > 200_000) return null;
  const name = /^\w+(?:\.\w+){0,3}/.exec(called.text.slice(0, 80))?.[0] ?? '';
  const parts = name.split('.');
  const first = parts[0] ?? '';
  const isGroup = parts.some((part) => tests.groups.includes(part));
  if (!tests.groups.includes(first) && !tests.cases.includes(first)) return null;
  const title = titleOf(node, syntax);
  if (!title) return null;
  return { node, function: name, title: cleanTitle(title.text), titleRow: title.endPosition.row, group: isGroup };
}

/** The first argument, if it is a literal. */
function titleOf(node: Node, syntax: Syntax): Node | null {
  const lists = [node, ...node.namedChildren.filter((child) => child.id !== node.childForFieldName('function')?.id)];
  for (const list of lists) {
    const first = list.namedChildren.find((child) => ((syntax.bits[child.typeId] ?? 0) & TITLE) !== 0);
    if (first) return first;
  }
  return null;
}

function cleanTitle(literal: string): string {
  return literal
    .slice(0, LONGEST_TITLE + 2)
    .replace(/^(['"`])([\s\S]*?)\1?$/, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}
