import type { BlobId, CommitId, CommitRange, Repository } from '../ports/repository';
import { hiddenIn, mayHide } from '../steps/alerts/hidden-characters';
import { isChangedLock } from '../steps/alerts/lock-alerts';
import { textsOf } from '../steps/diff/added-lines';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { decodeFiles } from '../steps/diff/decode-files';
import { readDifference } from '../steps/diff/read-difference';
import { isDrawing, isScriptedDrawing } from '../steps/diff/scripted-drawing';
import { textBlobs } from '../steps/diff/text-blobs';
import { isBytesName } from '../steps/scope/data-name';
import { isModelAlone } from '../steps/scope/entity-model';
import { fewOf, OF_DATA, SPOKEN_OF } from '../steps/scope/few-to-read';
import { beginsAsPickle, beginsAsProgram, mayStart } from '../steps/scope/known-format';
import {
  asGenerated,
  beginsAsScript,
  isMinifiedByName,
  isToldByForm,
  type LeftOutTexts,
  leftOutTexts,
  mayBeOldNames,
  type RuleOf,
  rulesOf,
  smallChanges,
} from '../steps/scope/left-out-code';
import { MAX_CHANGED_FILES } from '../steps/scope/limit-changes';
import { isPickleName, mayBePickle } from '../steps/scope/program-name';
import { isScriptedSnapshot, isSnapshot } from '../steps/scope/recorded-snapshot';
import { shownWhole } from '../steps/scope/renamed-to-run';
import { leftOutOf, type RunByName, runByName, runFromContent, spokenOf } from '../steps/scope/run-by-name';
import { ledTo, likelyRunners, mayBeRunUnchanged, runByTexts, type Sought } from '../steps/scope/run-by-unchanged';
import type { Start } from '../steps/scope/run-line';
import type { SkippedFile } from '../steps/scope/scope';
import { type PathSettings, unchangedInScope } from '../steps/scope/scope-by-path';
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
  /** New files whose names alone say that a tool wrote them, with the rule; those among `files`, and more than anybody looks at. */
  claimed: ReadonlyMap<string, string | undefined>;
  /** What is hidden in lines of code that nobody reads, by its path. */
  hidden: ReadonlyMap<string, readonly string[]>;
  /** Of bytes that no name leaves out, those that a program opens and runs, with why nobody can read them. */
  unreadable: ReadonlyMap<string, string>;
}

const NOTHING: WhatRuns = {
  ...{ files: [], contents: new Map(), claimed: new Map() },
  ...{ hidden: new Map(), unreadable: new Map() },
};

/** Drawings and snapshots whose contents are in memory together: few at first, since nobody knows how large they are. */
const FEW = 20;
const AT_ONCE = 200;
/** Bytes of all drawings: what is beyond is told as left out, as all are. */
const MOST_DRAWN = 67_108_864;

