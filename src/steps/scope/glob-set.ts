import { madeOnce } from '../../made-once';
import { add, advance, type Bits, both, either, emptyBits, numbersOf } from './bits';
import { compileGlob, type Glob } from './glob';
import { nameSet } from './name-set';

/** Answers which globs of an ordered list match a path: their indexes, ascending. */
export type GlobSet = (path: string) => readonly number[];

/**
 * Compiles a list once, when the first path comes, and walks a path through all globs together: each bit is a place in a glob, and
 * each name of the path moves the places that match it on by one. minimatch decides about names only, each name once, so that long
 * lists stay cheap on large trees. The answers are those of asking minimatch about each glob and each path.
 */
export const globSet = madeOnce((globs: readonly Glob[]): GlobSet => {
  let compiled: GlobSet | undefined;
  return (path) => {
    compiled ??= compile(globs);
    return compiled(path);
  };
});

function compile(globs: readonly Glob[]): GlobSet {
  const walk = walkOf(globs);
  const undivided = globs.flatMap((glob, index) => (isDivided(glob) ? [] : [{ test: wholeTest(glob), index }]));
  return (path) => {
    const normal = path.replace(NO_LETTER, '\ufffd').normalize('NFC');
    const matched = numbersOf(walk.file(normal)).map((place) => walk.ends.get(place) ?? 0);
    return [...matched, ...undivided.filter(({ test }) => test(normal)).map(({ index }) => index)].sort(
      (a, b) => a - b,
    );
  };
}

/** Signs of their own that only normalising and small letters turn into a letter or a mark of ASCII, such as the sign for Kelvin. */
const NO_LETTER = /[\u212a\u037e\u1fef]/g;

interface Walk {
  /** Places of ended globs that match the file. */
  file(path: string): Bits;
  /** Index of the glob that ends at a place. */
  ends: ReadonlyMap<number, number>;
}

/** Where the path's names have led so far, and which globs ended on a folder above. */
interface Position {
  places: Bits;
  covered: Bits;
}

function walkOf(globs: readonly Glob[]): Walk {
  const places = placesOf(globs);
  const names = remembered(nameSet(places.names));
  const step = (from: Bits, name: string) => advance(from, names(name), places.stars);
  const folders = remembered((folder: string): Position => {
    if (folder === '') return { places: startOf(places), covered: emptyBits(places.names.length) };
    const above = folders(parentOf(folder));
    const here = step(above.places, nameOf(folder));
    return { places: here, covered: either(above.covered, both(here, places.folderEnds)) };
  });
  return {
    ends: places.ends,
    file(path) {
      const folder = folders(parentOf(path));
      return either(folder.covered, both(step(folder.places, nameOf(path)), places.fileEnds));
    },
  };
}

/** Where every glob begins; those that begin with `**` also behind it. */
function startOf({ starts, stars }: Places): Bits {
  return either(starts, advance(starts, both(starts, stars), stars));
}

interface Places {
  /** The glob of the name wanted at each place; undefined at ends and at `**`. */
  names: (string | undefined)[];
  starts: Bits;
  /** Places of `**`, which any number of names leaves where they are. */
  stars: Bits;
  /** Ends that match a file, and ends that match a folder with all that is in it. */
  fileEnds: Bits;
  folderEnds: Bits;
  ends: Map<number, number>;
}

function placesOf(globs: readonly Glob[]): Places {
  const lists = globs.map((glob) => (isDivided(glob) ? namesOf(glob) : []));
  const size = lists.reduce((sum, { length }) => sum + length + 1, 0);
  const names = new Array<string | undefined>(size);
  const [starts, stars, fileEnds, folderEnds] = [emptyBits(size), emptyBits(size), emptyBits(size), emptyBits(size)];
  const ends = new Map<number, number>();
  let place = 0;
  for (const [index, glob] of globs.entries()) {
    const list = lists[index] ?? [];
    const folderOnly = list.length > 1 && list.at(-1) === '**';
    const wanted = folderOnly ? list.slice(0, -1) : list;
    if (wanted.length > 0) add(starts, place);
    for (const name of wanted) {
      if (name === '**') add(stars, place);
      else names[place] = name;
      place += 1;
    }
    ends.set(place, index);
    if (!folderOnly) add(fileEnds, place);
    if (folderOnly || glob.coversFolders) add(folderEnds, place);
    place += 1;
  }
  return { names, starts, stars, fileEnds, folderEnds, ends };
}

/** The names of a glob; of `**` in a row one says as much as all. */
function namesOf({ pattern }: Glob): string[] {
  const names = pattern.split('/').filter((name) => name !== '');
  return names.filter((name, index) => name !== '**' || names[index - 1] !== '**');
}

/** False where a group spans a slash, so that the glob has no names of its own. */
function isDivided({ pattern }: Glob): boolean {
  return pattern.split('/').every((name) => name !== '.' && name !== '..' && isClosed(name));
}

function isClosed(name: string): boolean {
  if (!/[{}()[\]]/.test(name)) return true;
  const bare = name.replace(/\\./g, '');
  return [/[{}]/g, /[()]/g, /[[\]]/g].every((marks) => (bare.match(marks)?.length ?? 0) % 2 === 0);
}

function wholeTest({ pattern, coversFolders }: Glob): (path: string) => boolean {
  const [itself, below] = [compileGlob(pattern), compileGlob(`${pattern}/**`)];
  return (path) => itself(path) || (coversFolders && below(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function remembered<Answer>(ask: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    return answer;
  };
}
