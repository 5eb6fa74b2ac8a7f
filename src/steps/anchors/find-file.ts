import { visibleLine } from '../diff/visible';

/** What a path may mean: a changed file, by its name before as well. */
interface Named {
  path: string;
  oldPath?: string;
}

type Means = (known: string, wanted: string) => boolean;

/** In order of trust; the first that finds any file decides. */
const WAYS: readonly Means[] = [
  (known, wanted) => known === wanted,
  (known, wanted) => known.toLowerCase() === wanted.toLowerCase(),
  (known, wanted) => endsAtFolder(known.toLowerCase(), wanted.toLowerCase()),
  (known, wanted) => endsAtFolder(wanted.toLowerCase(), known.toLowerCase()),
  standsIn,
  (known, wanted) => folded(known) === folded(wanted),
];

/** The files that a model's path may mean: exact, as the prompt shows it, else those that differ in spelling or are meant by their ending. */
export function filesMeant<File extends Named>(files: readonly File[], path: string): File[] {
  for (const isMeant of waysTo(path)) {
    const found = files.filter(isMeant);
    if (found.length > 0) return found;
  }
  return [];
}

function waysTo(path: string): ((file: Named) => boolean)[] {
  const exact = [
    (file: Named) => file.path === path,
    (file: Named) => visibleLine(file.path) === path,
    (file: Named) => file.oldPath === path,
  ];
  const alike = spellings(path).flatMap((wanted) =>
    WAYS.map((means) => (file: Named) => pathsOf(file).some((known) => means(known.normalize('NFC'), wanted))),
  );
  return [...exact, ...alike];
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
