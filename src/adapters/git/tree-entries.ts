export interface TreeEntryRead {
  mode: string;
  /** Its bytes, one for each letter. */
  name: string;
  id: string;
  isFolder: boolean;
}

const ID_BYTES = 20;
const FOLDER = /^0?40000$/;

/** `<mode> <name>`, a zero byte and the bytes of the id, one after the other. */
export function treeEntries(tree: Buffer): TreeEntryRead[] {
  const entries: TreeEntryRead[] = [];
  for (let position = 0; position < tree.length; ) {
    const [space, end] = [tree.indexOf(0x20, position), tree.indexOf(0, position)];
    if (space < 0 || end < 0) break;
    const mode = tree.toString('latin1', position, space);
    const name = tree.toString('latin1', space + 1, end);
    position = end + 1 + ID_BYTES;
    entries.push({ mode, name, id: tree.toString('hex', end + 1, position), isFolder: FOLDER.test(mode) });
  }
  return entries;
}
