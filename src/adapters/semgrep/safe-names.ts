import { extname } from 'node:path';

/** Letters of a whole name; Windows holds 260, of which the folder of the copies takes some. */
const MAX_PATH = 180;
const MAX_SEGMENT = 100;
/** Of a path that is too long, so much of its begin is kept. */
const MAX_BEGIN = 50;

const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const MEANINGFUL =
  /^(?:\.git|\.gitignore|\.gitattributes|\.gitmodules|\.semgrep.*|\.opengrep.*|renamed-\d+-by-second-pass.*)$/i;

const OWN_NAME = /renamed-(\d{1,9})-by-second-pass(?:\.[a-z0-9]{1,12})?/gi;

/** As long as one of our own names is. */
const OWN_LENGTH = 27;

export interface SafeNames {
  /** The path itself where every system can hold it and no scanner reads meaning into it; else one in which what cannot be held is renamed. */
  nameOf(path: string): string;
  /** The path whose copy has this name; undefined when no copy has. */
  pathOf(name: string): string | undefined;
  /** Words in which our names are the repository's own again, for people: what is decided goes by `pathOf`. */
  restored(words: string): string;
}

/**
 * Names for copies of files. A folder or a file that must be called otherwise is renamed alone, and keeps its ending: rules that hold
 * for some paths see all others as they are.
 */
export function createSafeNames(): SafeNames {
  const originals: string[] = [];
  const ownFolders = new Map<string, string>();
  // By names in small letters: no two copies differ in case alone.
  const paths = new Map<string, string>();
  const taken = new Set<string>(['.semgrepignore']);

  function ownName(original: string, ending: string): string {
    originals.push(original);
    return `renamed-${originals.length}-by-second-pass${ending}`;
  }

  function folderIn(parent: string, segment: string): string {
    // The middle of a long path is one segment with slashes: only apart from its parent is it told from folders that read alike.
    const key = `${parent}\0${segment}`;
    const known = ownFolders.get(key);
    if (known !== undefined) return known;
    if (isPlain(segment) && !taken.has(`${parent}${segment}`.toLowerCase())) return segment;
    const own = ownName(segment, '');
    ownFolders.set(key, own);
    return own;
  }

  function fileIn(parent: string, segment: string): string {
    const folded = `${parent}${segment}`.toLowerCase();
    const isFree = !taken.has(folded) && !taken.has(`${folded}/`);
    return isPlain(segment) && isFree ? segment : ownName(segment, safeEnding(segment));
  }

  return {
    nameOf(path) {
      const segments = shortened(path.split('/'));
      let name = '';
      for (const folder of segments.slice(0, -1)) {
        name += `${folderIn(name, folder)}/`;
        taken.add(name.toLowerCase());
      }
      name += fileIn(name, segments.at(-1) ?? '');
      taken.add(name.toLowerCase());
      paths.set(name.toLowerCase(), path);
      return name;
    },
    pathOf: (name) => paths.get(name.replaceAll('\\', '/').replace(/^\.\//, '').toLowerCase()),
    restored: (words) => words.replace(OWN_NAME, (own, number) => originals[Number(number) - 1] ?? own),
  };
}

/** Where a path is too long, all folders of its middle become one. */
function shortened(segments: readonly string[]): readonly string[] {
  const lengths = segments.map((segment) => 1 + (isPlain(segment) ? segment.length : OWN_LENGTH));
  if (lengths.reduce((sum, length) => sum + length, 0) <= MAX_PATH) return segments;
  let length = 0;
  const isBegin = lengths.map((one) => {
    length += one;
    return length <= MAX_BEGIN;
  });
  const begin = segments.slice(0, isBegin.filter(Boolean).length);
  return [...begin, segments.slice(begin.length, -1).join('/'), ...segments.slice(-1)];
}

/** ASCII without characters that are encoded in addresses, so that the scanner's answer names the same path. */
function isPlain(segment: string): boolean {
  if (segment.length > MAX_SEGMENT || !/^[\w.@+=,()[\]{}~!#$&' -]+$/.test(segment)) return false;
  if (/^\.{1,2}$|[. ]$|^[ -]/.test(segment)) return false;
  return !RESERVED.test(segment) && !MEANINGFUL.test(segment) && !/~\d/.test(segment);
}

function safeEnding(name: string): string {
  const ending = extname(name);
  return /^\.[a-z0-9]{1,12}$/i.test(ending) ? ending : '';
}
