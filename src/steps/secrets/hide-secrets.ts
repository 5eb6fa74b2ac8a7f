import { grouped } from '../../grouped';
import { madeOnce } from '../../made-once';
import type { BlobId } from '../../ports/repository';
import { sumOf } from '../../sum-of';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import { type CleanText, cleanText, hideInLine, type LinePart } from './clean-text';
import { type Clues, cluesIn } from './clues';
import { type CommittedSecret, cameAlong, committedIn, type Place } from './committed-secrets';
import { doubtsIn } from './doubtful-finds';
import { exposedValues } from './exposed-values';
import { apart } from './find-secrets';
import type { FoundSecret } from './found-secret';
import { valueFilter, type WasShown } from './known-values';
import { fileReader, type LookedThrough, latin1 } from './look-through';
import { createPlaceholders, withoutSecrets } from './placeholders';
import { allPatience, type SearchRoom, searchRoom } from './search-room';
import { findInFileOrCode } from './secret-files';
import { type SpreadingValue, spreadFinder, spreadingValues } from './spreading-values';

/** The change as it may leave the agent: every value that looks like a secret replaced, every line where it was. */
export interface WithoutSecrets {
  files: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
  committed: readonly CommittedSecret[];
  /** Where a line with a secret came along with its file, and stood in the base already: nothing that the change adds. */
  moved: readonly Place[];
  /** Where the change adds what is hidden and may as well say what is loaded, called or run. */
  leads: readonly Place[];
  /** What is a secret here, as it may stand in other files too. */
  values: readonly SpreadingValue[];
  /** In which more would be found than can be taken out: nobody may be shown any of them. */
  beyond: readonly ChangedFile[];
  /** How many values were replaced, by rule. */
  replaced: ReadonlyMap<string, number>;
  /** For every other text that leaves the agent: without these values, and without what looks like a secret by itself. */
  hideIn(text: string): string;
  /** For what a model says, which may say what it was shown. */
  hideInAnswer(text: string, wasShown: WasShown): string;
}

interface Options {
  findIn?: (text: string, path: string, clues: Clues, bytes: Uint8Array) => FoundSecret[];
  clues?: Clues;
  /** Secrets of other files, which may stand in these too. */
  known?: readonly SpreadingValue[];
  room?: SearchRoom;
}

/**
 * Takes the secrets out of diff and contents before anything is hashed, cached, outlined or sent. A file is looked at as a
 * whole, so that the middle of a key is known for what it is though a hunk shows nothing else; and what is a secret in one file
 * is one in all of them. What may be code is told by its line alone.
 */
export function hideSecrets(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  { known = [], ...options }: Options = {},
): WithoutSecrets {
  const read = findInFiles(files, contents, options);
  const own = doubtsIn(read.looked).settled();
  const spread = doubtsIn(findSpread(own, known)).settled();
  return hideFound(read, own, spread);
}

/** Files and contents that were looked through. */
export interface ReadFiles extends Pick<WithoutSecrets, 'files' | 'contents' | 'beyond'> {
  looked: readonly LookedThrough[];
}

/** What each side of each file holds by itself; the smallest are read first, so that none of them is left out for a larger one. */
export function findInFiles(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  { findIn = findInFileOrCode, clues = cluesIn(files, contents), room = searchRoom() }: Omit<Options, 'known'>,
): ReadFiles {
  const exposed = exposedValues(files);
  const { read, unread } = fileReader(contents, (text, path, bytes) => findIn(text, path, clues, bytes), room);
  const sized = files.map((file) => ({ file, size: sizeOf(file, contents) }));
  const looked = new Map<ChangedFile, LookedThrough[]>();
  for (const { file } of sized.sort((one, other) => one.size - other.size)) {
    const sides = read(file, exposed.get(file) ?? []);
    if (sides) looked.set(file, sides);
  }
  return {
    files: files.filter((file) => looked.has(file)),
    contents: unread.size === 0 ? contents : new Map([...contents].filter(([blob]) => !unread.has(blob))),
    beyond: files.filter((file) => !looked.has(file)),
    looked: files.flatMap((file) => looked.get(file) ?? []),
  };
}

function sizeOf({ oldBlob, newBlob, added, removed }: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>): number {
  return sumOf([oldBlob, newBlob], (blob) => contents.get(blob)?.length ?? 0) + added + removed;
}

/** What stands in these texts and is a secret in another of them, or by its name or in another file; texts in which too much may be one are marked. */
export function findSpread(looked: readonly LookedThrough[], known: readonly SpreadingValue[]): LookedThrough[] {
  const find = spreadFinder([...known, ...valuesOf(looked)], allPatience());
  if (!find) return [];
  return looked.map((one) => {
    const found = find(latin1(one.bytes), one.file.path);
    return found ? { ...one, found } : { ...one, found: [], isCut: true };
  });
}

const valuesIn = madeOnce(({ bytes, found }: LookedThrough) => spreadingValues(latin1(bytes), found));

function valuesOf(looked: readonly LookedThrough[]): SpreadingValue[] {
  return looked.flatMap((one) => (one.found.length > 0 ? valuesIn(one) : []));
}

