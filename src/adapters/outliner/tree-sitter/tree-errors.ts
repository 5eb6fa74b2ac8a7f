import type { Tree } from 'web-tree-sitter';

const MAX_NODES = 50_000;

/** Share of the text that lies in outermost ERROR nodes, 0 to 1; the walk is iterative and bounded. */
export function errorShare(tree: Tree, length: number): number {
  if (!tree.rootNode.hasError || length === 0) return 0;
  const cursor = tree.walk();
  let unreadable = 0;
  try {
    for (let visited = 0; visited < MAX_NODES; visited++) {
      const node = cursor.currentNode;
      if (node.isError) unreadable += node.endIndex - node.startIndex;
      if (!node.isError && node.hasError && cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return unreadable / length;
    }
    return Math.max(unreadable / length, 1);
  } finally {
    cursor.delete();
  }
}
