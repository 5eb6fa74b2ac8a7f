import { createHash } from 'node:crypto';
import { structuredPatch } from 'diff';
import type { BlobId, CommitId, CommitRange, Repository, WantedChange } from '../../src/ports/repository';
import { poured } from './poured';

/** Text files by path. */
export type TextFiles = Readonly<Record<string, string>>;

export interface RepositoryInMemory extends Repository {
  /** The id of a commit that holds exactly these files; the same files give the same id. */
  commit(files: TextFiles): CommitId;
}

/** The two sides of one file; a side that does not exist is absent. */
interface Pair {
  path: string;
  oldPath: string;
  before?: BlobId | undefined;
  after?: BlobId | undefined;
  /** Of a rename, in percent. */
  similarity?: number;
}

const NO_BLOB = '0'.repeat(40);
const MODE = '100644';
const NO_MODE = '000000';
const LEAST_SIMILARITY = 50;

/** A repository of text files that prints what git prints and starts no process; `repository-in-memory.test.ts` holds it to git. */
export function repositoryInMemory(): RepositoryInMemory {
  const blobs = new Map<BlobId, string>();
  const commits = new Map<CommitId, ReadonlyMap<string, BlobId>>();
  const filesOf = (commit: CommitId) => {
    const files = commits.get(commit);
    if (files === undefined) throw new Error(`no commit ${commit}`);
    return files;
  };
  const idOf = (name: string) => {
    const [commit = '', path] = [name.slice(0, 40), name.slice(41)];
    return path === '' ? name : commits.get(commit)?.get(path);
  };
  const read: Repository['read'] = async (names) => {
    const texts = names.map((name) => [name, blobs.get(idOf(name) ?? '')] as const);
    return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, Buffer.from(text)] as const])));
  };
  return {
    commit(files) {
      const ids = Object.entries(files).map(([path, text]) => [path, blobId(text)] as const);
      for (const [path, id] of ids) blobs.set(id, files[path] ?? '');
      const commit = sha1(JSON.stringify(ids.sort(byPath)));
      commits.set(commit, new Map(ids));
      return commit;
    },
    changes: async ({ base, source }) => {
      const pairs = changedPairs(filesOf(base), filesOf(source));
      return Buffer.from(pairs.map(rawEntry).join(''));
    },
    patch: async ({ base, source }: CommitRange, wanted: readonly WantedChange[]) => {
      const names = new Set(wanted.map(({ pathBytes }) => Buffer.from(pathBytes).toString('utf8')));
      const pairs = changedPairs(filesOf(base), filesOf(source)).filter(({ path }) => names.has(path));
      return printed(withRenames(pairs, blobs), blobs);
    },
    read,
    pour: poured(read),
    filesAt: async (commit, paths) => new Set(paths.filter((path) => filesOf(commit).has(path))),
    paths: async (commit) => [...filesOf(commit).keys()],
    attributes: async () => new Map(),
  };
}

function changedPairs(before: ReadonlyMap<string, BlobId>, after: ReadonlyMap<string, BlobId>): Pair[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  const pairs = paths.map((path) => ({ path, oldPath: path, before: before.get(path), after: after.get(path) }));
  return pairs.sort(byName);
}

/** Each new file takes the place of the deleted one that it is most like. */
function withRenames(pairs: readonly Pair[], blobs: ReadonlyMap<BlobId, string>): Pair[] {
  const deleted = new Set(pairs.filter(({ after }) => after === undefined));
  const paired = pairs.map((pair) => {
    if (pair.before !== undefined || pair.after === undefined) return pair;
    const text = blobs.get(pair.after) ?? '';
    const likely = [...deleted].map((from) => ({
      from,
      similarity: likeness(blobs.get(from.before ?? '') ?? '', text),
    }));
    const [best] = likely.sort((one, other) => other.similarity - one.similarity);
    if (best === undefined || best.similarity < LEAST_SIMILARITY) return pair;
    deleted.delete(best.from);
    return { ...pair, oldPath: best.from.path, before: best.from.before, similarity: best.similarity };
  });
  return paired.filter((pair) => pair.after !== undefined || deleted.has(pair));
}

