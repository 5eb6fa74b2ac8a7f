import { firstNamed } from '../first-named';
import type { CommitId, CommitRange, Repository } from '../ports/repository';
import type { Alert } from '../steps/alerts/alert';
import {
  changedLocks,
  type DoubtfulLock,
  doubtfulLocks,
  isChangedLock,
  lockAlerts,
  type Named,
  namedBy,
  weakenedAlerts,
  withoutKnown,
} from '../steps/alerts/lock-alerts';
import { isBeside, kindName, registriesOf, settingsOf } from '../steps/alerts/lock-kinds';
import { sourcesInSettings, sourcesOf } from '../steps/alerts/lock-sources';
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
/** Bytes of all of them together. */
const MOST_READ = 67_108_864;
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
  const none = { unnamed: [], beyond: [] };
  const { unnamed, beyond } = doubtful.length === 0 ? none : await withoutNamed(repository, range, doubtful);
  const found = [...lockAlerts(unnamed, scope.files), ...weakenedAlerts(files)];
  const alerts = found.map((one) => ({ ...one, path: hideInPath(one.path) }));
  const became = [...locks.slice(MOST_LOCKS), ...(await thatWereSmaller(repository, read.unread))];
  return { alerts, gaps: unread([...became.map(({ path }) => path), ...beyond].map(hideInPath)) };
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

/** Those that name a place which neither the settings nor the lock files of the base name, and the lock files of the base that were too many to be read. */
async function withoutNamed(
  repository: Repository,
  range: CommitRange,
  locks: readonly DoubtfulLock[],
): Promise<{ unnamed: DoubtfulLock[]; beyond: string[] }> {
  const besides = new Map<string, Named>();
  const left: DoubtfulLock[] = [];
  // One after the other, so that few of them are in memory together; two are seldom doubtful.
  for (const lock of locks) {
    const one = await withoutBeside(repository, range, lock, besides);
    if (one.sources.length > 0) left.push(one);
  }
  return left.length === 0 ? { unnamed: [], beyond: [] } : withoutOthers(repository, range, left);
}

/** `besides`: what settings name that were read for another lock file. */
async function withoutBeside(
  repository: Repository,
  { base }: CommitRange,
  { file, sources }: DoubtfulLock,
  besides: Map<string, Named>,
): Promise<DoubtfulLock> {
  const lock = `${base}:${file.oldPath ?? file.path}`;
  const settings = settingsOf(file.path);
  const unread = settings.filter((path) => !besides.has(path));
  const texts = await repository.read([lock, ...unread.map((path) => `${base}:${path}`)]);
  for (const path of unread) besides.set(path, namedBy(sourcesInSettings(path, linesOf(texts.get(`${base}:${path}`)))));
  const ofLock = namedBy(sourcesOf(file.path, linesOf(texts.get(lock))).map(({ from }) => from));
  const registries = registriesOf(file.path);
  const isPublic = ofLock.places.size === 0 || registries.some((one) => ofLock.places.has(one));
  const ofSettings = settings.flatMap((path) => besides.get(path) ?? []);
  const known = [ofLock, ...ofSettings, ...(isPublic ? [namedBy(registries)] : [])];
  return { file, sources: withoutKnown(sources, known), known, ofLock: ofLock.places };
}

/** The other lock files of the base are read once for all doubtful ones of their kind. */
async function withoutOthers(
  repository: Repository,
  { base }: CommitRange,
  locks: readonly DoubtfulLock[],
): Promise<{ unnamed: DoubtfulLock[]; beyond: string[] }> {
  const all = (await repository.paths?.(base)) ?? [];
  const unnamed: DoubtfulLock[] = [];
  const beyond: string[] = [];
  let room = MOST_READ;
  for (const kind of new Set(locks.map(({ file }) => kindName(file.path)))) {
    const others = all.filter((path) => kindName(path) === kind);
    const read = await namedIn(repository, base, others, room);
    room -= read.bytes;
    const ofKind = locks.filter(({ file }) => kindName(file.path) === kind);
    const left = ofKind
      .map((lock) => withoutNamedIn(lock, read.named, others))
      .filter(({ sources }) => sources.length > 0);
    unnamed.push(...left);
    if (left.length > 0) beyond.push(...others.slice(read.count));
  }
  return { unnamed, beyond };
}

function withoutNamedIn(lock: DoubtfulLock, named: Named, others: readonly string[]): DoubtfulLock {
  return {
    ...lock,
    sources: withoutKnown(lock.sources, [named]),
    known: [...(lock.known ?? []), named],
    isFirst: lock.file.change === 'added' && !others.some((one) => isBeside(lock.file.path, one)),
  };
}

/** What the first lock files name, as many as there is room for. */
async function namedIn(repository: Repository, base: CommitId, paths: readonly string[], room: number) {
  const wanted = paths.slice(0, MOST_OTHERS);
  const places = new Set<string>();
  let [bytes, count] = [0, 0];
  while (count < wanted.length && bytes < room) {
    const some = wanted.slice(count, count + AT_ONCE);
    const texts = await repository.read(some.map((path) => `${base}:${path}`));
    for (const path of some) {
      const text = texts.get(`${base}:${path}`);
      bytes += text?.length ?? 0;
      if (bytes > room) break;
      for (const { from } of sourcesOf(path, linesOf(text))) places.add(from);
      count += 1;
    }
  }
  return { named: namedBy(places), bytes, count };
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
