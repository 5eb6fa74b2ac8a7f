import type { BlobId, CommitId, CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import { isBytesName } from '../steps/scope/data-name';
import { beginsAsProgram, mayStart } from '../steps/scope/known-format';
import { MAX_CHANGED_FILES } from '../steps/scope/limit-changes';
import { shownWhole } from '../steps/scope/renamed-to-run';
import { leftOutOf, type RunByName, runByName } from '../steps/scope/run-by-name';
import { likelyRunners, mayBeRunUnchanged, runByTexts } from '../steps/scope/run-by-unchanged';
import type { Start } from '../steps/scope/run-line';
import type { SkippedFile } from '../steps/scope/scope';
import { isDrawing, isScriptedDrawing } from '../steps/scope/scripted-drawing';
import { sumOf } from '../sum-of';

interface Known {
  /** What is shown to the reviewer so far. */
  files: readonly ChangedFile[];
  changes: readonly TreeChange[];
  skipped: readonly SkippedFile[];
}

/** Drawings whose contents are in memory together: few at first, since nobody knows how large they are. */
const FEW = 20;
const AT_ONCE = 200;
/** Bytes of all drawings: what is beyond is told as left out, as all are. */
const MOST_DRAWN = 67_108_864;

/** What our own rules leave out and that runs all the same, whole, since nobody has read what stood in it before either. */
export async function readWhatRuns(
  repository: Repository,
  range: CommitRange,
  { files, changes, skipped }: Known,
): Promise<{ files: readonly ChangedFile[]; contents: ReadonlyMap<BlobId, Uint8Array> }> {
  const left = leftOutOf(changes, skipped);
  if (left.length === 0) return { files: [], contents: new Map() };
  const scripted = await scriptedAmong(
    repository,
    left.filter(({ path }) => isDrawing(path)),
  );
  const byChange = runByName(files, left);
  const others = mayBeRunUnchanged(left, skipped).filter(({ path }) => !byChange.has(path));
  const run = new Map([...(await runUnchanged(repository, range.base, others)), ...byChange]);
  const named = left.filter(({ path }) => run.has(path));
  const wanted = [...named, ...scripted].slice(0, MAX_CHANGED_FILES);
  if (wanted.length === 0) return { files: [], contents: new Map() };
  const patched = readDifference(await repository.patch(range, wanted), wanted);
  const read = decodeFiles(patched, await repository.read(textBlobs(patched, () => true)));
  const isPicture = (file: ChangedFile) => !mayBeProgram(file, run.get(file.path), read.contents.get(file.newBlob));
  const why = ({ path, content, unreadable }: ChangedFile) => {
    const because = unreadable ?? (content === 'binary' && isBytesName(path) ? 'it is binary' : undefined);
    return because === undefined ? {} : { unreadable: `something may run it, and ${because}` };
  };
  const isWhole = ({ change, content }: ChangedFile) => change === 'added' || content !== 'text';
  return {
    files: read.files
      .filter((file) => !isPicture(file))
      .map((file) => (isWhole(file) ? file : shownWhole(file, read.contents.get(file.newBlob))))
      .map((file) => ({ ...file, ...why(file) })),
    contents: read.contents,
  };
}

/** Bytes under a name of bytes are what they are called, unless a shell would take them for a script, or they begin as a program. */
function mayBeProgram(
  { path, content }: ChangedFile,
  start: Start | undefined,
  bytes: Uint8Array = new Uint8Array(),
): boolean {
  if (content !== 'binary' || !isBytesName(path)) return true;
  return start === 'command' ? mayStart(bytes) : beginsAsProgram(bytes);
}

/** Of data that only a file may run which the change leaves as it is: what was read when it came, and may be anything now. */
async function runUnchanged(repository: Repository, base: CommitId, sought: readonly TreeChange[]): Promise<RunByName> {
  const all = sought.length === 0 ? null : await repository.paths?.(base);
  if (!all) return new Map();
  const nameOf = (path: string) => `${base}:${path}`;
  const paths = likelyRunners(all, sought);
  const contents = await repository.read(paths.map(nameOf));
  const texts = paths.flatMap((path) => {
    const bytes = contents.get(nameOf(path));
    return bytes === undefined ? [] : [[path, bytes] as const];
  });
  return runByTexts(new Map(texts), sought);
}

/** Those that hold a script, or are too large to be looked into; the others are pictures. */
async function scriptedAmong(repository: Repository, drawings: readonly TreeChange[]): Promise<readonly TreeChange[]> {
  const mayRun = (bytes: Uint8Array | undefined) => bytes === undefined || isScriptedDrawing(bytes);
  const found: TreeChange[] = [];
  let [room, step] = [MOST_DRAWN, FEW];
  for (let at = 0; at < drawings.length && room > 0; at += step, step = Math.min(2 * step, AT_ONCE)) {
    const some = drawings.slice(at, at + step);
    const contents = await repository.read(some.map(({ newBlob }) => newBlob));
    room -= sumOf([...contents.values()], ({ length }) => length);
    found.push(...some.filter(({ newBlob }) => mayRun(contents.get(newBlob))));
  }
  return found;
}