/** Percent of the larger text that stands in both, line by line. */
function likeness(before: string, after: string): number {
  const left = new Map<string, number>();
  for (const line of linesOf(before)) left.set(line, (left.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of linesOf(after)) {
    const count = left.get(line) ?? 0;
    if (count > 0) shared += Buffer.byteLength(line);
    left.set(line, count - 1);
  }
  return Math.floor((100 * shared) / Math.max(Buffer.byteLength(before), Buffer.byteLength(after), 1));
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function printed(pairs: readonly Pair[], blobs: ReadonlyMap<BlobId, string>): Buffer {
  if (pairs.length === 0) return Buffer.alloc(0);
  const sections = pairs.map((pair) => sectionOf(pair, blobs));
  const counts = sections.map(({ lines }, index) => {
    const { path, oldPath } = pairs[index] as Pair;
    const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
    return `${count('+')}\t${count('-')}\t${path === oldPath ? path : `\0${oldPath}\0${path}`}\0`;
  });
  const raw = pairs.map(rawEntry).join('');
  return Buffer.from(`${raw}${counts.join('')}\0${sections.map(({ text }) => text).join('')}`);
}

function rawEntry({ path, oldPath, before, after, similarity }: Pair): string {
  const modes = `${before ? MODE : NO_MODE} ${after ? MODE : NO_MODE}`;
  const status = similarity === undefined ? letterOf(before, after) : `R${String(similarity).padStart(3, '0')}`;
  const names = path === oldPath ? path : `${oldPath}\0${path}`;
  return `:${modes} ${before ?? NO_BLOB} ${after ?? NO_BLOB} ${status}\0${names}\0`;
}

function letterOf(before: BlobId | undefined, after: BlobId | undefined): string {
  if (before === undefined) return 'A';
  return after === undefined ? 'D' : 'M';
}

/** One file of the patch, and its lines apart. */
function sectionOf(pair: Pair, blobs: ReadonlyMap<BlobId, string>): { text: string; lines: readonly string[] } {
  const { before, after } = pair;
  const [old, now] = [blobs.get(before ?? '') ?? '', blobs.get(after ?? '') ?? ''];
  const { hunks } = structuredPatch('', '', old, now, undefined, undefined, { context: 3 });
  const names = hunks.length === 0 ? '' : `--- ${nameOn('a', pair)}\n+++ ${nameOn('b', pair)}\n`;
  const texts = hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => {
    const range = `@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`;
    return `${range}\n${lines.map((line) => `${line}\n`).join('')}`;
  });
  return { text: `${headOf(pair)}${names}${texts.join('')}`, lines: hunks.flatMap(({ lines }) => lines) };
}

function headOf({ path, oldPath, before, after, similarity }: Pair): string {
  const first = `diff --git ${quoted(`a/${oldPath}`)} ${quoted(`b/${path}`)}\n`;
  const renamed = `similarity index ${similarity}%\nrename from ${quoted(oldPath)}\nrename to ${quoted(path)}\n`;
  if (before === undefined) return `${first}new file mode ${MODE}\nindex ${NO_BLOB}..${after}\n`;
  if (after === undefined) return `${first}deleted file mode ${MODE}\nindex ${before}..${NO_BLOB}\n`;
  const index = before === after ? '' : `index ${before}..${after} ${MODE}\n`;
  return `${first}${similarity === undefined ? '' : renamed}${index}`;
}

/** A tab ends a name with a space in it, so that it cannot be taken for two. */
function nameOn(side: 'a' | 'b', { path, oldPath, before, after }: Pair): string {
  if ((side === 'a' ? before : after) === undefined) return '/dev/null';
  const name = `${side}/${side === 'a' ? oldPath : path}`;
  return name.includes(' ') ? `${quoted(name)}\t` : quoted(name);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters git quotes
const QUOTED = /["\\\x01-\x1f\x7f]/g;

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function quoted(name: string): string {
  const octal = (sign: string) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`;
  const escaped = name.replace(QUOTED, (sign) => ESCAPES[sign] ?? octal(sign));
  return escaped === name ? name : `"${escaped}"`;
}

function span(start: number, lines: number): string {
  if (lines === 1) return `${start}`;
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function blobId(text: string): BlobId {
  return sha1(`blob ${Buffer.byteLength(text)}\0${text}`);
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function byPath([one]: readonly [string, BlobId], [other]: readonly [string, BlobId]): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function byName(one: Pair, other: Pair): number {
  return Buffer.compare(Buffer.from(one.path), Buffer.from(other.path));
}
