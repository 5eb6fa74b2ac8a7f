import type { BlobId } from '../../ports/repository';
import type { ChangedFile, DiffLine } from '../diff/changed-file';
import { type CleanLine, type CleanText, cleanText, hideInLine, type LinePart } from './clean-text';
import { type Clues, cluesIn } from './clues';
import { exposedValues } from './exposed-values';
import { apart } from './find-secrets';
import type { FoundSecret } from './found-secret';
import { valueFilter } from './known-values';
import { fileReader, type LookedThrough, latin1, type ReadFile } from './look-through';
import { createPlaceholders, withoutSecrets } from './placeholders';
import { findInFile } from './secret-files';
import { type SpreadingValue, spreadFinder } from './spreading-values';

/** A secret that the change adds beyond doubt. */
export interface CommittedSecret {
  path: string;
  /** On the source side. */
  line: number;
  rule: string;
  /** The line as everybody downstream sees it. */
  text: string;
}

/** The change as it may leave the agent: every value that looks like a secret replaced, every line where it was. */
export interface WithoutSecrets {
  files: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
  committed: readonly CommittedSecret[];
  /** What is a secret here, as it may stand in other files too. */
  values: readonly SpreadingValue[];
  /** How many values were replaced, by rule. */
  replaced: ReadonlyMap<string, number>;
  /** For every other text that leaves the agent: without these values, and without what looks like a secret by itself. */
  hideIn(text: string): string;
}

interface Options {
  findIn?: (text: string, path: string, clues: Clues, bytes: Uint8Array) => FoundSecret[];
  clues?: Clues;
  /** Secrets of other files, which may stand in these too. */
  known?: readonly SpreadingValue[];
}

/**
 * Takes the secrets out of diff and contents before anything is hashed, cached, outlined or sent. A file is looked at as a
 * whole, so that the middle of a key is known for what it is though a hunk shows nothing else; and what is a secret in one file
 * is one in all of them.
 */
export function hideSecrets(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  { findIn = findInFile, clues = cluesIn(files, contents), known = [] }: Options = {},
): WithoutSecrets {
  const clean = new Map(contents);
  const replaced = new Map<string, number>();
  const exposed = exposedValues(files);
  const readFile = fileReader(contents, (text, path, bytes) => findIn(text, path, clues, bytes));
  const read = files.map((file) => readFile(file, exposed.get(file) ?? []));
  const values = read.flatMap(({ values: own }) => own);
  const findSpread = spreadFinder([...known, ...values]);
  const hidden = read.map((one) => hideInFile(one, findSpread));
  for (const { file, sides, parts } of hidden) {
    if (sides.old) clean.set(file.oldBlob, sides.old.bytes);
    if (sides.new) clean.set(file.newBlob, sides.new.bytes);
    // The same value on both sides counts once.
    const rules = new Map(parts.map(({ placeholder, rule }) => [placeholder, rule]));
    for (const rule of rules.values()) replaced.set(rule, (replaced.get(rule) ?? 0) + 1);
  }
  return {
    files: hidden.map(({ file }) => file),
    contents: clean,
    committed: hidden.flatMap(({ committed }) => committed),
    replaced,
    values,
    hideIn: textFilter(hidden.flatMap(({ parts }) => parts)),
  };
}

function textFilter(parts: readonly LinePart[]): WithoutSecrets['hideIn'] {
  const withoutValues = valueFilter(parts.map(({ value, placeholder }) => [value.trim(), placeholder]));
  return (text) => withoutSecrets(withoutValues(text));
}

interface HiddenFile {
  file: ChangedFile;
  sides: { old?: CleanText | undefined; new?: CleanText | undefined };
  committed: readonly CommittedSecret[];
  parts: readonly LinePart[];
}

function hideInFile({ file, old, new: now }: ReadFile, findSpread: ReturnType<typeof spreadFinder>): HiddenFile {
  const placeholders = createPlaceholders();
  const clean = (looked: LookedThrough | undefined) => {
    if (looked === undefined || (looked.found.length === 0 && !findSpread)) return undefined;
    const text = latin1(looked.bytes);
    const found = findSpread ? apart([...looked.found, ...findSpread(text, file.path)]) : looked.found;
    return cleanText(text, found, placeholders);
  };
  const sides = { old: clean(old.content), new: clean(now.content) };
  const oldLines = (clean(old.shown) ?? sides.old)?.lines;
  const newLines = (clean(now.shown) ?? sides.new)?.lines;
  if (!oldLines && !newLines) return { file, sides: {}, committed: [], parts: [] };
  const cleanOf = ({ newLine, oldLine }: DiffLine) =>
    newLine === null ? oldLines?.get(oldLine ?? 0) : newLines?.get(newLine);
  const hunks = file.hunks.map((hunk) => ({
    ...hunk,
    lines: hunk.lines.map((line) => hideInLine(line, cleanOf(line))),
  }));
  const added = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added'));
  return {
    file: { ...file, hunks },
    sides,
    committed: committedIn(file.path, added, newLines ?? new Map()),
    parts: [oldLines, newLines].flatMap((lines) => [...(lines?.values() ?? [])].flatMap(({ parts }) => parts)),
  };
}

/** One for each line that the change adds with a secret; one over several lines counts in the first of them. */
function committedIn(
  path: string,
  added: readonly DiffLine[],
  lines: ReadonlyMap<number, CleanLine>,
): CommittedSecret[] {
  const seen = new Set<string>();
  return added.flatMap(({ newLine, text }) => {
    const parts = lines.get(newLine ?? 0)?.parts ?? [];
    const fresh = parts.filter(({ placeholder, isCertain }) => isCertain && !seen.has(placeholder));
    for (const { placeholder } of fresh) seen.add(placeholder);
    const rules = [...new Set(fresh.map(({ rule }) => rule))];
    return rules.length === 0 ? [] : [{ path, line: newLine ?? 1, rule: rules.slice(0, MOST_RULES).join(', '), text }];
  });
}

/** Of one line are named. */
const MOST_RULES = 3;
