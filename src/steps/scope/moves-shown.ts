import type { BlobId } from '../../ports/repository';
import type { ChangedFile, Hunk } from '../diff/changed-file';
import { joinHunks } from '../diff/join-hunks';
import { maySteer, mostDangerousFirst } from './moves-to-read';
import { MOVED_ALONE, type Scope } from './scope';

/** Characters: all that moves is less in four of five changes that move something, and it is read in a minute. */
const ROOM = 32_768;

/**
 * No list knows every place where something starts. Where little moves, all of it is shown as it stands, under the name that it had;
 * where much does, what something starts first, then code, the small ones first.
 */
export function withMovesShown(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  scope: Scope,
): Scope {
  const alone = new Set(scope.skipped.filter(({ reason }) => reason === MOVED_ALONE).map(({ path }) => path));
  const inScope = new Set(scope.files);
  const moved = files.filter((file) => (inScope.has(file) || alone.has(file.path)) && isMoved(file));
  if (moved.length === 0) return scope;
  const shown = new Map(withRoom(moved, contents).map((file) => [file.path, file]));
  const isIn = new Set([...scope.files, ...shown.values()].map(({ path }) => path));
  const known = new Map([...files, ...scope.files].map((file) => [file.path, file]));
  return {
    files: [...known.values()].flatMap((file) => (isIn.has(file.path) ? [shown.get(file.path) ?? file] : [])),
    skipped: scope.skipped.filter(({ path }) => !shown.has(path)),
  };
}

/** True for a text that came from elsewhere and may run where it is now. */
function isMoved({ path, oldPath, content, change, unreadable }: ChangedFile): boolean {
  if (oldPath === undefined || content !== 'text' || unreadable !== undefined) return false;
  return (change === 'renamed' || change === 'copied') && maySteer(path);
}

function withRoom(moved: readonly ChangedFile[], contents: ReadonlyMap<BlobId, Uint8Array>): ChangedFile[] {
  let left = ROOM;
  const known = moved.flatMap((file) => {
    const bytes = contents.get(file.newBlob);
    return bytes === undefined || bytes.length > ROOM ? [] : [{ file, bytes }];
  });
  return known.sort(mostDangerousFirst).flatMap(({ file, bytes }) => {
    left -= bytes.length;
    return left < 0 || bytes.length === 0 ? [] : [withAllLines(file, Buffer.from(bytes).toString('utf8'))];
  });
}

/** Its unchanged lines stand around those that changed. */
function withAllLines(file: ChangedFile, text: string): ChangedFile {
  const lines = text.split('\n');
  const [first = ''] = lines;
  const start: Hunk = {
    ...{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1 },
    lines: [{ kind: 'context', oldLine: 1, newLine: 1, text: first }],
  };
  const hunks = file.hunks.length === 0 ? [start] : file.hunks;
  return { ...file, hunks: joinHunks(hunks, [{ start: 1, end: lines.length }], lines), isMoved: true };
}
