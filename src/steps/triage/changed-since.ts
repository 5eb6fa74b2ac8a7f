import { type ChangedLines, changedLinesOf, touches } from '../alerts/changed-lines';
import type { ChangedFile } from '../diff/changed-file';
import { normalised } from './code-mark';
import type { PlacedFinding } from './placed-finding';

/** What changed since the last reviewed iteration. */
export type Since =
  /** Everything counts as changed, and why. */
  | { kind: 'all'; reason: string }
  /** Lines are known by the difference of the two source commits. */
  | { kind: 'lines'; iteration: number; byPath: ReadonlyMap<string, FreshLines> }
  /** The old commit is out of reach; whole files are known by their content. */
  | { kind: 'files'; iteration: number; paths: ReadonlySet<string> };

export interface FreshLines {
  changed: ChangedLines;
  removed: readonly string[];
}

/** The changed lines of `lastSource..source`, by path at the source commit. */
export function sinceLines(files: readonly ChangedFile[], iteration: number): Since {
  const byPath = files.map((file): [string, FreshLines] => {
    const lines = file.hunks.flatMap((hunk) => hunk.lines);
    const removed = lines.filter(({ kind }) => kind === 'removed').map(({ text }) => text);
    return [file.path, { changed: changedLinesOf(file), removed }];
  });
  return { kind: 'lines', iteration, byPath: new Map(byPath) };
}

/** True when the finding stands on code that changed since the last reviewed iteration. */
export function isFresh({ anchor }: Pick<PlacedFinding, 'anchor'>, since: Since): boolean {
  if (since.kind === 'all' || anchor.kind === 'summary') return true;
  if (since.kind === 'files') return since.paths.has(anchor.path);
  const fresh = since.byPath.get(anchor.path);
  if (fresh === undefined || anchor.kind === 'file') return fresh !== undefined;
  if (anchor.range.side === 'new') return touches(fresh.changed, anchor.range);
  const removed = new Set(fresh.removed.map(normalised));
  return anchor.text.split('\n').some((line) => normalised(line) !== '' && removed.has(normalised(line)));
}
