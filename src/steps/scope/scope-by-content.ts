import { extname } from 'node:path/posix';
import { madeOnce } from '../../made-once';
import type { BlobId } from '../../ports/repository';
import type { ChangedFile } from '../diff/changed-file';
import { becomesProgram, PROGRAM } from '../diff/file-mode';
import { isLfsPointer, isPointerText } from '../diff/lfs-pointer';
import { isBinaryName } from './binary-name';
import { bundledSign } from './bundled-sign';
import { isBytesName, isDataName } from './data-name';
import { generatedContent } from './generated-content';
import { generatedHeader } from './generated-header';
import { beginsAsPickle, beginsAsProgram, isKnownFormat, mayStart } from './known-format';
import { isScriptOrStyle, minifiedSign } from './minified-sign';
import { movesToRun } from './moved-to-run';
import { isProgramName } from './program-name';
import { mayRunUnread, runsUnread } from './runs-unread';
import { type ContentRules, MOVED_ALONE, type Scope, type SkippedFile } from './scope';

/** Beyond this a patch is data, not something a reviewer reads, and holding it costs memory many times its size. */
export const MAX_PATCH_BYTES = 1_000_000;
export const MAX_CHANGED_LINES = 20_000;

/** Names under which people write text: what is binary there is no picture. */
const TEXT_NAME =
  /(?:^|\/)(?:[^./]*file|readme|license|[^/]*\.(?:[cm]?[jt]sx?|json[c5]?|vue|svelte|html?|[sl]?css|sass|less|cs|vb|fsx?|fsi|csx|razor|cshtml|vbhtml|aspx?|ascx|asmx|xaml|axaml|resx|config|(?:cs|vb|fs|vcx|sql|esproj|ws)proj|props|targets|slnx?|py[iw]?|rb|erb|rake|ru|gemspec|podspec|php\d?|phtml|phps|inc|ctp|java|kts?|kotlin|scala|groovy|gradle|go|rs|c|cc|cpp|cxx|h|hh|hpp|hxx|inl|ino|mm?|swift|dart|lua|pl|pm|t|r|jl|ex|exs|erl|hrl|hs|ml|mli|clj|cljs|el|lisp|sh|bash|zsh|fish|ps[dm]?1|bat|cmd|sql|psql|ddl|graphql|gql|proto|thrift|avsc|tf|tfvars|hcl|bicep|ya?ml|toml|ini|cfg|conf|properties|xml|xsd|xslt?|wsdl|md|mdx|rst|adoc|txt|tex|csv|tsv|rc|reg|inf|strings|po|pot|xlf|cmake|mk|nix|sol|asm|s|v|sv|vhdl?|f90|pas|dpr|cob|cbl|abap|cls|bas|frm|vbs|wsf|hta|jsp|tt|liquid|hbs|ejs|pug|twig|mustache|dockerfile|rules|feature|ipynb))$/i;

/** Why a deleted file of too many lines is left out. */
export const WENT_AWAY = 'deleted, too large to be shown';

/** Bazel's `BUILD` is a text; in small letters it is what people call a program. */
const PROGRAM_NAME = /(?:^|\/)build$/;

/** Bun marks its lock file as a program of its own, which prints it. */
const LOCK_OF_BUN = /^#!\/usr\/bin\/env bun\nbun-lockfile-format-v\d\n/;

