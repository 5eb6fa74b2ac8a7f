import type { FoundEntry, FoundTree, TreeChange, TreeEntry } from '../../ports/trees';
import type { Check } from './check';
import { type Entry, MOST_BYTES } from './entry';

/** What the work made of a copy, before anything of it is judged. */
export interface FoundChanges {
  changes: readonly TreeChange[];
  /** Paths of the workshop that are no part of the change; a folder ends with a slash. */
  leftBehind: readonly string[];
  /** What cannot be written into any tree. */
  refused: readonly Check[];
}

/**
 * Changes of files that were there, and new files that somebody named: by `finish`, or because the edit tool made them. The rest is
 * left behind, so that what a build leaves never becomes part of a change.
 */
export function changesOf(found: FoundTree, laid: readonly TreeEntry[], named: ReadonlySet<string>): FoundChanges {
  const there = new Map(found.entries.flatMap((entry) => (entry.isOddName ? [] : [[entry.path, entry] as const])));
  const known = new Set(laid.map(({ path }) => path));
  const told = laid.map((entry) => changeOf(entry, there.get(entry.path)));
  const others = found.entries.filter(({ path, isOddName }) => isOddName || !known.has(path));
  const isNew = (entry: FoundEntry) => named.has(entry.path) && !entry.isOddName && entry.kind !== 'folder';
  const added = others.filter(isNew).map((entry) => changeOf(null, entry));
  const all = [...told, ...added];
  return {
    changes: all.flatMap(({ change }) => (change ? [change] : [])),
    leftBehind: [...others.filter((entry) => !isNew(entry)).map(nameOf), ...found.nestedRepositories.map(withSlash)],
    refused: [...all.flatMap(({ refused }) => (refused ? [refused] : [])), ...tooMany(found)],
  };
}

interface Told {
  change?: TreeChange;
  refused?: Check;
}

function changeOf(before: TreeEntry | null, now: FoundEntry | undefined): Told {
  const path = before?.path ?? now?.path ?? '';
  if (now === undefined) return { change: { path, mode: '000000', id: null } };
  if (before && now.id === before.id && now.mode === before.mode) return {};
  if (now.kind !== 'file') return { refused: notAFile(path, before, now) };
  // Before git compares it with what it was: of large files that takes minutes.
  if (now.id === undefined || now.size > MOST_BYTES) return { refused: tooLarge({ path, size: now.size }) };
  return { change: { path, mode: now.mode, id: now.id } };
}

const KINDS: Readonly<Record<FoundEntry['kind'], string>> = {
  file: 'a file',
  link: 'a symbolic link',
  folder: 'a folder',
  other: 'a pipe, socket or device',
};

function notAFile(path: string, before: TreeEntry | null, { kind }: FoundEntry): Check {
  const was = before === null ? 'is' : before.mode === '120000' ? 'was a symbolic link and is' : 'was a file and is';
  return refusal('entries', path, `${was} ${KINDS[kind]}`);
}

function tooMany({ tooMany: what }: FoundTree): Check[] {
  return what === undefined ? [] : [{ check: 'entries', state: 'refused', text: `The workshop holds ${what}.` }];
}

export function tooLarge({ path, size }: Pick<Entry, 'path' | 'size'>): Check {
  return refusal('size', path, `has ${size} bytes; ${MOST_BYTES} are allowed`);
}

export function refusal(check: string, path: string, what: string): Check {
  return { check, state: 'refused', text: `${JSON.stringify(path)} ${what}.` };
}

function nameOf({ path, kind }: FoundEntry): string {
  return kind === 'folder' ? withSlash(path) : path;
}

function withSlash(path: string): string {
  return `${path}/`;
}
