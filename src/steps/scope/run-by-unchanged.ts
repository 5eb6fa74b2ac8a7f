import { basename, dirname, join } from 'node:path/posix';
import { addedWhole } from '../diff/added-whole';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { isCodeName } from './code-name';
import { contentRunAmong } from './content-run';
import { isBytesName } from './data-name';
import { LOCK_FILES } from './default-exclusions';
import { isPackageOfPrograms, isPickleName } from './program-name';
import { type RunByName, type Runner, startsAmong } from './run-by-name';
import type { Start } from './run-line';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';
import { startedFolders } from './started-variables';

/** Files that are read for what they run: those that something starts, and code; fewer for pictures and the like, which change often. */
const MOST = { data: { started: 200, code: 150 }, bytes: { started: 40, code: 60 } };
/** Folders of changed data that nearness is measured from. */
const MAX_FOLDERS = 20;
/** Larger ones are lists and generated code. */
const MAX_TEXT = 200_000;
/** Of all that are read; what runs things is seldom longer than a page. */
const MAX_TEXTS = 8_000_000;
/** Paths that are asked what they are, which takes some microseconds each. */
const MOST_LOOKED = 20_000;
/** Of more names each word is looked up instead. */
const FEW = 50;

/** Where a line may stand that starts, loads, includes or copies a file. */
const RUNNER =
  /(?:^|\/)[^./]+$|file$|\.(?:sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd|ya?ml|mk|mak|cmake|am|dockerfile|gradle|kts|groovy|py|rb|pl|pm|php|lua|[cm]?[jt]sx?|vue|svelte|cs|vb|fs|java|kt|scala|go|swift|m|mm|dart|exs?|r|c|cc|cpp|cxx|h|hh|hpp|rs|service|timer|cfg|conf|toml|html?|\w{0,6}proj|props|targets|tf|sql|gitconfig)$|(?:^|\/)(?:package\.json|CMakeLists\.txt)$/i;

/** What a test runner writes, and checks against what it would write. */
const RECORDED = /(?:^|\/)(?:__snapshots__|__recordings__|(?:vcr_)?cassettes)\/|\.(?:har|ambr)$/i;
/** Bytes by their names that are texts at times. */
const MAY_BE_TEXT = /\.(?:bin|dat|dump|bak|db)$/i;

/** What a script may run which nobody changes: not what only tools write and read. */
export interface Sought {
  /** Under names of data. */
  data: readonly TreeChange[];
  /** Under names of bytes: a program may open them, and run what it makes of them. Not what is a program itself, which is told. */
  bytes: readonly TreeChange[];
}

export function mayBeRunUnchanged(leftOut: readonly TreeChange[], skipped: readonly SkippedFile[]): Sought {
  const locks = new Set(skipped.filter(({ rule = '' }) => LOCK_FILES.includes(rule)).map(({ path }) => path));
  const others = leftOut.filter(({ path }) => !isCodeName(path) && !locks.has(path) && !RECORDED.test(path));
  const isData = ({ path }: TreeChange) => !isBytesName(path) || MAY_BE_TEXT.test(path);
  return {
    data: others.filter(isData),
    bytes: others.filter((one) => !isData(one) && (!isPackageOfPrograms(one.path) || isPickleName(one.path))),
  };
}

/** Files of the base that may run some of these, nearest first. */
export function likelyRunners(all: readonly string[], { data, bytes }: Sought): readonly string[] {
  return [...new Set([...nearest(all, data, MOST.data), ...nearest(all, bytes, MOST.bytes)])];
}

function nearest(
  all: readonly string[],
  sought: readonly TreeChange[],
  most: Record<'started' | 'code', number>,
): readonly string[] {
  if (sought.length === 0) return [];
  const started: string[] = [];
  const code: string[] = [];
  for (const path of nearestFirst(all, sought)) {
    if (started.length === most.started && code.length === most.code) break;
    const [those, limit] = runsUnread(path) ? [started, most.started] : [code, most.code];
    if (those.length < limit) those.push(path);
  }
  return [...started, ...code];
}

/** In the order in which they are listed where they are equally near. */
function nearestFirst(all: readonly string[], sought: readonly TreeChange[]): readonly string[] {
  const folders = [...new Set(sought.map(({ path }) => folderOf(path)))].slice(0, MAX_FOLDERS);
  const places = folders.map(namesIn);
  const known = new Map<string, string[]>();
  const byDistance: string[][] = [];
  for (const path of all) {
    const folder = folderOf(path);
    if (!RUNNER.test(path.slice(folder.length))) continue;
    let near = known.get(folder);
    if (near === undefined) {
      const steps = Math.min(...places.map((place) => distance(place, namesIn(folder))));
      near = byDistance[steps] ?? [];
      byDistance[steps] = near;
      known.set(folder, near);
    }
    near.push(path);
  }
  return byDistance.flat().slice(0, MOST_LOOKED);
}

/** Those of the files that a line of these texts starts, or whose content they run, as they stand in the base. */
export function runByTexts(texts: ReadonlyMap<string, Uint8Array>, { data, bytes }: Sought): RunByName {
  const inFolders: [string, Start][] = [];
  const names = namesOf(data);
  const contentRun = contentRunAmong(new Set(namesOf([...data, ...bytes])));
  const mayName = (text: string) => names.length > FEW || names.some((name) => text.includes(name));
  const opened = new Set<string>();
  let room = MAX_TEXTS;
  const runners = [...texts].flatMap(([path, content]): Runner[] => {
    if (content.length > Math.min(MAX_TEXT, room)) return [];
    room -= content.length;
    const text = Buffer.from(content).toString('utf8');
    for (const name of contentRun(path, text)) opened.add(name);
    const isIn = startedFolders(text);
    if (isIn)
      inFolders.push(...data.filter((one) => isIn(one.path)).map(({ path: of }): [string, Start] => [of, 'command']));
    return mayName(text) ? [{ path, content: 'text', hunks: addedWhole(NOTHING, text).hunks }] : [];
  });
  const started = runners.length === 0 ? new Map() : startsAmong(runners, data);
  return new Map([...inFolders, ...started, ...byContent([...data, ...bytes], opened)]);
}

function namesOf(sought: readonly TreeChange[]): readonly string[] {
  return [...new Set(sought.map(({ path }) => basename(path)))];
}

/** Those whose names stand where a program opens files and runs what they hold. */
function byContent(sought: readonly TreeChange[], names: ReadonlySet<string>): [path: string, start: Start][] {
  return sought.filter(({ path }) => names.has(basename(path))).map(({ path }) => [path, 'content']);
}

const NOTHING: ChangedFile = {
  ...{ path: '', pathBytes: new Uint8Array(), change: 'added', content: 'text' },
  ...{ oldMode: '', newMode: '', oldBlob: '', newBlob: '', added: 0, removed: 0, hunks: [] },
  ...{ oldNoNewline: false, newNoNewline: false },
};

/** Those to which a link leads that stays as it is: they run under its name. */
export function ledTo(links: ReadonlyMap<string, string>, sought: readonly TreeChange[]): RunByName {
  const targets = new Set([...links].map(([path, target]) => join(dirname(path), target)));
  return new Map(sought.filter(({ path }) => targets.has(path)).map(({ path }) => [path, 'command']));
}

/** Steps up and down from one folder to the other. */
function distance(from: readonly string[], to: readonly string[]): number {
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return from.length + to.length - 2 * shared;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function namesIn(folder: string): readonly string[] {
  return folder === '' ? [] : folder.split('/');
}
