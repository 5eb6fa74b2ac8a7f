import { madeOnce } from '../../made-once';
import type { ChangedFile } from './changed-file';

export interface NumberedLine {
  number: number;
  text: string;
}

/** In the order of the file, with their numbers in it. */
export const numberedAdded = madeOnce((file: ChangedFile): readonly NumberedLine[] =>
  file.hunks.flatMap(({ lines }) =>
    lines.flatMap(({ kind, newLine, text }) => (kind === 'added' ? [{ number: newLine ?? 0, text }] : [])),
  ),
);

export const addedLines = madeOnce((file: ChangedFile): readonly string[] =>
  numberedAdded(file).map(({ text }) => text),
);
