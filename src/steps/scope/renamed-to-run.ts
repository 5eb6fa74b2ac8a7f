import type { BlobId } from '../../ports/repository';
import { addedWhole } from '../diff/added-whole';
import type { ChangedFile } from '../diff/changed-file';
import { becomesProgram, NO_FILE, PROGRAM } from '../diff/file-mode';
import { isCodeName } from './code-name';
import { movedFolders } from './moved-folders';
import { type BeginsToRun, movesFromRun, movesToRun } from './moved-to-run';
import { type Move, sightOfMoves } from './moves-to-read';
import { runsUnread } from './runs-unread';
import { MAX_CHANGED_LINES, MAX_PATCH_BYTES } from './scope-by-content';
import { isLeftOutByName } from './scope-by-path';

/** As much as a patch of all files may have: one blob under thousands of names is a push of a few kilobytes. */
const MOST_OF_ALL = 33_554_432;

/** As much as says what a file is. */
const MAX_START = 16_384;
const MAX_START_LINES = 40;

/**
 * What was data, or lay where nothing runs it, and is now called as something that runs, or executable, is new to whoever runs it: a
 * difference would show nothing of it, so the whole file stands there as added. What ran, and does so no more, is shown at its start.
 */
export function renamedToRun(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  leftOut: ReadonlySet<string> = new Set(),
): readonly ChangedFile[] {
  let room = MOST_OF_ALL;
  const beginning = new Map(files.map((file) => [file, beginsToRun(file)]));
  const sights = sightOfMoves(movesAmong(files, beginning, contents));
  return files.map((file) => {
    const bytes = contents.get(file.newBlob);
    const sight = sights.get(file) ?? (beginning.get(file) ? 'read' : 'known');
    if (sight === 'known') return ceasesToRun(file, leftOut) ? atItsStart(file, bytes) : file;
    if (sight === 'told') return file;
    if (sight === 'missed') return shownWhole(file, undefined);
    room -= bytes?.length ?? 0;
    return shownWhole(file, room < 0 ? undefined : bytes);
  });
}

/** What begins to run by its place alone. */
function movesAmong(
  files: readonly ChangedFile[],
  beginning: ReadonlyMap<ChangedFile, BeginsToRun | null>,
  contents: ReadonlyMap<BlobId, Uint8Array>,
): Move[] {
  const isOfFolder = movedFolders(files);
  return files.flatMap((file) => {
    const how = beginning.get(file) ?? 'byName';
    if (how === 'byName' || !isMovedAlone(file)) return [];
    const bytes = contents.get(file.newBlob);
    const isTogether = isOfFolder(file);
    const isRefactoring = how === 'inSteering' && isTogether && isCodeName(file.oldPath ?? '');
    return [{ file, bytes, isTogether, isRefactoring, isTooLarge: isTooLarge(bytes) }];
  });
}

/** Why it runs and did not so before; a link leads elsewhere from another place, and what is executable is called as a program. */
function beginsToRun(file: ChangedFile): BeginsToRun | null {
  const { change, content, oldPath, path } = file;
  if (content === 'symlink') return oldPath === undefined ? null : 'byName';
  if (content !== 'text' || !/^(?:renamed|copied|modified|modeChanged)$/.test(change)) return null;
  if (oldPath !== undefined) return movesToRun(oldPath, path) ?? (becomesProgram(file) ? 'byName' : null);
  const isNewToReaders = isLeftOutByName(path) || !(isCodeName(path) || runsUnread(path));
  return becomesProgram(file) && isNewToReaders ? 'byName' : null;
}

/** Nothing of it changed but its place, and it was read where it came from. */
function isMovedAlone({ change, hunks, oldPath, oldMode, newMode }: ChangedFile): boolean {
  return change === 'renamed' && hunks.length === 0 && oldMode === newMode && !isLeftOutByName(oldPath ?? '');
}

/** Nothing of it changed but its place, and there it guards nothing, or no review reads it. */
function ceasesToRun(
  { change, content, oldPath, path, hunks, oldMode, newMode }: ChangedFile,
  leftOut: ReadonlySet<string>,
) {
  if (change !== 'renamed' || content !== 'text' || hunks.length > 0 || oldPath === undefined) return false;
  return movesFromRun(oldPath, path) || leftOut.has(path) || (oldMode === PROGRAM && newMode !== PROGRAM);
}

/** Its first lines, unchanged, say what it is: a reviewer is told what it was called, and can speak of it. */
function atItsStart(file: ChangedFile, bytes: Uint8Array = new Uint8Array()): ChangedFile {
  const texts = Buffer.from(bytes.subarray(0, MAX_START)).toString('utf8').split('\n').slice(0, MAX_START_LINES);
  if (texts.at(-1) === '') texts.pop();
  const lines = texts.map((text, at) => ({ kind: 'context' as const, oldLine: at + 1, newLine: at + 1, text }));
  const hunk = { oldStart: 1, oldLines: lines.length, newStart: 1, newLines: lines.length, lines };
  return lines.length === 0 ? file : { ...file, hunks: [hunk] };
}

/** As if it were new; where it is too large, nobody has read it. */
export function shownWhole(
  { oldPath, similarity: _, ...file }: ChangedFile,
  bytes: Uint8Array | undefined,
): ChangedFile {
  const whole = {
    ...file,
    ...(oldPath !== undefined && { formerPath: oldPath }),
    ...(file.change !== 'copied' && { formerBlob: file.oldBlob }),
    change: 'added' as const,
    oldMode: NO_FILE,
    oldBlob: '0'.repeat(file.newBlob.length),
  };
  if (bytes === undefined || isTooLarge(bytes)) {
    return {
      ...whole,
      hunks: [],
      removed: 0,
      unreadable: 'it came to where it may run, and is too large, or too much came',
    };
  }
  return addedWhole(whole, Buffer.from(bytes).toString('utf8'));
}

function isTooLarge(bytes: Uint8Array = new Uint8Array()): boolean {
  return bytes.length > MAX_PATCH_BYTES || linesIn(bytes) > MAX_CHANGED_LINES;
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
