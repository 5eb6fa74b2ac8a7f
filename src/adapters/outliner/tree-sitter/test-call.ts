import type { TreeCursor } from 'web-tree-sitter';
import { cutText } from '../../../cut-text';
import { type Syntax, TITLE } from './syntax';

export interface TestCall {
  function: string;
  title: string;
  titleEnd: number;
  /** True for what holds further tests. */
  group: boolean;
}

interface Title {
  start: number;
  end: number;
}

const MAX_TITLE_LENGTH = 120;
const MAX_CHILDREN = 12;

/** The call at the cursor as a test with its title, or null: `describe`, `it.only`, `test.each(table)('adds %i')`. */
export function testCall(cursor: TreeCursor, text: string, syntax: Syntax): TestCall | null {
  const { tests } = syntax.rules;
  syntax.testStart.lastIndex = cursor.startIndex;
  const name = syntax.testStart.exec(text)?.[1];
  if (!tests || name === undefined) return null;
  const title = titleOf(cursor, syntax);
  if (!title) return null;
  const group = name.split('.').some((part) => tests.groups.includes(part));
  return { function: name, title: cleanTitle(text.slice(title.start, title.end)), titleEnd: title.end, group };
}

/** The first literal behind the called name; the cursor comes back to the call. */
function titleOf(cursor: TreeCursor, syntax: Syntax): Title | null {
  if (!cursor.gotoFirstChild()) return null;
  let title: Title | null = null;
  for (let child = 0; !title && child < MAX_CHILDREN && cursor.gotoNextSibling(); child++) {
    title = isTitle(cursor, syntax) ?? titleBelow(cursor, syntax);
  }
  cursor.gotoParent();
  return title;
}

function titleBelow(cursor: TreeCursor, syntax: Syntax): Title | null {
  if (!cursor.gotoFirstChild()) return null;
  let title = isTitle(cursor, syntax);
  for (let child = 0; !title && child < 2 && cursor.gotoNextSibling(); child++) title = isTitle(cursor, syntax);
  cursor.gotoParent();
  return title;
}

function isTitle(cursor: TreeCursor, syntax: Syntax): Title | null {
  if (((syntax.bits[cursor.nodeTypeId] ?? 0) & TITLE) === 0) return null;
  return { start: cursor.startIndex, end: cursor.endIndex };
}

function cleanTitle(literal: string): string {
  return cutText(literal, MAX_TITLE_LENGTH + 2)
    .replace(/^(['"`])([\s\S]*?)\1?$/, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}
