import { basename } from 'node:path/posix';
import { firstNamed } from '../../first-named';
import { addedLines } from '../diff/added-lines';
import type { ChangedFile, DiffLine, TreeChange } from '../diff/changed-file';
import { LINK, SUBMODULE } from '../diff/file-mode';
import type { Alert } from './alert';
import { hasFewHosts, namesSources, registriesOf, settingsOf } from './lock-kinds';
import { domainOf, hostIn, isMirror, isOwner, isRented } from './lock-places';
import { type LockSource, sourcesIn, sourcesInSettings } from './lock-sources';
import { ownFingerprint } from './own-fingerprint';

const RULE = { sources: 'second-pass/lock-sources', weakened: 'second-pass/lock-integrity' } as const;

const MAX_NAMED = 5;

/** A changed lock file whose new lines take something from where its old lines beside them do not. */
export interface DoubtfulLock {
  file: ChangedFile;
  sources: readonly LockSource[];
  /** It is new, and so is all that it takes from code hosts. */
  isFirst?: boolean;
  /** What it named before. */
  ofLock?: ReadonlySet<string>;
  /** What the base names, in files that several lock files share. */
  known?: readonly Named[];
}

/** Places that somebody names, and the hosts and domains that they lie at. */
export interface Named {
  places: ReadonlySet<string>;
  hosts: ReadonlySet<string>;
}

export function namedBy(places: Iterable<string>): Named {
  const all = new Set(places);
  const hosts = new Set([...all].map(hostIn));
  return { places: all, hosts: new Set([...hosts, ...[...hosts].map(domainOf)].filter((one) => one !== '')) };
}

export function isChangedLock({ path, change, newMode }: TreeChange): boolean {
  return change !== 'deleted' && newMode !== LINK && newMode !== SUBMODULE && namesSources(path);
}

export function changedLocks(files: readonly ChangedFile[]): readonly ChangedFile[] {
  return files.filter(({ path, change }) => namesSources(path) && change !== 'deleted');
}

/** Of changed lock files, those whose lines name other places than the lines that stood there, or than the registry that is meant where nothing is said. */
export function doubtfulLocks(locks: readonly ChangedFile[]): DoubtfulLock[] {
  return locks.map((file) => ({ file, sources: unlikeBefore(file) })).filter(({ sources }) => sources.length > 0);
}

/** Where all came from elsewhere, the registry that everybody may publish on is as new as any other place. */
function unlikeBefore({ path, hunks }: ChangedFile): LockSource[] {
  const before = new Set(sourcesIn(path, hunks, 'before').map(({ from }) => from));
  const registries = registriesOf(path);
  const known =
    before.size === 0 || registries.some((one) => before.has(one)) ? [...before, ...registries] : [...before];
  return withoutKnown(sourcesIn(path, hunks, 'added'), [namedBy(known)]);
}

/** Encryption is nothing to be told of where there was none. */
export function withoutKnown(sources: readonly LockSource[], known: readonly Named[]): LockSource[] {
  return sources.filter(({ from }) => !known.some(({ places }) => places.has(from) || places.has(`http://${from}`)));
}

/** A blocker where a person hardly ever does that by a lock file alone, else a warning. */
export function lockAlerts(locks: readonly DoubtfulLock[], shown: readonly ChangedFile[]): Alert[] {
  return locks.flatMap((lock) => {
    const { path } = lock.file;
    const isMild = mildIn(lock, shown);
    const mild = lock.sources.filter(isMild);
    const grave = lock.sources.filter((one) => !isMild(one));
    return [
      ...(grave.length === 0 ? [] : [{ ...elsewhere(path, grave), level: 'error' as const, enforced: true }]),
      ...(mild.length === 0 ? [] : [elsewhere(path, mild)]),
    ];
  });
}

/** Grave are another host where hosts are few, a lost encryption, and an archive that no setting names. */
function mildIn({ file, isFirst = false, ofLock, known = [] }: DoubtfulLock, shown: readonly ChangedFile[]) {
  const { named, isShown } = shownIn(file.path, shown);
  const all = [...known, named];
  const mayPublish = (from: string) => isFirst && (isOwner(from) || isRented(from));
  const isOfKnownHost = (host: string) => all.some(({ hosts }) => hosts.has(host) || hosts.has(domainOf(host)));
  return ({ from }: LockSource): boolean => {
    if (isShown(from)) return true;
    if (from.startsWith('http://') && ofLock?.has(from.slice('http://'.length))) return false;
    return !hasFewHosts(file.path) || isMirror(from) || mayPublish(from) || isOfKnownHost(hostIn(from));
  };
}

