import type { BlobId, CommitId, CommitRange, Repository } from '../ports/repository';
import { hiddenIn, mayHide } from '../steps/alerts/hidden-characters';
import { textsOf } from '../steps/diff/added-lines';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { readDifference } from '../steps/diff/read-difference';
import { textBlobs } from '../steps/diff/text-blobs';
import { isBytesName } from '../steps/scope/data-name';
import { beginsAsProgram, mayStart } from '../steps/scope/known-format';
import { beginsAsScript, codeAmong, isMinifiedByName, rulesOf, smallChanges } from '../steps/scope/left-out-code';
import { MAX_CHANGED_FILES } from '../steps/scope/limit-changes';
import { isScriptedSnapshot, isSnapshot } from '../steps/scope/recorded-snapshot';
import { shownWhole } from '../steps/scope/renamed-to-run';
import { leftOutOf, type RunByName, runByName, runFromContent } from '../steps/scope/run-by-name';
import { ledTo, likelyRunners, mayBeRunUnchanged, runByTexts, type Sought } from '../steps/scope/run-by-unchanged';
import type { Start } from '../steps/scope/run-line';
import type { SkippedFile } from '../steps/scope/scope';
import { type PathSettings, unchangedInScope } from '../steps/scope/scope-by-path';
import { isDrawing, isScriptedDrawing } from '../steps/scope/scripted-drawing';
import { sumOf } from '../sum-of';
import { readShown } from './read-left-out';

interface Known {
  /** What is shown to the reviewer so far. */
  files: readonly ChangedFile[];
  changes: readonly TreeChange[];
  skipped: readonly SkippedFile[];
  settings: PathSettings;
}

export interface WhatRuns {
  files: readonly ChangedFile[];
  contents: ReadonlyMap<BlobId, Uint8Array>;
  /** What is hidden in lines of code that nobody reads, by its path. */
  hidden: ReadonlyMap<string, readonly string[]>;
  /** Of bytes that no name leaves out, those that a program opens and runs, with why nobody can read them. */
  unreadable: ReadonlyMap<string, string>;
}

const NOTHING: WhatRuns = { files: [], contents: new Map(), hidden: new Map(), unreadable: new Map() };

/** Drawings and snapshots whose contents are in memory together: few at first, since nobody knows how large they are. */
const FEW = 20;
const AT_ONCE = 200;
/** Bytes of all drawings: what is beyond is told as left out, as all are. */
const MOST_DRAWN = 67_108_864;

/** What our own rules leave out and that runs all the same, whole, since nobody has read what stood in it before either. */
export async function readWhatRuns(
  repository: Repository,
  range: CommitRange,
  { files, changes, skipped, settings }: Known,
): Promise<WhatRuns> {
  const left = leftOutOf(changes, skipped);
  const bytes = files.filter(({ content, change }) => content === 'binary' && change !== 'deleted');
  if (left.length + bytes.length === 0) return NOTHING;
  const scripted = await scriptedAmong(
    repository,
    left.filter(({ path }) => isDrawing(path) || isSnapshot(path)),
  );
  const byChange = new Map([...runByName(files, left), ...runFromContent(files, [...left, ...bytes])]);
  const isOther = ({ path }: TreeChange) => !byChange.has(path);
  const sought = mayBeRunUnchanged(left, skipped);
  const others = {
    data: sought.data.filter(isOther),
    bytes: [...sought.bytes, ...bytes].filter(isOther),
  };
  const code = codeAmong(left, skipped);
  const isCode = new Set(code);
  const data = others.data.filter((one) => !isCode.has(one));
  const looked = await lookInto(repository, range, { data, code, skipped });
  const run = new Map([
    ...looked.started,
    ...(await runUnchanged(repository, range.base, others, settings)),
    ...byChange,
  ]);
  const named = left.filter(({ path }) => run.has(path));
  const isRun = new Set([...named, ...scripted].map(({ path }) => path));
  const isShown = new Set(files.map(({ path }) => path));
  const small = looked.small.filter(({ path }) => !isRun.has(path) && !isShown.has(path));
  const { files: whole, contents } = await readWhole(repository, range, [...named, ...scripted], run);
  return {
    files: [...whole, ...small],
    contents: new Map([...looked.contents, ...contents]),
    hidden: looked.hidden,
    unreadable: new Map(
      bytes.filter(({ path }) => run.has(path)).map(({ path }) => [path, whyUnread('content', BINARY)]),
    ),
  };
}

const BINARY = 'it is binary';

function whyUnread(start: Start | undefined, because: string): string {
  const runs = start === 'content' ? 'a program opens it and runs what it holds' : 'something may run it';
  return `${runs}, and ${because}`;
}

