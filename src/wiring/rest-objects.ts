import type { ItemReader } from '../adapters/azure-devops/host';
import type { ChangedEntry, TreeEntry } from '../adapters/azure-devops/items';
import type { RestChange, RestObjects } from '../adapters/git/rest-origin';
import { SecondPassError } from '../errors';
import type { Iteration } from '../ports/code-host';
import type { CommitRange } from '../ports/repository';

/** How many files whose old id neither the list nor a tree tells are asked for one by one. */
const MAX_DESCRIBED = 300;

/**
 * What git's fetch would have brought, through REST: changes of the iteration, what their files are in the trees of both
 * commits, and contents by their ids.
 */
export function restObjects(items: ItemReader, { id, source }: Pick<Iteration, 'id' | 'source'>): RestObjects {
  const notes: string[] = [];
  return {
    async listChanges(range) {
      if (range.source !== source) throw otherRange(range);
      const listed = await listChanges(items, range, await items.changedEntries(id));
      if (listed.length === 0) await checkThatNothingChanged(items, range);
      checkNames(listed.map(({ change }) => change.path));
      notes.push(...notesOn(listed));
      return listed.map(({ change }) => change);
    },
    async entriesAt(commit, paths) {
      const entries = await items.at(commit, paths);
      return new Map([...entries].map(([path, entry]) => [path, entry && { blob: entry.id, mode: entry.mode }]));
    },
    readItem: (commit, path) => items.content(commit, path),
    readBlob: (id) => items.blob(id),
    notes: () => notes,
  };
}

/** Bytes that are no text become one sign each, so that two files may have one name here. */
function checkNames(paths: readonly string[]): void {
  const seen = new Set<string>();
  const doubted = paths.find((path) => path.includes('\ufffd') || seen.size === seen.add(path).size);
  if (doubted === undefined) return;
  const message = `Over REST the name ${JSON.stringify(doubted)} may stand for several changed files.`;
  throw new SecondPassError({ kind: 'platform', code: 'unexpected-answer', message });
}

/** The service lists what an iteration changes, and nothing else. */
function otherRange({ base, source }: CommitRange): SecondPassError {
  const message = `What differs between ${base} and ${source} cannot be asked for over REST.`;
  return new SecondPassError({ kind: 'platform', code: 'unexpected-answer', message });
}

/** An empty list is believed where both commits hold the same, or nobody can tell. */
async function checkThatNothingChanged(items: ItemReader, { base, source }: CommitRange): Promise<void> {
  const [before, after] = await Promise.all([items.root(base), items.root(source)]);
  if (before === undefined || after === undefined || before === after) return;
  const message = `Azure DevOps lists no changed file, although ${base} and ${source} hold different ones.`;
  throw new SecondPassError({ kind: 'platform', code: 'unexpected-answer', message });
}

/** A file on one side; its mode is absent where it could not be looked at. */
type Side = { id: string; mode?: string };

interface ListedChange {
  change: RestChange;
  /** The base side is there, but nobody could tell its id: the file is shown as added. */
  isBaseLost: boolean;
}

async function listChanges(
  items: ItemReader,
  { base, source }: CommitRange,
  entries: readonly ChangedEntry[],
): Promise<ListedChange[]> {
  const oldPaths = entries.filter(wasThere).map(oldPathOf);
  const newPaths = entries.filter(isThere).map(({ path }) => path);
  const [before, after] = await Promise.all([items.at(base, oldPaths), items.at(source, newPaths)]);
  let described = 0;
  const describe = async (path: string) =>
    described++ < MAX_DESCRIBED ? await items.describe(base, path) : 'notAsked';
  return await Promise.all(
    entries.map(async (entry) => {
      const now = isThere(entry) ? knownSide(after.get(entry.path), entry.objectId, entry) : null;
      const old = wasThere(entry) ? (knownOldSide(before, entry) ?? (await describe(oldPathOf(entry)))) : null;
      if (old === 'notAsked') return { change: changeOf(entry, null, now), isBaseLost: true };
      return { change: changeOf(entry, old === 'absent' ? null : old, now), isBaseLost: false };
    }),
  );
}

/** Null: neither the tree nor the list tells, so the file itself must be asked for. */
function knownOldSide(before: ReadonlyMap<string, TreeEntry | null>, entry: ChangedEntry): Side | 'absent' | null {
  const seen = before.get(oldPathOf(entry));
  const told = entry.originalObjectId ?? (isThere(entry) ? undefined : entry.objectId);
  return knownSide(seen, told, entry) ?? (seen === null ? 'absent' : null);
}

/** The tree of the commit knows best; the list's word counts where the tree was not looked at. */
function knownSide(
  seen: TreeEntry | null | undefined,
  told: string | undefined,
  { objectType }: ChangedEntry,
): Side | null {
  if (seen) return seen;
  if (told === undefined) return null;
  return { id: told, ...(objectType === 'commit' ? { mode: '160000' } : {}) };
}

function changeOf({ path, originalPath }: ChangedEntry, old: Side | null, now: Side | null): RestChange {
  return {
    path,
    ...(originalPath === undefined ? {} : { oldPath: originalPath }),
    ...(old ? { oldBlob: old.id } : {}),
    ...(old?.mode ? { oldMode: old.mode } : {}),
    ...(now ? { newBlob: now.id } : {}),
    ...(now?.mode ? { newMode: now.mode } : {}),
  };
}

function notesOn(listed: readonly ListedChange[]): string[] {
  const lost = listed.filter(({ isBaseLost }) => isBaseLost);
  const unseen = listed.filter(
    ({ change }) => (change.oldBlob && !change.oldMode) || (change.newBlob && !change.newMode),
  );
  return [
    ...noteOn(unseen, 'a symbolic link or a change of mode among them is not named as such'),
    ...noteOn(lost, 'the old content is not known, and they are shown as added'),
  ];
}

function noteOn(listed: readonly ListedChange[], what: string): string[] {
  if (listed.length === 0) return [];
  const files = listed.length === 1 ? '1 changed file lies' : `${listed.length} changed files lie`;
  return [`Read over REST, ${files} beyond what was looked up: ${what}.`];
}

function oldPathOf({ path, originalPath }: ChangedEntry): string {
  return originalPath ?? path;
}

function wasThere({ changeType }: ChangedEntry): boolean {
  return !/\badd\b/i.test(changeType);
}

function isThere({ changeType }: ChangedEntry): boolean {
  return !/\bdelete\b/i.test(changeType);
}