const SCRIPT_START = /^\ufeff?(?:#!|<\?)/;

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

const GENERATED = 'generated';
const CLAIM = `claims to be ${GENERATED}`;
const MINIFIED = 'minified';

/** Why a file is not reviewed; `missed` when it should have been. */
type Cause = Pick<SkippedFile, 'reason' | 'rule' | 'missed'>;

function causeFor(file: ChangedFile, contents: ReadonlyMap<BlobId, Uint8Array>, rules: ContentRules): Cause | null {
  const sides = { before: contents.get(file.oldBlob), after: contents.get(file.newBlob) };
  const kind = file.unreadable === undefined ? (kindCause(file, sides) ?? emptyCause(file)) : null;
  if (kind) return kind;
  if (rules.claimed?.has(file.path)) return unshownCause(file) ?? claimByName(rules.claimed.get(file.path));
  const isAsked = rules.useDefaultExclusions !== false && !rules.reincluded?.has(file.path);
  const made = isAsked ? generatedCause(file, sides, rules) : null;
  // What a tool wrote before, and writes now, is left out however much of it is new.
  return made && !made.missed ? made : (unshownCause(file) ?? made);
}

/** What a new file claims of itself by what it is called. */
export function claimByName(rule: string | undefined): Cause {
  return missed(CLAIM, rule);
}

/** Where there is too much to read; of a file that goes away nothing is left that could run unread. */
function unshownCause(file: ChangedFile): Cause | null {
  const cause = file.unreadable === undefined ? sizeCause(file) : missed('diff could not be read', file.unreadable);
  if (cause === null || file.change !== 'deleted') return cause;
  return { reason: WENT_AWAY, ...(cause.rule === undefined ? {} : { rule: cause.rule }) };
}

interface Sides {
  before: Uint8Array | undefined;
  after: Uint8Array | undefined;
}

function missed(reason: string, rule?: string): Cause {
  return { reason, ...(rule === undefined ? {} : { rule }), missed: true };
}

function kindCause(file: ChangedFile, { before, after }: Sides): Cause | null {
  if (file.content === 'submodule') return { reason: 'submodule' };
  if (file.content === 'lfsPointer' || isPointer(after ?? before ?? EMPTY)) return pointerCause(file, before);
  if (file.content !== 'binary') return null;
  return programCause(file, after ?? EMPTY, before ?? EMPTY) ?? binaryCause(file, after ?? EMPTY);
}

const EMPTY = new Uint8Array();

/** Whatever is longer is none. */
function isPointer(content: Uint8Array): boolean {
  return content.length <= START_BYTES && isPointerText(startOf(content));
}

/** Behind a pointer that takes the place of a text, or that is called as source is, the code lies where no review reads it. */
function pointerCause(file: ChangedFile, before: Uint8Array | undefined): Cause {
  const { path, change, newMode, content, hunks } = file;
  const reason = 'LFS pointer';
  if (change === 'deleted' || isMovedAlone(file)) return { reason };
  const wasPointer = before === undefined ? isLfsPointer(hunks, 'old') : isPointer(before);
  if (change !== 'added' && content !== 'binary' && !wasPointer) return missed(reason, 'it was text before');
  if (newMode === PROGRAM && !isBinaryName(path)) return missed(reason, 'it is executable');
  if (isDataName(path)) return { reason };
  if (TEXT_NAME.test(path)) return missed(reason, 'its name is that of source');
  if (mayRunUnread(path)) return missed(reason, 'its name is that of something that runs');
  return isNewName(change) ? missed(reason, 'its name is not that of data') : { reason };
}

function isNewName(change: ChangedFile['change']): boolean {
  return change !== 'modified' && change !== 'modeChanged';
}

/** What begins as a script, or is new and can be run: a shell or an interpreter does not mind the bytes for which git takes it for binary. */
function programCause({ path, change, newMode }: ChangedFile, bytes: Uint8Array, old: Uint8Array): Cause | null {
  const [before, after] = [startOf(old), startOf(bytes)];
  if (LOCK_OF_BUN.test(after)) return null;
  if (SCRIPT_START.test(after) && !SCRIPT_START.test(before)) return missed('binary', 'it begins as a script does');
  if (isProgramName(path)) return null;
  if (beginsAsProgram(bytes) && !beginsAsProgram(old)) return missed('binary', 'it begins as a program does');
  if (beginsAsPickle(bytes) && change !== 'deleted')
    return missed('binary', 'Python runs what it says when it loads it');
  if (newMode !== PROGRAM) return null;
  if (isBinaryName(path)) return mayStart(bytes) ? missed('binary', 'it is executable, and may be started') : null;
  return change === 'added' || change === 'typeChanged' ? missed('binary', 'it is executable') : null;
}

/** What is left of a deleted file is nothing to read; and new bytes are harmless only where their name, or they themselves, say what they are. */
function binaryCause(file: ChangedFile, bytes: Uint8Array): Cause {
  const { path, change, encoding = 'binary', wasText } = file;
  const rule = encoding === 'binary' ? undefined : encoding;
  if (change === 'deleted' || isMovedAlone(file)) return { reason: 'binary', ...(rule === undefined ? {} : { rule }) };
  if (wasText) return missed('binary', `it was text before, now: ${encoding}`);
  const isUnknown = !isBytesName(path);
  if (rule !== undefined && isUnknown) return missed('encoding that cannot be read', rule);
  const isTextName = TEXT_NAME.test(path) || (runsUnread(path) && !isDataName(path) && !PROGRAM_NAME.test(path));
  if (isTextName) return missed('binary', 'its name is that of a text');
  const isDoubtful = isUnknown && isNewKind(file) && !isKnownFormat(bytes);
  return isDoubtful ? missed('binary', 'neither its name nor its first bytes say what it is') : { reason: 'binary' };
}

/** Nothing but its place is new: neither a byte, nor its ending, nor that it is executable, nor that it may run there. */
function isMovedAlone(file: ChangedFile): boolean {
  const { oldBlob, newBlob, oldMode, newMode } = file;
  return file.change === 'renamed' && oldBlob === newBlob && oldMode === newMode && !isNewKind(file);
}

function isNewKind({ change, path, oldPath = '' }: ChangedFile): boolean {
  const isSameKind = change === 'renamed' && extname(path) === extname(oldPath) && !movesToRun(oldPath, path);
  return isNewName(change) && !isSameKind;
}

/** Files without a changed line: nothing a reviewer could comment on, but each is named. */
function emptyCause(file: ChangedFile): Cause | null {
  if (file.hunks.length > 0) return null;
  const mode = file.oldMode === file.newMode ? '' : `mode ${file.oldMode} to ${file.newMode}`;
  const rule = `from ${file.oldPath ?? 'another path'}${mode === '' ? '' : `, ${mode}`}`;
  if (file.change === 'renamed') return { reason: MOVED_ALONE, rule };
  if (file.change === 'copied') return { reason: 'copied without change', rule };
  if (file.change === 'added' || file.change === 'deleted') return { reason: 'empty file' };
  return mode === '' ? { reason: 'no content change' } : { reason: 'no content change', rule: mode };
}

function sizeCause(file: ChangedFile): Cause | null {
  const changed = file.added + file.removed;
  if (changed > MAX_CHANGED_LINES) return missed('too large', `${changed} changed lines, at most ${MAX_CHANGED_LINES}`);
  let bytes = 0;
  for (const hunk of file.hunks) for (const line of hunk.lines) bytes += Buffer.byteLength(line.text) + 2;
  return bytes > MAX_PATCH_BYTES ? missed('too large', `patch of ${bytes} bytes, at most ${MAX_PATCH_BYTES}`) : null;
}

/**
 * What runs without being read is never left out for a sign. A sign counts where it stood before this change, or where the file goes away. A new file can claim anything of itself: it
 * is told as not reviewed; so is one that takes another's sign along and adds lines. One that loses or gains the sign, here or at the target, is reviewed like others.
 */
function generatedCause(file: ChangedFile, { before, after }: Sides, rules: ContentRules): Cause | null {
  if (runsUnread(file.path) || becomesProgram(file)) return null;
  const signOf = (content: Uint8Array | undefined) =>
    content === undefined ? null : contentSign(file, content, rules);
  const [old, now] = [signOf(before), signOf(after)];
  if (file.change === 'deleted') return old;
  if (rules.atTarget?.has(file.path) && !signOf(rules.atTarget.get(file.path))) return null;
  const claim = now && missed(`claims to be ${now.reason}`, now.rule);
  if (file.change === 'added' || file.change === 'typeChanged') return claim;
  const isMoved = (file.change === 'renamed' || file.change === 'copied') && file.added > 0;
  return old && (isMoved ? claim : now);
}

/** Of a new file that says of itself that a tool wrote it. */
export function isClaim({ reason }: SkippedFile): boolean {
  return reason === CLAIM;
}

/** Of a file that is left out for what it, and not its name, says of itself. */
export function isBySign({ reason, missed }: SkippedFile): boolean {
  return !missed && (reason === GENERATED || reason === MINIFIED);
}

function contentSign({ path }: ChangedFile, content: Uint8Array, { suspected }: ContentRules): Cause | null {
  const header = headerIn(content) ?? generatedContent(path, () => startOf(content, SHAPE_BYTES));
  if (header !== null) return { reason: GENERATED, rule: header };
  const compiled = suspected?.has(path) ? compilerOf(content) : null;
  if (compiled !== null) return { reason: GENERATED, rule: compiled };
  const wide = isScriptOrStyle(path) ? widthOf(content) : null;
  return wide === null ? null : { reason: MINIFIED, rule: wide };
}

// One content may stand under thousands of names.
const headerIn = madeOnce((content: Uint8Array) => generatedHeader(startOf(content, content.length)));
const compilerOf = madeOnce((content: Uint8Array) => bundledSign(startOf(content, content.length)));
const widthOf = madeOnce((content: Uint8Array) => minifiedSign(startOf(content, content.length)));

/** Enough for whatever a first line says, and for the longest pointer that Git LFS writes. */
const START_BYTES = 4_096;
/** Holds the letters in which tools are told by the shape of what they write. */
const SHAPE_BYTES = 80_000;

function startOf(content: Uint8Array, bytes = START_BYTES): string {
  return Buffer.from(content.buffer, content.byteOffset, Math.min(bytes, content.byteLength)).toString('utf8');
}

function skippedFile(file: ChangedFile, cause: Cause): SkippedFile {
  return { path: file.path, ...cause, added: file.added, removed: file.removed };
}
