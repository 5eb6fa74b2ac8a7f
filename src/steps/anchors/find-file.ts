import { grouped } from '../../grouped';
import { madeOnce } from '../../made-once';
import { visibleLine } from '../diff/visible';

/** What a path may mean: a changed file, by its name before as well. */
interface Named {
  path: string;
  oldPath?: string;
}

/** The names that files have or had, as a model that spells one otherwise may mean them. */
interface Names<File extends Named> {
  /** Each name with the file that has or had it. */
  all: readonly { name: string; file: File }[];
  composed: Index<File>;
  lower: Index<File>;
  folded: Index<File>;
  /** By the last part of the path: names that end alike have it in common. */
  last: ReadonlyMap<string, readonly { name: string; file: File }[]>;
}

type Index<File> = ReadonlyMap<string, readonly File[]>;

/** By a name that leaves no doubt, the surest first: it is, is shown as, or was called so. */
const sureNames = madeOnce(<File extends Named>(files: readonly File[]): readonly Index<File>[] => [
  filesBy(files.map((file) => [file.path, file] as const)),
  filesBy(files.map((file) => [visibleLine(file.path), file] as const)),
  filesBy(files.flatMap((file) => (file.oldPath === undefined ? [] : [[file.oldPath, file] as const]))),
]) as <File extends Named>(files: readonly File[]) => readonly Index<File>[];

const namesOf = madeOnce(<File extends Named>(files: readonly File[]): Names<File> => {
  const all = files.flatMap((file) => pathsOf(file).map((path) => ({ name: path.normalize('NFC'), file })));
  const by = (nameOf: (name: string) => string) => filesBy(all.map(({ name, file }) => [nameOf(name), file] as const));
  return {
    all,
    composed: by((name) => name),
    lower: by((name) => name.toLowerCase()),
    folded: by(folded),
    last: grouped(all, ({ name }) => lastPart(name.toLowerCase())),
  };
}) as <File extends Named>(files: readonly File[]) => Names<File>;

function filesBy<File>(pairs: readonly (readonly [string, File])[]): Index<File> {
  return new Map([...grouped(pairs, ([name]) => name)].map(([name, all]) => [name, all.map(([, file]) => file)]));
}

/** In order of trust; the first that finds any file decides. */
const WAYS: readonly (<File extends Named>(names: Names<File>, wanted: string) => readonly File[])[] = [
  ({ composed }, wanted) => composed.get(wanted) ?? [],
  ({ lower }, wanted) => lower.get(wanted.toLowerCase()) ?? [],
  (names, wanted) => endingAlike(names, wanted, (known) => endsAtFolder(known, wanted.toLowerCase())),
  (names, wanted) => endingAlike(names, wanted, (known) => endsAtFolder(wanted.toLowerCase(), known)),
  ({ all }, wanted) => all.flatMap(({ name, file }) => (standsIn(name, wanted) ? [file] : [])),
  (names, wanted) => names.folded.get(folded(wanted)) ?? [],
];

/**
 * The files that a model's path may mean: exact, as the prompt shows it, else those that differ in spelling or are meant by their ending.
 * The names of one list are read once.
 */
export function filesMeant<File extends Named>(files: readonly File[], path: string): File[] {
  for (const names of sureNames(files)) {
    const exact = names.get(path);
    if (exact) return [...exact];
  }
  const names = namesOf(files);
  for (const wanted of spellings(path))
    for (const meant of WAYS) {
      const found = new Set(meant(names, wanted));
      if (found.size > 0) return files.filter((file) => found.has(file));
    }
  return [];
}

function endingAlike<File extends Named>(
  { last }: Names<File>,
  wanted: string,
  isMeant: (known: string) => boolean,
): File[] {
  const alike = last.get(lastPart(wanted.toLowerCase())) ?? [];
  return alike.flatMap(({ name, file }) => (isMeant(name.toLowerCase()) ? [file] : []));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function endsAtFolder(long: string, short: string): boolean {
  return short !== '' && long.endsWith(`/${short}`);
}

/** With something around it, such as the number of a line. */
function standsIn(known: string, wanted: string): boolean {
  const start = wanted.indexOf(known);
  if (start < 0) return false;
  const beside = [wanted.charAt(start - 1), wanted.charAt(start + known.length)];
  return beside.every((letter) => letter === '' || /[\s:*`"'()[\]#@,;]/.test(letter));
}

/** As it is spelt by who cannot spell it: without white space, with what addresses and git write for other letters read. */
function folded(path: string): string {
  const bytes = path.replace(/%([\da-f]{2})|\\([0-3][0-7]{2})/gi, (_, hex, octal) =>
    String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number.parseInt(octal, 8)),
  );
  const isPlain = bytes === path;
  const text = isPlain ? path : Buffer.from(bytes, 'latin1').toString('utf8');
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** The path with what diffs and hosts put around it taken off, step by step. */
function spellings(path: string): string[] {
  const quoted = path.trim().replace(/^(["'`])(.*)\1$/, '$2');
  const slashed = quoted.replace(/\\/g, '/').normalize('NFC');
  const bare = slashed.replace(/^(?:\.?\/)+/, '');
  return [...new Set([quoted.normalize('NFC'), bare, bare.replace(/^[ab]\//, '')])].filter((part) => part !== '');
}

function pathsOf(file: Named): string[] {
  return file.oldPath === undefined ? [file.path] : [file.path, file.oldPath];
}
