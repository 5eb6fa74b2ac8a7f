import type { ChangedFile, DiffLine } from './changed-file';

/** A file as its content alone tells it: all of its lines are new, but for those that were there before. */
export function addedWhole(
  file: ChangedFile,
  text: string,
  wasThere: (line: string) => boolean = () => false,
): ChangedFile {
  const texts = text.split('\n');
  const newNoNewline = texts.at(-1) !== '';
  if (!newNoNewline) texts.pop();
  const lines = texts.flatMap((line, at): DiffLine[] =>
    wasThere(line) ? [] : [{ kind: 'added', oldLine: null, newLine: at + 1, text: line }],
  );
  const hunk = { oldStart: 0, oldLines: 0, newStart: 1, newLines: texts.length, lines };
  const hunks = lines.length === 0 ? [] : [hunk];
  return { ...file, hunks, added: lines.length, removed: 0, oldNoNewline: false, newNoNewline };
}

/** Where git shows nothing of a file that is there, though it changed: its content is bytes, or too much. */
export function showsNothing({ content, hunks, unreadable, newBlob }: ChangedFile): boolean {
  return !/^0+$/.test(newBlob) && ((content === 'binary' && hunks.length === 0) || unreadable !== undefined);
}
