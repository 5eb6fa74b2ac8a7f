import { addedLines } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { usesOf } from '../diff/known-data';
import type { ShownFile } from './fold-copies';
import { MAX_LINE_LENGTH } from './numbered-diff';

/** Files with long lines, told what other files of the change do with texts: code may lie in one file and be decoded in another. */
export function toldOfUses(shown: readonly ShownFile[], all: readonly ChangedFile[]): ShownFile[] {
  if (!shown.some(hasLongLine)) return [...shown];
  const uses = all
    .map((file) => ({ path: file.path, ...usesOf(addedLines(file)) }))
    .filter(({ evaluates }) => evaluates);
  return shown.map((file) => {
    const others = uses.filter(({ path }) => path !== file.path);
    if (others.length === 0 || !hasLongLine(file)) return file;
    const some = (use: 'evaluates' | 'decodes' | 'runs') => others.some((other) => other[use]);
    return {
      ...file,
      usesElsewhere: { evaluates: some('evaluates'), decodes: some('decodes'), runs: some('runs') },
    };
  });
}

function hasLongLine({ hunks }: ChangedFile): boolean {
  return hunks.some(({ lines }) => lines.some(({ text }) => text.length > MAX_LINE_LENGTH));
}
