import type { ChangedFile, ContentKind, Hunk } from './changed-file';
import { LINK, NO_FILE, SUBMODULE } from './file-mode';
import { isLfsPointer } from './lfs-pointer';
import { firstLineOf, type PatchSections, splitPatch } from './patch-sections';
import { type LineCounts, type RawEntry, readNumstat, readRawEntries, unreadable } from './raw-entries';
import { readHunks, type SectionHunks } from './read-hunks';
import { treeChange } from './read-tree-changes';

/** A file whose patch is larger is named as unreadable, not read in part. */
export interface PatchLimits {
  /** Bytes of one file's patch. */
  bytes: number;
  /** Added and removed lines of one file. */
  lines: number;
}

export const DEFAULT_PATCH_LIMITS: PatchLimits = { bytes: 1_048_576, lines: 20_000 };

const NO_BLOB = '0'.repeat(40);

const INDEX_LINE = /^index ([0-9a-f]{40})\.\.([0-9a-f]{40})(?: \d{6})?$/m;

const BINARY_LINE = /^Binary files .* differ$/m;

/**
 * Reads `diff-tree -r -z --raw --numstat -p --full-index` with prefixes `a/` and `b/` and unquoted paths.
 * Paths, modes and ids come from the raw list, counts from numstat, lines from the patch, and each is checked against
 * the others: a file where they disagree has `unreadable` and no hunks. Throws when the lists themselves are broken.
 */
export function readPatch(output: Uint8Array, limits: PatchLimits = DEFAULT_PATCH_LIMITS): ChangedFile[] {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  const { entries, end: rawEnd } = readRawEntries(bytes);
  const { counts, end: listEnd } = readNumstat(bytes, rawEnd, entries);
  const sections = splitPatch(patchPart(bytes, listEnd));
  const expected = new Set(entries.map(firstLineOf));
  for (const firstLine of sections.keys()) {
    if (!expected.has(firstLine)) throw unreadable('the patch shows a file that the list does not name');
  }
  return entries.map((entry, index) => changedFile(entry, counts[index] ?? null, sections, limits));
}

function patchPart(bytes: Buffer, listEnd: number): Buffer {
  if (listEnd === bytes.length) return bytes.subarray(listEnd);
  if (bytes[listEnd] !== 0) throw unreadable('something stands between the list and the patch');
  return bytes.subarray(listEnd + 1);
}

function changedFile(entry: RawEntry, counts: LineCounts, sections: PatchSections, limits: PatchLimits): ChangedFile {
  const patch = readEntry(entry, counts, sections.get(firstLineOf(entry)) ?? [], limits);
  const readable = typeof patch !== 'string';
  const hunks = readable ? patch.hunks : [];
  return {
    ...treeChange(entry),
    ...(entry.similarity === null ? {} : { similarity: entry.similarity }),
    content: contentKind(entry, counts, hunks),
    // Counts of a type change are the patch's own: numstat compares across the types.
    added: readable ? patch.added : (counts?.added ?? 0),
    removed: readable ? patch.removed : (counts?.removed ?? 0),
    hunks,
    oldNoNewline: readable && patch.oldNoNewline,
    newNoNewline: readable && patch.newNoNewline,
    ...(readable ? {} : { unreadable: patch }),
  };
}

function readEntry(
  entry: RawEntry,
  counts: LineCounts,
  sections: readonly Buffer[],
  limits: PatchLimits,
): SectionHunks | string {
  if (counts && counts.added + counts.removed > limits.lines) return `more than ${limits.lines} lines are changed`;
  if (sections.some((section) => section.length > limits.bytes))
    return `its patch is larger than ${limits.bytes} bytes`;
  if (entry.status === 'T') return readTypeChange(entry, counts, sections);
  const [section, second] = sections;
  if (!section) return 'git printed no patch for it, or those of all files together are too large';
  if (second) return 'git printed more than one patch for it';
  const patch = readSection(section, entry.oldBlob, entry.newBlob, counts === null);
  if (typeof patch === 'string' || counts === null) return patch;
  return patch.added === counts.added && patch.removed === counts.removed
    ? patch
    : 'its patch has other counts of lines than the list';
}

/** A type change is printed as a deletion and a creation under the same name. */
function readTypeChange(entry: RawEntry, counts: LineCounts, sections: readonly Buffer[]): SectionHunks | string {
  const [deletion, creation] = sections;
  if (!deletion || !creation || sections.length !== 2) return 'git did not print the two patches of a type change';
  const before = readSection(deletion, entry.oldBlob, NO_BLOB, counts === null);
  if (typeof before === 'string') return before;
  const after = readSection(creation, NO_BLOB, entry.newBlob, counts === null);
  if (typeof after === 'string') return after;
  const growth = after.added - before.removed;
  const fits = before.added === 0 && after.removed === 0;
  if (!fits || (counts && counts.added - counts.removed !== growth)) {
    return 'its patch has other counts of lines than the list';
  }
  return {
    hunks: [...before.hunks, ...after.hunks],
    added: after.added,
    removed: before.removed,
    oldNoNewline: before.oldNoNewline,
    newNoNewline: after.newNoNewline,
  };
}

function readSection(bytes: Buffer, oldBlob: string, newBlob: string, mayBeBinary: boolean): SectionHunks | string {
  const section = bytes.toString('latin1');
  const firstHunk = section.indexOf('\n@@ ');
  const header = firstHunk < 0 ? section : section.slice(0, firstHunk + 1);
  const ids = INDEX_LINE.exec(header);
  if (ids ? ids[1] !== oldBlob || ids[2] !== newBlob : oldBlob !== newBlob) return 'its patch is of other content';
  if (firstHunk >= 0) return readHunks(section.slice(firstHunk + 1));
  if (!header.endsWith('\n')) return 'its patch is cut off';
  if (!mayBeBinary && BINARY_LINE.test(header)) return 'its patch calls it binary, the list does not';
  return { hunks: [], added: 0, removed: 0, oldNoNewline: false, newNoNewline: false };
}

function contentKind(entry: RawEntry, counts: LineCounts, hunks: readonly Hunk[]): ContentKind {
  const mode = entry.newMode === NO_FILE ? entry.oldMode : entry.newMode;
  if (mode === SUBMODULE) return 'submodule';
  if (mode === LINK) return 'symlink';
  if (counts === null) return 'binary';
  return isLfsPointer(hunks, entry.newMode === NO_FILE ? 'old' : 'new') ? 'lfsPointer' : 'text';
}
