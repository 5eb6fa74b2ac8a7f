import type { Lines } from '../../ports/outliner';
import type { Alert } from '../alerts/alert';
import { surelyCode } from '../diff/surely-code';
import type { Change } from '../scope/change';
import { namedLines } from './named-lines';

/** Tells whether a line of a changed file, on its new side, holds code. */
export type CodeLookup = (path: string, line: number) => boolean;

/** Files are read once, and only those that are asked about. `prose`: what a parser says of them. */
export function codeOf(
  { scope: { files }, contents }: Pick<Change, 'scope' | 'contents'>,
  prose: ReadonlyMap<string, readonly Lines[] | null>,
): CodeLookup {
  const known = new Map<string, readonly boolean[]>();
  return (path, line) => {
    const file = files.find((one) => one.path === path);
    if (file === undefined) return false;
    const text = Buffer.from(contents.get(file.newBlob) ?? []).toString('utf8');
    const lines = known.get(path) ?? surelyCode(text, path, prose.get(path) ?? null);
    known.set(path, lines);
    return lines[line - 1] === true;
  };
}

/** An alert of level error is dismissed only with a line of code that shows why, in its own file. */
export function isDismissedByCode({ level, path }: Alert, reason: string, isCodeLine: CodeLookup): boolean {
  if (level !== 'error') return true;
  return namedLines(reason).some((line) => isCodeLine(path, line));
}
