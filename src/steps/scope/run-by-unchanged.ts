import { basename } from 'node:path/posix';
import { addedWhole } from '../diff/added-whole';
import type { ChangedFile, TreeChange } from '../diff/changed-file';
import { compareText } from '../diff/compare-text';
import { isCodeName } from './code-name';
import { isBytesName } from './data-name';
import { LOCK_FILES } from './default-exclusions';
import { type RunByName, type Runner, startsAmong } from './run-by-name';
import { startedFolders } from './run-forms';
import type { Start } from './run-line';
import { runsUnread } from './runs-unread';
import type { SkippedFile } from './scope';

/** Files that are read for what they run: those that something starts, and code. */
const MOST = { started: 200, code: 150 };
/** Folders of changed data that nearness is measured from. */
const MAX_FOLDERS = 20;
/** Larger ones are lists and generated code. */
const MAX_TEXT = 200_000;
/** Of more names each word is looked up instead. */
const FEW = 50;

/** Where a line may stand that starts, loads, includes or copies a file. */
const RUNNER =
  /(?:^|\/)[^./]+$|file$|\.(?:sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd|ya?ml|mk|mak|cmake|am|dockerfile|gradle|kts|groovy|py|rb|pl|pm|php|lua|[cm]?[jt]s|r|c|cc|cpp|cxx|h|hh|hpp|rs|service|timer|cfg|conf|toml|html?|\w{0,6}proj|props|targets|tf|sql|gitconfig)$|(?:^|\/)(?:package\.json|CMakeLists\.txt)$/i;

/** What a test runner writes, and checks against what it would write. */
const RECORDED = /(?:^|\/)(?:__snapshots__|__recordings__|(?:vcr_)?cassettes)\/|\.(?:har|ambr)$/i;
/** Bytes by their names that are texts at times. */
const MAY_BE_TEXT = /\.(?:bin|dat|dump|bak|db)$/i;

/** Data that a script may run which nobody changes: not what only tools write and read. */
export function mayBeRunUnchanged(
  leftOut: readonly TreeChange[],
  skipped: readonly SkippedFile[],
): readonly TreeChange[] {
  const locks = new Set(skipped.filter(({ rule = '' }) => LOCK_FILES.includes(rule)).map(({ path }) => path));
  return leftOut.filter(
    ({ path }) =>
      !isCodeName(path) && (!isBytesName(path) || MAY_BE_TEXT.test(path)) && !locks.has(path) && !RECORDED.test(path),
  );
}

/** Files of the base that may run some of these, nearest first. */
export function likelyRunners(all: readonly string[], sought: readonly TreeChange[]): readonly string[] {
  const folders = [...new Set(sought.map(({ path }) => foldersOf(path).join('/')))].slice(0, MAX_FOLDERS);
  const places = folders.map((folder) => (folder === '' ? [] : folder.split('/')));
  const near = all
    .filter((path) => RUNNER.test(path))
    .map((path) => ({ path, distance: Math.min(...places.map((place) => distance(place, foldersOf(path)))) }))
    .sort((one, other) => one.distance - other.distance || compareText(one.path, other.path));
  const started: string[] = [];
  const code: string[] = [];
  for (const { path } of near) {
    if (started.length === MOST.started && code.length === MOST.code) break;
    const [those, most] = runsUnread(path) ? [started, MOST.started] : [code, MOST.code];
    if (those.length < most) those.push(path);
  }
  return [...started, ...code];
}

/** Those of the files that a line of these texts starts, as they stand in the base. */
export function runByTexts(texts: ReadonlyMap<string, Uint8Array>, sought: readonly TreeChange[]): RunByName {
  const inFolders: [string, Start][] = [];
  const names = [...new Set(sought.map(({ path }) => basename(path)))];
  const mayName = (text: string) => names.length > FEW || names.some((name) => text.includes(name));
  const runners = [...texts].flatMap(([path, bytes]): Runner[] => {
    if (bytes.length > MAX_TEXT) return [];
    const text = Buffer.from(bytes).toString('utf8');
    const isIn = startedFolders(text);
    if (isIn)
      inFolders.push(...sought.filter((one) => isIn(one.path)).map(({ path: of }): [string, Start] => [of, 'command']));
    return mayName(text) ? [{ path, content: 'text', hunks: addedWhole(NOTHING, text).hunks }] : [];
  });
  const started = runners.length === 0 ? new Map() : startsAmong(runners, sought);
  return new Map([...inFolders, ...started]);
}

const NOTHING: ChangedFile = {
  ...{ path: '', pathBytes: new Uint8Array(), change: 'added', content: 'text' },
  ...{ oldMode: '', newMode: '', oldBlob: '', newBlob: '', added: 0, removed: 0, hunks: [] },
  ...{ oldNoNewline: false, newNoNewline: false },
};

/** Steps up and down from one folder to the other. */
function distance(from: readonly string[], to: readonly string[]): number {
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return from.length + to.length - 2 * shared;
}

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}
