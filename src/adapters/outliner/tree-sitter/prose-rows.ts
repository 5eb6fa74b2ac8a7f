import type { Node, Tree, TreeCursor } from 'web-tree-sitter';
import { deadRows, wordsIn } from './dead-rows';

/** Nodes of several rows alone are looked into, and no file has so many that a person wrote. */
const MAX_NODES = 50_000;

/** What grammars call comments, texts, and the parts of a file that are no program. */
const PROSE =
  /comment|string|quoted|uninterpreted|heredoc|nowdoc|here_|(?:^|_)(?:text|raw|scalar|verbatim|char|character|template_literal|regex|shebang|xml|symbol_array|token_tree)(?:_|$)|^(?:macro_invocation|attribute_item|attributed_item)$/;

/** A body of one row may hold what never runs. */
const BODY = /^(?:body_|statement|block|script_block|then$)/;

/** What only a condition of the compiler lets in. */
const CONDITIONAL = /^preproc_(?:if|ifdef|elif|else|elifdef)$|^(?:if|region)_directive$/;

/** The same where a language has a word of its own for it. */
const PROSE_OF: Readonly<Record<string, RegExp>> = { bash: /^(?:array|expansion)$/ };

/** What compilers read before they look for texts and comments, by the folder of the grammar: then nobody knows what is code. */
const READ_BEFORE: Readonly<Record<string, RegExp>> = {
  java: /\\u+00(?:0[ad]|2[2af])/i,
  python: /^(?:[^\n]*\n)?[^\n]{0,200}coding[:=](?![ \t]{0,9}(?:utf-?8|ascii|latin|iso-?8859))/i,
};

/** Holds the whole of a header. */
const INCLUDE_GUARD = /^#[ \t]*ifndef[ \t]+(\w+)[ \t]*\r?\n[ \t]*#[ \t]*define[ \t]+\1\b/;

export function isReadBefore(folder: string, text: string): boolean {
  return READ_BEFORE[folder]?.test(text) === true;
}

/** First and last row, counted from 0, of each outermost node of several rows that is no code, and of code that never runs. The tree has no errors. */
export function proseRows(
  { tree, text }: { tree: Tree; text: string },
  folder: string,
): [first: number, last: number][] {
  const rows: [number, number][] = [];
  const words = wordsIn(text);
  const cursor = tree.walk();
  try {
    for (let visited = 0; visited < MAX_NODES; visited++) {
      const [first, last] = [cursor.startPosition.row, cursor.endPosition.row];
      const type = cursor.nodeType;
      const isProse = first < last && (PROSE.test(type) || PROSE_OF[folder]?.test(type) || isConditional(cursor));
      if (isSwitch(cursor)) rows.push(switchedRows(cursor.currentNode));
      if (isProse) rows.push([first, last]);
      else if (cursor.nodeIsNamed) rows.push(...deadRows(cursor.currentNode, words));
      const mayHold = first < last || BODY.test(type);
      if (mayHold && !isProse && cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return rows;
    }
    return [[0, tree.rootNode.endPosition.row]];
  } finally {
    cursor.delete();
  }
}

/** `#[cfg(never)]` takes what it stands before, or stands in, out of the program. */
function isSwitch({ nodeType, nodeText }: TreeCursor): boolean {
  return /^(?:inner_)?attribute_item$/.test(nodeType) && /\bcfg\b/.test(nodeText);
}

function switchedRows(attribute: Node): [first: number, last: number] {
  const { parent, startPosition } = attribute;
  const isOfParent = attribute.type === 'inner_attribute_item' || /arm|initializer/.test(parent?.type ?? '');
  let node: Node | null = attribute;
  while (node !== null && /attribute|comment/.test(node.type)) node = node.nextNamedSibling;
  const switched = (isOfParent ? parent : node) ?? attribute;
  return [Math.min(startPosition.row, switched.startPosition.row), switched.endPosition.row];
}

function isConditional(cursor: TreeCursor): boolean {
  return CONDITIONAL.test(cursor.nodeType) && !isIncludeGuard(cursor);
}

function isIncludeGuard({ nodeText, currentNode: { id, parent } }: TreeCursor): boolean {
  const beside = parent?.children.filter((one) => one !== null && one.id !== id) ?? [];
  const isAlone = parent !== null && parent.parent === null && beside.every((one) => one?.type === 'comment');
  return isAlone && INCLUDE_GUARD.test(nodeText);
}
