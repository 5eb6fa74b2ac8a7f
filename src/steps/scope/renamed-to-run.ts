import { extname } from 'node:path/posix';
import type { BlobId } from '../../ports/repository';
import { addedWhole } from '../diff/added-whole';
import type { ChangedFile } from '../diff/changed-file';
import { isTest } from '../diff/test-path';
import { isCodeName, isInertName } from './code-name';
import { runsUnread } from './runs-unread';
import { MAX_PATCH_BYTES } from './scope-by-content';

const NOTHING = '000000';
const PROGRAM = '100755';

/**
 * What was data, and is now called as something that runs, is new to whoever runs it: a difference to the old name would show
 * nothing of it, so the whole file stands there as added.
 */
export function renamedToRun(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
): readonly ChangedFile[] {
  return files.map((file) => (beginsToRun(file) ? added(file, contents.get(file.newBlob)) : file));
}

function beginsToRun({ change, content, oldPath, path, oldMode, newMode }: ChangedFile): boolean {
  if ((change !== 'renamed' && change !== 'copied') || content !== 'text' || oldPath === undefined) return false;
  const isNew = (runs: (path: string) => boolean) => runs(path) && !runs(oldPath);
  // Tests run only where they are.
  if (isTest(oldPath) && !isTest(path) && isCodeName(path)) return true;
  if (isNew(runsUnread) || isNew(isCodeName) || (newMode === PROGRAM && oldMode !== PROGRAM)) return true;
  return kindOf(path) !== kindOf(oldPath) && !isInertName(path) && !isCodeName(path);
}

/** No list knows all endings by which something runs; some are of one kind. */
function kindOf(path: string): string {
  const ending = extname(path).toLowerCase();
  return FAMILIES.find((family) => family.includes(ending))?.[0] ?? ending;
}

const FAMILIES = [
  ['.yaml', '.yml'],
  ['.json', '.jsonc', '.json5', '.geojson', '.ndjson', '.jsonl', '.lottie'],
  ['.xml', '.kml', '.gpx', '.xlf', '.resx'],
  ['.txt', '.dic', '.dict', '.list', '.lst'],
];

function added({ oldPath, similarity: _, ...file }: ChangedFile, bytes: Uint8Array | undefined): ChangedFile {
  const whole = {
    ...file,
    ...(oldPath !== undefined && { formerPath: oldPath }),
    change: 'added' as const,
    oldMode: NOTHING,
    oldBlob: '0'.repeat(file.newBlob.length),
  };
  if (bytes === undefined || bytes.length > MAX_PATCH_BYTES) {
    return { ...whole, hunks: [], removed: 0, unreadable: 'it got the name of something that runs, and is too large' };
  }
  return addedWhole(whole, Buffer.from(bytes).toString('utf8'));
}