async function readWhole(
  repository: Repository,
  range: CommitRange,
  all: readonly TreeChange[],
  run: RunByName,
): Promise<Pick<WhatRuns, 'files' | 'contents'>> {
  const wanted = all.slice(0, MAX_CHANGED_FILES);
  if (wanted.length === 0) return NOTHING;
  const patched = readDifference(await repository.patch(range, wanted), wanted);
  const read = decodeFiles(patched, await repository.read(textBlobs(patched, () => true)));
  const isPicture = (file: ChangedFile) => !mayBeProgram(file, run.get(file.path), read.contents.get(file.newBlob));
  const why = ({ path, content, unreadable }: ChangedFile) => {
    const because = unreadable ?? (content === 'binary' && isBytesName(path) ? BINARY : undefined);
    return because === undefined ? {} : { unreadable: whyUnread(run.get(path), because) };
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

interface LookedInto extends Pick<WhatRuns, 'contents' | 'hidden'> {
  small: readonly ChangedFile[];
  started: RunByName;
}

/** Data that becomes a script, small changes of programs that tools start, and what is hidden in code: told from the lines that change. */
async function lookInto(
  repository: Repository,
  range: CommitRange,
  { data, code, skipped }: Record<'data' | 'code', readonly TreeChange[]> & Pick<Known, 'skipped'>,
): Promise<LookedInto> {
  const wanted = [...code, ...data.slice(0, AT_ONCE)];
  if (wanted.length === 0) return { ...NOTHING, small: [], started: new Map() };
  const { shown } = await readShown(repository, range, wanted);
  const rules = rulesOf(skipped);
  const isData = new Set(data.map(({ path }) => path));
  const written = shown.filter(({ path }) => !isData.has(path));
  const small = smallChanges(written, rules);
  const contents = small.length === 0 ? new Map() : await repository.read(textBlobs(small, () => true));
  const started = shown.filter((file) => isData.has(file.path) && beginsAsScript(file));
  return {
    contents,
    small,
    started: new Map(started.map(({ path }) => [path, 'command'])),
    hidden: new Map(written.filter(({ path }) => !isMinifiedByName(path, rules)).flatMap(hiddenWithin)),
  };
}

function hiddenWithin(file: ChangedFile): [path: string, what: readonly string[]][] {
  if (!mayHide(textsOf(file).added)) return [];
  const lines = file.hunks.flatMap((hunk) => hunk.lines).filter(({ kind }) => kind === 'added');
  const what = new Set(lines.flatMap(({ text, newLine }) => hiddenIn(text, file.path, newLine === 1)));
  return what.size === 0 ? [] : [[file.path, [...what]]];
}

/** Bytes under a name of bytes are what they are called, unless a shell would take them for a script, they begin as a program, or one is made of them. */
function mayBeProgram(
  { path, content }: ChangedFile,
  start: Start | undefined,
  bytes: Uint8Array = new Uint8Array(),
): boolean {
  if (content !== 'binary' || !isBytesName(path)) return true;
  return start === 'content' || (start === 'command' ? mayStart(bytes) : beginsAsProgram(bytes));
}

/** Of data that only a file may run which the change leaves as it is: what was read when it came, and may be anything now. */
async function runUnchanged(
  repository: Repository,
  base: CommitId,
  sought: Sought,
  settings: PathSettings,
): Promise<RunByName> {
  const all = sought.data.length + sought.bytes.length === 0 ? null : await repository.paths?.(base);
  if (!all) return new Map();
  const nameOf = (path: string) => `${base}:${path}`;
  const paths = unchangedInScope(likelyRunners(all, sought), settings);
  const contents = await repository.read(paths.map(nameOf));
  const texts = paths.flatMap((path) => {
    const bytes = contents.get(nameOf(path));
    return bytes === undefined ? [] : [[path, bytes] as const];
  });
  const linked = ledTo((await repository.links?.(base)) ?? new Map(), sought.data);
  return new Map([...linked, ...runByTexts(new Map(texts), sought)]);
}

/** Those that hold a script, or are too large to be looked into; the others are pictures and records. What has many names is judged once. */
async function scriptedAmong(repository: Repository, named: readonly TreeChange[]): Promise<readonly TreeChange[]> {
  const mayRun = (path: string, bytes: Uint8Array | undefined) =>
    isDrawing(path)
      ? bytes === undefined || isScriptedDrawing(bytes)
      : bytes !== undefined && isScriptedSnapshot(bytes);
  const keyOf = ({ path, newBlob }: TreeChange) => `${isDrawing(path)} ${newBlob}`;
  const drawings = [...new Map(named.map((one) => [keyOf(one), one])).values()];
  const scripted = new Set<string>();
  let [room, step] = [MOST_DRAWN, FEW];
  for (let at = 0; at < drawings.length && room > 0; at += step, step = Math.min(2 * step, AT_ONCE)) {
    const some = drawings.slice(at, at + step);
    const contents = await repository.read(some.map(({ newBlob }) => newBlob));
    room -= sumOf([...contents.values()], ({ length }) => length);
    for (const one of some) if (mayRun(one.path, contents.get(one.newBlob))) scripted.add(keyOf(one));
  }
  return named.filter((one) => scripted.has(keyOf(one)));
}
