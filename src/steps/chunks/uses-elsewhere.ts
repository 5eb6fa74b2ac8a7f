import { sumOf } from '../../sum-of';
import { addedLines } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import { NO_USES, type Uses, usesOf } from '../diff/known-data';
import { MAX_LINE_LENGTH } from '../diff/longest-line';
import type { ShownFile } from './fold-copies';

/** Files with long lines, told what other files of the change do with texts: code may lie in one file and be decoded in another. */
export function toldOfUses(shown: readonly ShownFile[], all: readonly ChangedFile[]): ShownFile[] {
  if (!shown.some(hasLongLine)) return [...shown];
  const uses = new Map(all.map((file) => [file.path, usesOf(addedLines(file))]));
  const sum = (use: keyof Uses) => sumOf([...uses.values()], (one) => Number(one[use]));
  const sums = { evaluates: sum('evaluates'), decodes: sum('decodes'), runs: sum('runs'), opens: sum('opens') };
  return shown.map((file) => {
    if (sums.evaluates + sums.opens === 0 || !hasLongLine(file)) return file;
    const own = uses.get(file.path) ?? NO_USES;
    const isElsewhere = (use: keyof Uses) => sums[use] > Number(own[use]);
    return {
      ...file,
      usesElsewhere: {
        evaluates: isElsewhere('evaluates'),
        decodes: isElsewhere('decodes'),
        runs: isElsewhere('runs'),
        opens: isElsewhere('opens'),
      },
    };
  });
}

function hasLongLine({ hunks }: ChangedFile): boolean {
  return hunks.some(({ lines }) => lines.some(({ text }) => text.length > MAX_LINE_LENGTH));
}