/** Whether added lines of a setting for such a lock file name a place, or its owner as `owner/name`. */
function shownIn(path: string, files: readonly ChangedFile[]) {
  const names = new Set(settingsOf(path).map((one) => basename(one)));
  const settings = files.filter((one) => names.has(basename(one.path)));
  const named = namedBy(settings.flatMap((one) => sourcesInSettings(one.path, addedLines(one))));
  const lines = settings.flatMap(addedLines);
  const owners = new Set(
    lines.flatMap((line) => [...line.matchAll(OWNER)].map(([, owner = '']) => owner.toLowerCase())),
  );
  const isShown = (from: string) =>
    named.places.has(from) || (isOwner(from) && owners.has(from.slice(from.lastIndexOf('/') + 1)));
  return { named, isShown };
}

/** `owner/name` */
const OWNER = /(?<=["': ])([\w.-]{1,100})\/[\w.-]/g;

function elsewhere(path: string, sources: readonly LockSource[]): Alert {
  const places = [...new Set(sources.map(({ from }) => from))];
  const lines = [...new Set(sources.map(({ line }) => String(line)))];
  const where =
    lines.length === 1
      ? `Line ${lines[0]} of this file takes`
      : `Lines ${firstNamed(lines, MAX_NAMED)} of this file take`;
  return {
    ...WARNING,
    ruleId: RULE.sources,
    ruleName: 'A lock file takes packages from another place',
    message: `${where} packages from ${firstNamed(places, MAX_NAMED)}, which neither a lock file of this kind nor a setting of its package managers named before this change. Nobody reads lock files: look at what comes from there, or have the tool write this file anew.`,
    path,
    fingerprint: ownFingerprint(RULE.sources, path, places.sort().join(' ')),
  };
}

/** Lock files of which a package has no checksum any more, or a weaker one, and is else as it was. */
export function weakenedAlerts(locks: readonly ChangedFile[]): Alert[] {
  return locks.flatMap(({ path, hunks }) => {
    const lines = hunks.flatMap(({ lines }) => weakenedIn(lines));
    if (lines.length === 0) return [];
    const where = `before line ${firstNamed(lines.map(String), MAX_NAMED)}`;
    return [
      {
        ...WARNING,
        ruleId: RULE.weakened,
        ruleName: 'A lock file lost a checksum',
        message: `Packages of this file have no checksum any more, or a weaker one, and no other version (${where}): what is installed may be other bytes than before. Nobody reads lock files: have the tool write this file anew.`,
        path,
        fingerprint: ownFingerprint(RULE.weakened, path, ''),
      },
    ];
  });
}

const WARNING: Pick<Alert, 'tool' | 'level' | 'tags' | 'onChangedLine' | 'enforced' | 'kept'> = {
  tool: 'Second Pass',
  level: 'warning',
  tags: ['security'],
  onChangedLine: true,
  enforced: false,
  kept: true,
};

const CHECKSUM = /(?<![\w-])(?:integrity|checksum|contentHash)["']?[\s:=]{1,4}["']?(\S{20})/;

/** Lines before which a checksum went away by itself, or became a weaker one. */
function weakenedIn(lines: readonly DiffLine[]): number[] {
  return lines.flatMap(({ kind, text }, at) => {
    const before = kind === 'removed' ? checksumIn(text) : undefined;
    const [above, below, next] = [lines[at - 1], lines[at + 1], lines[at + 2]];
    if (before === undefined || above?.kind !== 'context' || below === undefined) return [];
    const isLost =
      below.kind === 'context' && checksumIn(below.text) === undefined && checksumIn(above.text) === undefined;
    const after = below.kind === 'added' && next?.kind === 'context' ? checksumIn(below.text) : undefined;
    return isLost || (after !== undefined && strengthOf(after) < strengthOf(before)) ? [below.newLine ?? 0] : [];
  });
}

function checksumIn(line: string): string | undefined {
  return CHECKSUM.exec(line)?.[1];
}

function strengthOf(checksum: string): number {
  const order = ['md5-', 'sha1-', 'sha256-', 'sha384-', 'sha512-'];
  const index = order.findIndex((start) => checksum.startsWith(start));
  return index < 0 ? order.length : index;
}
