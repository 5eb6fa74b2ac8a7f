import { SecondPassError } from '../../errors';
import type { GitObject } from './object-collector';
import type { ReadObjects } from './object-reader';
import { treeEntries } from './tree-entries';

/** Folders and files at which two trees may differ; each folder counts at every place where it stands. */
const MOST_PLACES = 400_000;

/** Folders below each other; git itself goes no deeper. */
const MOST_LEVELS = 2_048;

/** Trees that are in memory together. */
const AT_ONCE = 500;

/**
 * Refuses two trees that differ at more places than any machine walks through: git says nothing of them before it has been at all of
 * them, and three objects of a few bytes can be a billion. A folder that stands at many places of a level is read once.
 * @throws SecondPassError `too-many-files`
 */
export async function checkWalk(read: ReadObjects, base: string, source: string): Promise<void> {
  const known = new Map<string, Differences>();
  let level = new Map([[nameOf({ old: `${base}^{tree}`, now: `${source}^{tree}` }), 1]]);
  let places = 0;
  for (let depth = 0; level.size > 0; depth += 1) {
    await readPairs(read, [...level.keys()], known);
    const next = new Map<string, number>();
    for (const [pair, times] of level) {
      const { files, folders } = known.get(pair) ?? NONE;
      places += times * (files + folders.length);
      for (const folder of folders) next.set(folder, (next.get(folder) ?? 0) + times);
    }
    if (places > MOST_PLACES || depth > MOST_LEVELS) throw tooMany();
    level = next;
  }
}

/** A folder on both sides, by the names of its trees; of one side alone where it came or went. */
interface Pair {
  old?: string | undefined;
  now?: string | undefined;
}

/** What differs directly in a folder. */
interface Differences {
  files: number;
  /** Names of the pairs below. */
  folders: readonly string[];
}

const NONE: Differences = { files: 0, folders: [] };

/** A folder of so many names that nobody reads it, which git would walk through wherever it stands: one changes somewhere, three do nowhere. */
const UNREAD: Differences = { files: MOST_PLACES / 2, folders: [] };

function nameOf({ old = '', now = '' }: Pair): string {
  return `${old} ${now}`;
}

async function readPairs(read: ReadObjects, pairs: readonly string[], known: Map<string, Differences>): Promise<void> {
  const unread = pairs.filter((pair) => !known.has(pair));
  for (let at = 0; at < unread.length; at += AT_ONCE) {
    const some = unread.slice(at, at + AT_ONCE);
    const names = [...new Set(some.flatMap((pair) => pair.split(' ')).filter((name) => name !== ''))];
    const objects = await read(names);
    const trees = new Map<string, Entries | undefined>([
      ['', []],
      ...names.map((name, index) => [name, entriesOf(objects[index])] as const),
    ]);
    for (const pair of some) {
      const [old, now] = pair.split(' ').map((name) => trees.get(name));
      known.set(pair, old && now ? differencesOf(old, now) : UNREAD);
    }
  }
}

type Entries = ReturnType<typeof treeEntries>;

function entriesOf(tree: GitObject | null | undefined): Entries | undefined {
  return tree ? treeEntries(tree.content) : undefined;
}

function differencesOf(old: Entries, now: Entries): Differences {
  const before = new Map(old.map((entry) => [keyOf(entry), entry]));
  const after = new Set(now.map(keyOf));
  let files = 0;
  const folders: string[] = [];
  const add = (isFolder: boolean, pair: Pair) => {
    if (isFolder) folders.push(nameOf(pair));
    else files += 1;
  };
  for (const entry of now) {
    const one = before.get(keyOf(entry));
    if (one?.id !== entry.id || one.mode !== entry.mode) add(entry.isFolder, { old: one?.id, now: entry.id });
  }
  for (const entry of old) if (!after.has(keyOf(entry))) add(entry.isFolder, { old: entry.id });
  return { files, folders };
}

function keyOf({ name, isFolder }: Entries[number]): string {
  return isFolder ? `${name}/` : name;
}

function tooMany(): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'too-many-files',
    message: `More than ${MOST_PLACES} files and folders are changed: a change of this size is not reviewed.`,
    advice: 'Split the change.',
  });
}
