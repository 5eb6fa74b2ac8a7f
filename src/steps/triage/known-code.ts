import { groupedByEach } from '../../grouped';
import { madeOnce } from '../../made-once';
import { addedLines } from '../diff/added-lines';
import type { ChangedFile } from '../diff/changed-file';
import type { Change } from '../scope/change';
import { type CodeMark, holdsMark, markStarts, startOfMark } from './code-mark';
import type { KnownFinding } from './known-finding';

/** What became of the lines of an earlier finding: `unseen` where the run did not read the file. */
export type CodeState = 'stands' | 'gone' | 'unseen';

/** Looks for the lines of an earlier finding; code that moved to another file of the change still stands. */
export function codeStateOf(
  known: Pick<KnownFinding, 'path' | 'mark' | 'gist' | 'side' | 'openedIn'>,
  change: Change,
): CodeState {
  // What speaks of the review itself is over when people say so.
  if (known.path === '') return 'stands';
  const file = fileOf(known, change);
  if (file === undefined && change.paths.has(nameNow(known, change))) return 'unseen';
  const isSeen = change.elsewhere?.has(soughtBy(known));
  if (known.mark === '') return file === undefined && !isSeen ? 'gone' : 'stands';
  if (file !== undefined && holdsMark(sideLines(file, known.side, change), known.mark)) return 'stands';
  if (file !== undefined && known.side !== 'old' && holdsMark(unmaskedLines(file, change), known.mark)) return 'stands';
  const first = known.openedIn === undefined ? undefined : fileOf({ path: known.openedIn }, change);
  if (first !== undefined && holdsMark(sideLines(first, known.side, change), known.mark)) return 'stands';
  const others = startingIn(change.scope.files).get(startOfMark(known.mark)) ?? [];
  const isElsewhere = others.some((other) => other !== file && holdsMark(addedLines(other), known.mark));
  if (isElsewhere || isSeen) return 'stands';
  return file !== undefined && isHidden(file, change) ? 'unseen' : 'gone';
}

/** Which files add a line that marks may begin with, by its hash: there may be thousands of files, and of marks. */
const startingIn = madeOnce((files: readonly ChangedFile[]) =>
  groupedByEach(files, (file) => markStarts(addedLines(file))),
);

/** Of what speaks of lines, those are looked for wherever they went. */
export function nameNow({ path, mark }: Pick<KnownFinding, 'path' | 'mark'>, { renamed }: Change): string {
  return (mark === '' ? renamed?.get(path) : undefined) ?? path;
}

/** By which its code is looked for in files that nobody reads. */
export function soughtBy({ mark, gist }: Pick<KnownFinding, 'mark' | 'gist'>): string {
  return mark === '' ? gist : mark;
}

/** Left out because of what it holds, such as bytes or a pointer in place of lines: nobody sees what became of its code. */
function isHidden({ path, change, content, unreadable }: ChangedFile, { aside }: Change): boolean {
  if (change === 'deleted' || !aside.some((file) => file.path === path)) return false;
  return unreadable !== undefined || (content !== 'text' && content !== 'symlink');
}

/** The file under its present name. */
export function fileOf(
  { path }: Pick<KnownFinding, 'path'>,
  change: Pick<Change, 'scope' | 'heldBack' | 'renamed'>,
): ChangedFile | undefined {
  const { now, before } = namesIn(change);
  return now.get(path) ?? before.get(path) ?? now.get(change.renamed?.get(path) ?? '');
}

/** The first files of each name, and of each that they had before. */
const namesIn = madeOnce(({ scope, heldBack }: Pick<Change, 'scope' | 'heldBack'>) => {
  const [now, before] = [new Map<string, ChangedFile>(), new Map<string, ChangedFile>()];
  for (const file of [...scope.files, ...heldBack]) {
    if (!now.has(file.path)) now.set(file.path, file);
    if (file.oldPath !== undefined && !before.has(file.oldPath)) before.set(file.oldPath, file);
  }
  return { now, before };
});

/** The one of that name, else the one that had it before. */
export function fileCalled(path: string, files: readonly ChangedFile[]): ChangedFile | undefined {
  return files.find((file) => file.path === path) ?? files.find((file) => file.oldPath === path);
}

/** The whole file on the new side, or what is known of it; on the old side only what the change removes, since the rest is in the base for ever. */
export function sideLines(file: ChangedFile, side: KnownFinding['side'], { contents }: Change): readonly string[] {
  if (side === 'old') return linesBefore(file);
  const content = contents.get(file.newBlob);
  return content === undefined ? linesAfter(file) : linesOfContent(content);
}

/** What calls a word of a line a secret, in whatever file, takes no line away. */
function unmaskedLines({ newBlob }: ChangedFile, { contents, originals }: Change): readonly string[] {
  const original = originals.get(newBlob);
  return original === undefined || original === contents.get(newBlob) ? [] : linesOfContent(original);
}

const linesBefore = madeOnce((file: ChangedFile) => shownLines(file, 'added'));
const linesAfter = madeOnce((file: ChangedFile) => shownLines(file, 'removed'));
const linesOfContent = madeOnce((content: Uint8Array) => Buffer.from(content).toString('utf8').split('\n'));

function shownLines({ hunks }: ChangedFile, without: 'added' | 'removed'): readonly string[] {
  return hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== without).map(textOf));
}

/** True when the file of an earlier finding holds these lines. */
export function holdsLine(known: KnownFinding, mark: CodeMark, change: Change): boolean {
  const file = fileOf(known, change);
  return file !== undefined && holdsMark(sideLines(file, 'new', change), mark);
}

function textOf({ text }: { text: string }): string {
  return text;
}
