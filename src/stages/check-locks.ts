import { firstNamed } from '../first-named';
import type { CommitRange, Repository } from '../ports/repository';
import type { Alert } from '../steps/alerts/alert';
import {
  changedLocks,
  type DoubtfulLock,
  doubtfulLocks,
  isChangedLock,
  lockAlerts,
  weakenedAlerts,
  withoutKnown,
} from '../steps/alerts/lock-alerts';
import {
  isBeside,
  isSameKind,
  registriesOf,
  settingsOf,
  sourcesInSettings,
  sourcesOf,
} from '../steps/alerts/lock-sources';
import { byteText } from '../steps/diff/byte-text';
import type { TreeChange } from '../steps/diff/changed-file';
import type { Change } from '../steps/scope/change';
import type { Gap } from '../steps/scope/gap';
import { readLeftOut } from './read-left-out';

export interface CheckedLocks {
  alerts: readonly Alert[];
  gaps: readonly Gap[];
}

/** Nobody changes more of them by hand. */
const MOST_LOCKS = 1_000;
/** Other lock files of the base, of which one may name the place. */
const MOST_OTHERS = 200;
const AT_ONCE = 20;
/** Bytes of a text that is read whole. */
const MOST_HELD = 16_777_216;
const MOST_NAMED = 3;

/** Where the lines that a change adds to lock files take packages from, which no model is shown: told where nothing at the base names the place. */
export async function checkLocks(repository: Repository, range: CommitRange, change: Change): Promise<CheckedLocks> {
  const { scope, hideInPath } = change;
  const leftOut = new Set(scope.skipped.filter(({ reason }) => reason === 'default exclusion').map(({ path }) => path));
  const locks = change.changes.filter((one) => isChangedLock(one) && leftOut.has(hideInPath(one.path)));
  const wanted = locks.slice(0, MOST_LOCKS);
  const read = wanted.length === 0 ? { files: [], unread: [] } : await readLeftOut(repository, range, wanted);
  const files = changedLocks([...read.files, ...scope.files]);
  const doubtful = doubtfulLocks(files);
  const unnamed = doubtful.length === 0 ? [] : await withoutNamed(repository, range, doubtful);
  const found = [...lockAlerts(unnamed, scope.files), ...weakenedAlerts(files)];
  const alerts = found.map((one) => ({ ...one, path: hideInPath(one.path) }));
  const became = [...locks.slice(MOST_LOCKS), ...(await thatWereSmaller(repository, read.unread))];
  return { alerts, gaps: unread(became.map(({ path }) => path)) };
}

/** Of what was too large before as well nobody could ever tell where its packages come from. */
async function thatWereSmaller(repository: Repository, all: readonly TreeChange[]): Promise<TreeChange[]> {
  const smaller: TreeChange[] = [];
  for (const one of all) {
    const isSmall = one.change === 'added' || (await repository.pour(one.oldBlob, () => undefined, MOST_HELD));
    if (isSmall) smaller.push(one);
  }
  return smaller;
}

/** Those that name a place which neither the settings nor the lock files of the base name. */
async function withoutNamed(
  repository: Repository,
  range: CommitRange,
  locks: readonly DoubtfulLock[],
): Promise<DoubtfulLock[]> {
  const left: DoubtfulLock[] = [];
  // One after the other, so that few of them are in memory together; two are seldom doubtful.
  for (const lock of locks) {
    const sources = await withoutBeside(repository, range, lock);
    const one = sources.length === 0 ? null : await withoutOthers(repository, range, { ...lock, sources });
    if (one !== null && one.sources.length > 0) left.push(one);
  }
  return left;
}

async function withoutBeside(
  repository: Repository,
  { base }: CommitRange,
  { file, sources }: DoubtfulLock,
): Promise<DoubtfulLock['sources']> {
  const lock = `${base}:${file.oldPath ?? file.path}`;
  const settings = settingsOf(file.path);
  const texts = await repository.read([lock, ...settings.map((path) => `${base}:${path}`)]);
  const ofLock = sourcesOf(file.path, linesOf(texts.get(lock))).map(({ from }) => from);
  const ofSettings = settings.flatMap((path) => sourcesInSettings(path, linesOf(texts.get(`${base}:${path}`))));
  const registries = registriesOf(file.path);
  const isPublic = ofLock.length === 0 || registries.some((one) => ofLock.includes(one));
  return withoutKnown(sources, new Set([...ofLock, ...ofSettings, ...(isPublic ? registries : [])]));
}

async function withoutOthers(repository: Repository, { base }: CommitRange, lock: DoubtfulLock): Promise<DoubtfulLock> {
  const { path } = lock.file;
  const all = (await repository.paths?.(base)) ?? [];
  const others = all.filter((one) => isSameKind(path, one)).slice(0, MOST_OTHERS);
  let left = lock.sources;
  for (let at = 0; at < others.length && left.length > 0; at += AT_ONCE) {
    const texts = await repository.read(others.slice(at, at + AT_ONCE).map((one) => `${base}:${one}`));
    const known = [...texts.values()].flatMap((text) => sourcesOf(path, linesOf(text))).map(({ from }) => from);
    left = withoutKnown(left, new Set(known));
  }
  return {
    ...lock,
    sources: left,
    isFirst: lock.file.change === 'added' && !others.some((one) => isBeside(path, one)),
  };
}

function linesOf(bytes: Uint8Array = new Uint8Array()): readonly string[] {
  return byteText(bytes).split('\n');
}

function unread(paths: readonly string[]): Gap[] {
  if (paths.length === 0) return [];
  return [
    {
      code: 'not-looked-through',
      message: `Not looked through for where their packages come from, being too many or too large: ${firstNamed(paths, MOST_NAMED)}.`,
      advice: 'Have the tool write them anew, in a pull request of their own.',
    },
  ];
}
