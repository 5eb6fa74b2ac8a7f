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

/** Lines as one text, so that one look tells that nothing stands in any of them. */
interface ShownTexts {
  /** Of the source side, as the hunks show it. */
  shown: string;
  /** Of these the added ones alone. */
  added: string;
}

export const textsOf = madeOnce(({ hunks }: ChangedFile): ShownTexts => {
  const [shown, added]: [string[], string[]] = [[], []];
  for (const { lines } of hunks) {
    for (const { kind, text } of lines) {
      if (kind !== 'removed') shown.push(text);
      if (kind === 'added') added.push(text);
    }
  }
  return { shown: shown.join('\n'), added: added.join('\n') };
});

export const addedLines = madeOnce((file: ChangedFile): readonly string[] =>
  numberedAdded(file).map(({ text }) => text),
);
