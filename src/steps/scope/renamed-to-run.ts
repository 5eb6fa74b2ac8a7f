import type { BlobId } from '../../ports/repository';
import { addedWhole } from '../diff/added-whole';
import type { ChangedFile } from '../diff/changed-file';
import { isCodeName } from './code-name';
import { movesToRun } from './moved-to-run';
import { runsUnread } from './runs-unread';
import { MAX_CHANGED_LINES, MAX_PATCH_BYTES } from './scope-by-content';
import { isLeftOutByName } from './scope-by-path';

const NOTHING = '000000';
const PROGRAM = '100755';

/** As much as a patch of all files may have: one blob under thousands of names is a push of a few kilobytes. */
const MOST_OF_ALL = 33_554_432;

/**
 * What was data, or lay where nothing runs it, and is now called as something that runs, or executable, is new to whoever runs it: a
 * difference would show nothing of it, so the whole file stands there as added.
 */
export function renamedToRun(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
): readonly ChangedFile[] {
  let room = MOST_OF_ALL;
  return files.map((file) => {
    if (!beginsToRun(file)) return file;
    const bytes = contents.get(file.newBlob);
    room -= bytes?.length ?? 0;
    return shownWhole(file, room < 0 ? undefined : bytes);
  });
}

function beginsToRun({ change, content, oldPath, path, oldMode, newMode }: ChangedFile): boolean {
  // From another place a link leads elsewhere.
  if (content === 'symlink') return oldPath !== undefined;
  if (content !== 'text' || !/^(?:renamed|copied|modified|modeChanged)$/.test(change)) return false;
  const isNewProgram = newMode === PROGRAM && oldMode !== PROGRAM;
  if (oldPath !== undefined) return movesToRun(oldPath, path) || isNewProgram;
  return isNewProgram && (isLeftOutByName(path) || !(isCodeName(path) || runsUnread(path)));
}

/** As if it were new; where it is too large, nobody has read it. */
export function shownWhole(
  { oldPath, similarity: _, ...file }: ChangedFile,
  bytes: Uint8Array | undefined,
): ChangedFile {
  const whole = {
    ...file,
    ...(oldPath !== undefined && { formerPath: oldPath }),
    change: 'added' as const,
    oldMode: NOTHING,
    oldBlob: '0'.repeat(file.newBlob.length),
  };
  if (bytes === undefined || bytes.length > MAX_PATCH_BYTES || linesIn(bytes) > MAX_CHANGED_LINES) {
    return { ...whole, hunks: [], removed: 0, unreadable: 'it came to where it may run, and is too large' };
  }
  return addedWhole(whole, Buffer.from(bytes).toString('utf8'));
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