/** Texts that our own rules leave out by their names, as far as there is room for them; and what runs all the same, whole, since nobody has read what stood in it before either. */
export async function readWhatRuns(
  repository: Repository,
  range: CommitRange,
  { files, changes, skipped, settings }: Known,
): Promise<WhatRuns> {
  const left = leftOutOf(changes, skipped);
  const bytes = files.filter(({ content, change }) => content === 'binary' && change !== 'deleted');
  if (left.length + bytes.length === 0) return NOTHING;
  const rules = rulesOf(skipped);
  const texts = leftOutTexts(left, rules);
  const scripted = await scriptedAmong(
    repository,
    left.filter(({ path }) => isDrawing(path) || isSnapshot(path)),
  );
  const byChange = new Map([
    ...(await pickledAmong(repository, left)),
    ...runByName(files, left),
    ...runFromContent(files, [...left, ...bytes]),
  ]);
  const whole = new Set([...byChange.keys(), ...scripted.map(({ path }) => path)]);
  const isSpokenOf = spokenOf(files, texts.data);
  const data = texts.data.filter(({ path }) => !whole.has(path) && (isSpokenOf.has(path) || !isToldByForm(path)));
  const nearest = [...data].sort((one, other) => Number(isSpokenOf.has(other.path)) - Number(isSpokenOf.has(one.path)));
  const oldNames = mayBeOldNames(changes, texts.claims);
  const toLookInto = { ...texts, data: nearest.slice(0, AT_ONCE), oldNames, soon: left.filter(isChangedLock) };
  const looked = await lookInto(repository, range, toLookInto, rules);
  const shown = await readData(repository, looked.data, isSpokenOf);
  const isRead = new Set([...shown.files, ...looked.files].map(({ path }) => path));
  const sought = mayBeRunUnchanged(left, skipped);
  const isUnread = ({ path, change }: TreeChange) => !byChange.has(path) && !(change === 'added' && isRead.has(path));
  const others = { data: sought.data.filter(isUnread), bytes: [...sought.bytes, ...bytes].filter(isUnread) };
  const run = new Map([
    ...looked.started,
    ...(await runUnchanged(repository, range.base, others, settings)),
    ...byChange,
  ]);
  const named = left.filter(({ path }) => run.has(path));
  const all = await readWhole(repository, range, [...new Set([...named, ...scripted])], run);
  const isWhole = new Set([...named, ...scripted, ...files].map(({ path }) => path));
  return {
    files: [...all.files, ...[...looked.files, ...shown.files].filter(({ path }) => !isWhole.has(path))],
    contents: new Map([...looked.contents, ...shown.contents, ...all.contents]),
    claimed: new Map([...looked.claimed].filter(([path]) => !isWhole.has(path))),
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
  // A drawing is here for what it runs, whatever letters it is written in.
  const isPicture = (file: ChangedFile) =>
    !isDrawing(file.path) && !mayBeProgram(file, run.get(file.path), read.contents.get(file.newBlob));
  const why = ({ path, content, unreadable }: ChangedFile) => {
    const because = unreadable ?? (content === 'binary' && (isBytesName(path) || isDrawing(path)) ? BINARY : undefined);
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

interface LookedInto extends Pick<WhatRuns, 'files' | 'contents' | 'claimed' | 'hidden'> {
  started: RunByName;
  data: readonly ChangedFile[];
}

interface ToLookInto extends LeftOutTexts {
  /** Deleted, and perhaps what the new ones were called. */
  oldNames: readonly TreeChange[];
  /** Asked for later, and fetched with the others. */
  soon: readonly TreeChange[];
}

/** Data that becomes a script, small changes of what tools write, new files that claim to be of these, and what is hidden in code: told from the lines that change. */
async function lookInto(
  repository: Repository,
  range: CommitRange,
  { data, code, claims, beyond, oldNames, soon }: ToLookInto,
  rules: RuleOf,
): Promise<LookedInto> {
  const wanted = [...code, ...claims, ...oldNames, ...data];
  const { shown } = wanted.length === 0 ? { shown: [] } : await readShown(repository, range, wanted, soon);
  const pathsOf = (files: readonly TreeChange[]) => new Set(files.map(({ path }) => path));
  const [isData, isClaim, isOld] = [pathsOf(data), pathsOf(claims), pathsOf(oldNames)];
  const written = shown.filter(({ path }) => !isData.has(path) && !isOld.has(path));
  const claimed = written.filter(
    (file) => isClaim.has(file.path) && file.content === 'text' && file.change !== 'renamed' && !isNewModel(file),
  );
  const isClaimed = new Set(claimed);
  const small = smallChanges(
    written.filter((file) => !isClaimed.has(file)),
    rules,
  );
  const files = [...small, ...claimed];
  const contents = files.length === 0 ? new Map() : await repository.read(textBlobs(files, () => true));
  const started = shown.filter((file) => isData.has(file.path) && beginsAsScript(file));
  return {
    files,
    contents,
    claimed: new Map([...claimed, ...beyond].map(({ path }) => [path, rules.get(path)])),
    started: new Map(started.map(({ path }) => [path, 'command'])),
    hidden: new Map(written.filter(({ path }) => !isMinifiedByName(path, rules)).flatMap(hiddenWithin)),
    data: shown.filter(({ path }) => isData.has(path)),
  };
}

/** Data by its lines, as far as there is room; what a line of the change speaks of is shown whole, since nobody has read what stood in it before. */
async function readData(
  repository: Repository,
  shown: readonly ChangedFile[],
  isSpokenOf: ReadonlySet<string>,
): Promise<Pick<WhatRuns, 'files' | 'contents'>> {
  const spoken = fewOf(
    shown.filter(({ path }) => isSpokenOf.has(path)),
    SPOKEN_OF,
  );
  const others = fewOf(
    shown.filter(({ path }) => !isSpokenOf.has(path)),
    OF_DATA,
  );
  const files = [...spoken, ...others];
  if (files.length === 0) return NOTHING;
  const contents = await repository.read(textBlobs(files, () => true));
  const whole = spoken.map((file) => (file.change === 'added' ? file : shownWhole(file, contents.get(file.newBlob))));
  const fits = new Map(fewOf(whole, SPOKEN_OF).map((file) => [file.path, file]));
  return { files: [...spoken.map((file) => fits.get(file.path) ?? file), ...others.map(asGenerated)], contents };
}

/** What stands beside each migration, and shows by its form that a tool wrote it. */
function isNewModel(file: ChangedFile): boolean {
  return /\.cs$/i.test(file.path) && isModelAlone(textsOf(file).added);
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
  return (
    start === 'content' || beginsAsPickle(bytes) || (start === 'command' ? mayStart(bytes) : beginsAsProgram(bytes))
  );
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

/** Objects that run what they say when Python makes them, by how they begin, and texts that are called so; not those that only moved. */
async function pickledAmong(repository: Repository, left: readonly TreeChange[]): Promise<RunByName> {
  const may = left.filter(
    ({ path, oldBlob, newBlob }) => oldBlob !== newBlob && (isPickleName(path) || mayBePickle(path)),
  );
  return new Map((await scriptedAmong(repository, may)).map(({ path }) => [path, 'content']));
}

/** Those that hold a script or objects that run when they are made, and drawings too large to be looked into; the others are pictures, records and data. What has many names is judged once. */
async function scriptedAmong(repository: Repository, named: readonly TreeChange[]): Promise<readonly TreeChange[]> {
  const mayRun = (path: string, bytes: Uint8Array | undefined) => {
    if (isDrawing(path)) return bytes === undefined || isScriptedDrawing(bytes);
    // A text of that name is read, whatever language it is in.
    if (isPickleName(path)) return bytes === undefined || !bytes.includes(0) || beginsAsPickle(bytes);
    if (bytes === undefined) return false;
    return isSnapshot(path) ? isScriptedSnapshot(bytes) : beginsAsPickle(bytes);
  };
  const keyOf = ({ path, newBlob }: TreeChange) => `${isDrawing(path)} ${isPickleName(path)} ${newBlob}`;
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
