import type { ChangeKind, TreeChange } from './changed-file';
import { pathText } from './path-text';
import { type RawEntry, readRawEntries, unreadable } from './raw-entries';

const KINDS: Readonly<Record<string, ChangeKind>> = {
  A: 'added',
  C: 'copied',
  D: 'deleted',
  M: 'modified',
  R: 'renamed',
  T: 'typeChanged',
};

/** Reads `diff-tree -r -z --raw --no-renames --no-abbrev`: every changed path, before any content is looked at. */
export function readTreeChanges(raw: Uint8Array): TreeChange[] {
  const output = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const { entries, end } = readRawEntries(output);
  if (end !== output.length) throw unreadable('something follows the raw list');
  return entries.map(treeChange);
}

export function treeChange(entry: RawEntry): TreeChange {
  const { oldMode, newMode, oldBlob, newBlob } = entry;
  const change: TreeChange = {
    path: pathText(entry.path),
    // A copy, so that the change does not keep git's whole output alive.
    pathBytes: Uint8Array.from(entry.path),
    change: changeKind(entry),
    oldMode,
    newMode,
    oldBlob,
    newBlob,
  };
  return entry.oldPath ? { ...change, oldPath: pathText(entry.oldPath) } : change;
}

function changeKind(entry: RawEntry): ChangeKind {
  if (entry.status === 'M' && entry.oldBlob === entry.newBlob) return 'modeChanged';
  return KINDS[entry.status] ?? 'modified';
}
