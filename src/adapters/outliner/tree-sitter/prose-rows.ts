import type { Tree, TreeCursor } from 'web-tree-sitter';

/** Nodes of several rows alone are looked into, and no file has so many that a person wrote. */
const MAX_NODES = 50_000;

/** What grammars call comments, texts, and the parts of a file that are no program. */
const PROSE =
  /comment|string|quoted|uninterpreted|heredoc|nowdoc|here_|(?:^|_)(?:text|raw|scalar|verbatim|char|character|template_literal|regex|shebang)(?:_|$)/;

/** What only a condition of the compiler lets in. */
const CONDITIONAL = /^preproc_(?:if|ifdef|elif|else|elifdef)$|^(?:if|region)_directive$/;

/** Holds the whole of a header. */
const INCLUDE_GUARD = /^#[ \t]*ifndef[ \t]+(\w+)[ \t]*\r?\n[ \t]*#[ \t]*define[ \t]+\1\b/;

/** First and last row, counted from 0, of each outermost node of several rows that is no code. The tree has no errors. */
export function proseRows(tree: Tree): [first: number, last: number][] {
  const rows: [number, number][] = [];
  const cursor = tree.walk();
  try {
    for (let visited = 0; visited < MAX_NODES; visited++) {
      const [first, last] = [cursor.startPosition.row, cursor.endPosition.row];
      const isProse = first < last && (PROSE.test(cursor.nodeType) || isConditional(cursor));
      if (isProse) rows.push([first, last]);
      if (first < last && !isProse && cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return rows;
    }
    return [[0, tree.rootNode.endPosition.row]];
  } finally {
    cursor.delete();
  }
}

function isConditional(cursor: TreeCursor): boolean {
  return CONDITIONAL.test(cursor.nodeType) && !INCLUDE_GUARD.test(cursor.nodeText);
}
