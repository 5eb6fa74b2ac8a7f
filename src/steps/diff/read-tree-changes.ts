import { SecondPassError } from '../../errors';
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

/** Three objects of git can be a million files, which take gigabytes before a rule has left any of them out. */
const MOST_CHANGES = 200_000;

/**
 * Reads `diff-tree -r -z --raw --no-renames --no-abbrev`: every changed path, before any content is looked at.
 * @throws SecondPassError `too-many-files`
 */
export function readTreeChanges(raw: Uint8Array): TreeChange[] {
  const output = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (hasTooMany(output)) throw tooMany();
  const { entries, end } = readRawEntries(output);
  if (end !== output.length) throw unreadable('something follows the raw list');
  return entries.map(treeChange);
}

/** Of each change what it is and its path, both ended by a zero byte. */
function hasTooMany(output: Buffer): boolean {
  let count = 0;
  for (let at = output.indexOf(0); at >= 0 && count <= 2 * MOST_CHANGES; at = output.indexOf(0, at + 1)) count += 1;
  return count > 2 * MOST_CHANGES;
}

function tooMany(): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'too-many-files',
    message: `More than ${MOST_CHANGES} files are changed: a change of this size is not reviewed.`,
    advice: 'Split the change.',
  });
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
