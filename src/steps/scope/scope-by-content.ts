import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';
import { generatedHeader } from './generated-header';
import { minifiedSign } from './minified-sign';
import type { ContentRules, Scope, SkippedFile } from './scope';

/** Beyond this a patch is data, not something a reviewer reads, and holding it costs memory many times its size. */
export const MAX_PATCH_BYTES = 1_000_000;
export const MAX_CHANGED_LINES = 20_000;

const POINTER_START = 'version https://git-lfs.github.com/spec/';

/**
 * What content decides. `contents` holds the blobs of both sides; a blob that is not there is never held against a file.
 * Each file ends in `files` or in `skipped`.
 */
export function scopeByContent(
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  rules: ContentRules = {},
): Scope {
  const decided = files.map((file) => ({ file, cause: causeFor(file, contents, rules) }));
  return {
    files: decided.filter(({ cause }) => cause === null).map(({ file }) => file),
    skipped: decided.flatMap(({ file, cause }) => (cause ? [skippedFile(file, cause)] : [])),
  };
}

/** Reason and, where one decided, rule. */
type Cause = readonly [reason: string, rule?: string];

function causeFor(file: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>, rules: ContentRules): Cause | null {
  if (file.unreadable !== undefined) return ['diff could not be read', file.unreadable];
  const after = contents.get(file.newBlob);
  const before = contents.get(file.oldBlob);
  const kind = kindCause(file, before, after) ?? emptyCause(file) ?? sizeCause(file);
  if (kind || rules.useDefaultExclusions === false || rules.reincluded?.has(file.path)) return kind;
  return onBothSides(file, before, after, 'generated', generatedHeader) ?? minifiedCause(file, before, after);
}

function kindCause(file: ChangedFile, before?: Uint8Array, after?: Uint8Array): Cause | null {
  if (file.content === 'submodule') return ['submodule'];
  if (file.content === 'symlink' || file.newMode === '120000') return ['symlink', linkTarget(file)];
  if (file.content === 'lfsPointer' || isPointer(after ?? before)) return ['LFS pointer'];
  return file.content === 'binary' ? ['binary'] : null;
}

function linkTarget(file: ChangedFile): string {
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  const target = lines.find((line) => line.kind === 'added') ?? lines.find((line) => line.kind === 'removed');
  return target ? `link to ${target.text.slice(0, 200)}` : 'link';
}

function isPointer(content: Uint8Array | undefined): boolean {
  return content !== undefined && content.length < 1_024 && textOf(content).startsWith(POINTER_START);
}

/** Files without a changed line: nothing a reviewer could comment on, but each is named. */
function emptyCause(file: ChangedFile): Cause | null {
  if (file.hunks.length > 0) return null;
  if (file.change === 'renamed') return ['renamed without change', `from ${file.oldPath ?? 'another path'}`];
  if (file.change === 'copied') return ['copied without change', `from ${file.oldPath ?? 'another path'}`];
  if (file.change === 'added' || file.change === 'deleted') return ['empty file'];
  if (file.oldMode === file.newMode) return ['no content change'];
  return ['no content change', `mode ${file.oldMode} to ${file.newMode}`];
}

function sizeCause(file: ChangedFile): Cause | null {
  const changed = file.added + file.removed;
  if (changed > MAX_CHANGED_LINES) return ['too large', `${changed} changed lines, at most ${MAX_CHANGED_LINES}`];
  let bytes = 0;
  for (const hunk of file.hunks) for (const line of hunk.lines) bytes += Buffer.byteLength(line.text) + 2;
  return bytes > MAX_PATCH_BYTES ? ['too large', `patch of ${bytes} bytes, at most ${MAX_PATCH_BYTES}`] : null;
}

function minifiedCause(file: ChangedFile, before?: Uint8Array, after?: Uint8Array): Cause | null {
  return onBothSides(file, before, after, 'minified', (text) => minifiedSign(file.path, text));
}

/**
 * A sign counts when the file is new or gone, or when it stood there before:
 * else pasting a header into a file would switch its review off.
 */
function onBothSides(
  file: ChangedFile,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  reason: string,
  sign: (text: string) => string | null,
): Cause | null {
  const sides = [...(file.change === 'added' ? [] : [before]), ...(file.change === 'deleted' ? [] : [after])];
  const signs = sides.map((side) => (side === undefined ? null : sign(textOf(side))));
  const rule = signs.at(-1);
  return rule && !signs.includes(null) ? [reason, rule] : null;
}

function textOf(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
}

function skippedFile(file: ChangedFile, [reason, rule]: Cause): SkippedFile {
  return { path: file.path, reason, ...(rule !== undefined && { rule }), added: file.added, removed: file.removed };
}
