import { fileReader } from '../../src/adapters/outliner/file-reader';
import type { Outline, OutlineEntry } from '../../src/ports/outliner';
import type { ChangedFile } from '../../src/steps/diff/changed-file';
import { composeSkeletons, skeletonBudget } from '../../src/steps/skeletons/compose';
import { type CorpusFile, GRAMMARS } from './skeletons-files';
import type { Definition } from './skeletons-oracles';

/** Something that stands for a declaration: its lines and the text a reader sees. */
export interface Shown {
  from: number;
  to: number;
  text: string;
}

export interface Outlined {
  outlines: Outline[];
  /** Bytes of the skeletons when nothing is left out. */
  whole: number;
  /** Bytes within the usual budget of a file, as a review sends them. */
  sent: number;
  milliseconds: number;
}

/** The fastest of so many: other work on the machine must not count, nor the load of the grammar. */
const RUNS = 3;

/** Outlines of all files in this thread, and the time it took. */
export async function outlineAll(files: readonly CorpusFile[]): Promise<Outlined> {
  const { read } = fileReader({ grammarFolder: GRAMMARS });
  const ask = async ({ path, content }: CorpusFile) =>
    (await read({ ask: 'outline', path, content, time: 20_000, parse: true })).outline as Outline;
  const outlines: Outline[] = [];
  let milliseconds = 0;
  for (const file of files) {
    let fastest = Number.POSITIVE_INFINITY;
    let outline: Outline | undefined;
    for (let run = 0; run < RUNS; run++) {
      const started = performance.now();
      outline = await ask(file);
      fastest = Math.min(fastest, performance.now() - started);
    }
    outlines.push(outline as Outline);
    milliseconds += fastest;
  }
  return {
    outlines,
    whole: skeletonBytes(files, outlines, Number.POSITIVE_INFINITY),
    sent: skeletonBytes(files, outlines, skeletonBudget(0).perFile),
    milliseconds,
  };
}

function skeletonBytes(files: readonly CorpusFile[], outlines: readonly Outline[], perFile: number): number {
  const changed = files.map(({ path }) => asChanged(inRepository(path)));
  const sides = new Map(files.map(({ path }, index) => [inRepository(path), { after: outlines[index] as Outline }]));
  const budget = { perFile, perPullRequest: Number.POSITIVE_INFINITY };
  const { skeletons } = composeSkeletons(changed, sides, budget);
  return skeletons.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}

function inRepository(path: string): string {
  return path.slice(path.indexOf(':') + 1);
}

function asChanged(path: string): ChangedFile {
  const line = { kind: 'added' as const, oldLine: null, newLine: 1e9, text: '' };
  const hunk = { oldStart: 1e9, oldLines: 0, newStart: 1e9, newLines: 1, lines: [line] };
  const blobs = { oldMode: '100644', newMode: '100644', oldBlob: '', newBlob: '' };
  const counts = { added: 1, removed: 0, oldNoNewline: false, newNoNewline: false };
  return { path, pathBytes: new Uint8Array(), change: 'modified', content: 'text', hunks: [hunk], ...blobs, ...counts };
}

/** Entries of an outline as they are judged. */
export function shownEntries(outline: Outline): Shown[] {
  if (outline.kind === 'none') return [];
  return outline.entries.filter(({ kind }) => kind !== 'import').map(shownEntry);
}

function shownEntry({ startLine, headerEndLine, attributes, signature, name }: OutlineEntry): Shown {
  return { from: startLine, to: Math.max(startLine, headerEndLine), text: `${attributes ?? ''} ${signature} ${name}` };
}

/** Which definitions an outline covers: an entry's header holds the line and the name. */
export function missed(definitions: readonly Definition[], shown: readonly Shown[]): Definition[] {
  return definitions.filter(({ line, name }) => {
    const plain = squeezed(name.replace(/^.*(::|\.)(?=.)/, ''));
    return !shown.some(({ from, to, text }) => from <= line && line <= to && squeezed(text).includes(plain));
  });
}

function squeezed(text: string): string {
  return text.replace(/[\s`'"]/g, '');
}

/** Entries at whose header no definition stands. */
export function spurious(definitions: readonly Definition[], shown: readonly Shown[]): Shown[] {
  return shown.filter(({ from, to }) => !definitions.some(({ line }) => from <= line && line <= to));
}
