import type { Alert } from '../alerts/alert';
import { codeLines, isCode } from '../diff/code-lines';
import type { Change } from '../scope/change';

/** Tells whether a line of a changed file, on its new side, holds code. */
export type CodeLookup = (path: string, line: number) => boolean;

/** Files are read once, and only those that are asked about. */
export function codeOf({ scope: { files }, contents }: Pick<Change, 'scope' | 'contents'>): CodeLookup {
  const known = new Map<string, readonly string[]>();
  return (path, line) => {
    const file = files.find((one) => one.path === path);
    if (file === undefined) return false;
    const text = Buffer.from(contents.get(file.newBlob) ?? []).toString('utf8');
    const lines = known.get(path) ?? codeLines(text, path, 'empty');
    known.set(path, lines);
    return isCode(lines[line - 1] ?? '');
  };
}

const LINES =
  /(?:\blines?|\bzeilen?|\blignes?|\bl[íi]neas?|[LR])\s{0,3}(\d{1,6})(?:\s{0,2}(?:-|–|to|and|und|bis|,)\s{0,2}(\d{1,6}))?/giu;

/** An alert of level error is dismissed only with a line of code that shows why, in its own file. */
export function isDismissedByCode({ level, path }: Alert, reason: string, isCodeLine: CodeLookup): boolean {
  if (level !== 'error') return true;
  return namedLines(reason).some((line) => isCodeLine(path, line));
}

/** Numbers that a text calls those of lines. */
export function namedLines(text: string): number[] {
  return [...text.matchAll(LINES)].flatMap(([, first, last]) =>
    [first, last].flatMap((one) => (one ? Number(one) : [])),
  );
}