/** @param spread what other files say of the same texts, in their order. */
export function hideFound(
  read: Omit<ReadFiles, 'looked'>,
  own: readonly LookedThrough[],
  spread: readonly LookedThrough[],
): WithoutSecrets {
  const { files, contents, beyond } = withoutCut(read, spread);
  const clean = new Map(contents);
  const replaced = new Map<string, number>();
  const all = own.map((one, at) => ({ ...one, found: withSpread(one.found, spread[at]?.found ?? []) }));
  const byFile = grouped(all, ({ file }) => file);
  const hidden = files.map((file) => hideInFile(file, byFile.get(file) ?? [], contents));
  for (const { file, sides, parts } of hidden) {
    if (sides.old) clean.set(file.oldBlob, sides.old.bytes);
    if (sides.new) clean.set(file.newBlob, sides.new.bytes);
    // The same value on both sides counts once.
    const rules = new Map(parts.map(({ placeholder, rule }) => [placeholder, rule]));
    for (const rule of rules.values()) replaced.set(rule, (replaced.get(rule) ?? 0) + 1);
  }
  const hideInAnswer = textFilter(hidden.flatMap(({ parts }) => parts));
  return {
    files: hidden.map(({ file }) => file),
    contents: clean,
    beyond,
    committed: hidden.flatMap(({ committed }) => committed),
    moved: hidden.flatMap(({ moved }) => moved),
    leads: hidden.flatMap(({ leads }) => leads),
    replaced,
    values: valuesOf(own),
    hideIn: (text) => hideInAnswer(text, () => false),
    hideInAnswer,
  };
}

/** Of what was not looked through to its end nothing is shown. */
function withoutCut(
  { files, contents, beyond }: Omit<ReadFiles, 'looked'>,
  spread: readonly LookedThrough[],
): Omit<ReadFiles, 'looked'> {
  const cut = new Set(spread.filter(({ isCut }) => isCut).map(({ file }) => file));
  if (cut.size === 0) return { files, contents, beyond };
  const blobs = new Set([...cut].flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]));
  return {
    files: files.filter((file) => !cut.has(file)),
    contents: new Map([...contents].filter(([blob]) => !blobs.has(blob))),
    beyond: [...beyond, ...cut],
  };
}

/** What is found here needs no word of another file, and such a word says nothing of what a find may lead to. */
function withSpread(own: LookedThrough['found'], spread: LookedThrough['found']): LookedThrough['found'] {
  if (spread.length === 0) return own;
  const covered = new Set(own.map(({ start, end }) => `${start}-${end}`));
  const more = spread.filter(({ start, end }) => !covered.has(`${start}-${end}`));
  return apart([...own, ...more], () => false);
}

function textFilter(parts: readonly LinePart[]): WithoutSecrets['hideInAnswer'] {
  const withoutValues = valueFilter(parts.map(({ value, placeholder }) => [value.trim(), placeholder]));
  return (text, wasShown) => withoutSecrets(withoutValues(text, wasShown), createPlaceholders(), wasShown);
}

interface HiddenFile {
  file: ChangedFile;
  sides: { old?: CleanText | undefined; new?: CleanText | undefined };
  committed: readonly CommittedSecret[];
  moved: readonly Place[];
  leads: readonly Place[];
  parts: readonly LinePart[];
}

function hideInFile(
  file: ChangedFile,
  looked: readonly LookedThrough[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
): HiddenFile {
  const placeholders = createPlaceholders();
  const clean = (side: LookedThrough['side'], of: LookedThrough['of']) => {
    const one = looked.find((text) => text.side === side && text.of === of);
    return one && one.found.length > 0 ? cleanText(latin1(one.bytes), one.found, placeholders) : undefined;
  };
  const sides = { old: clean('old', 'content'), new: clean('new', 'content') };
  const oldLines = (clean('old', 'lines') ?? sides.old)?.lines;
  const newLines = (clean('new', 'lines') ?? sides.new)?.lines;
  if (!oldLines && !newLines) return { file, sides: {}, committed: [], moved: [], leads: [], parts: [] };
  const cleanOf = ({ newLine, oldLine }: DiffLine) =>
    newLine === null ? oldLines?.get(oldLine ?? 0) : newLines?.get(newLine);
  const hunks = file.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map((line) => hideInLine(line, cleanOf(line))),
  }));
  const added = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added'));
  const partsOf = ({ newLine }: DiffLine) => newLines?.get(newLine ?? 0)?.parts ?? [];
  const { committed, moved } = committedIn(file.path, added, partsOf, cameAlong(file, contents, partsOf));
  return {
    file: { ...file, hunks },
    sides,
    committed,
    moved,
    leads: added.flatMap((line) =>
      partsOf(line).some(({ mayLead }) => mayLead) ? [{ path: file.path, line: line.newLine ?? 1 }] : [],
    ),
    parts: [oldLines, newLines].flatMap((lines) => [...(lines?.values() ?? [])].flatMap(({ parts }) => parts)),
  };
}
