import { grouped } from '../../grouped';
import { madeOnce } from '../../made-once';
import type { Address } from './sarif-path';
import type { SarifPlace, SarifReading, SarifResult } from './sarif-result';

/** Of more paths nobody is asked: what is no changed file then counts as an unchanged one. */
const MAX_ASKED = 5_000;
const MAX_ENDS = 20;
/** Folders that are made and not kept: their files are named like those that they were made from. */
const BUILT = /(?:^|\/)(?:node_modules|bower_components|vendor|obj|bin|dist|out|build|target|\.[^/]+)\//i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: git is asked line by line
const CONTROLS = /[\u0000-\u001f]/;

/** What is known of the repository's files. */
export interface KnownPaths {
  /** Every path that the pull request changes, in scope or not. */
  changed: ReadonlySet<string>;
  /** Of those that were asked for, the ones that are files at the source commit. */
  existing: ReadonlySet<string>;
  /** Those that were asked for; of others nobody knows. */
  asked?: ReadonlySet<string>;
  /** Links that the pull request adds or changes: what lies behind them has other paths too. */
  links?: ReadonlySet<string>;
}

/** A reading whose places have the paths that they mean, and none where nobody knows. */
export interface LocatedReading extends SarifReading {
  /** Places whose path is a guess: what the tool wrote, and the changed file that ends alike. */
  guesses: readonly { address: string; path: string }[];
  /** Addresses of enforced rules that may mean several changed files: the result counts in each. */
  twins: readonly { address: string; paths: readonly string[] }[];
  /** Addresses that nobody understood. */
  lost: readonly string[];
}

/** Paths that decide what an address means, when none of them is a changed file. */
export function pathsInDoubt(readings: readonly SarifReading[], changed: ReadonlySet<string>): string[] {
  const asked = new Set<string>();
  for (const { address } of readings.flatMap(placesOf)) {
    if (asked.size >= MAX_ASKED) break;
    if (address === undefined || spellingsOf(address).some((path) => changed.has(path))) continue;
    for (const path of [...spellingsOf(address), ...address.texts.flatMap(endsOf)])
      if (asked.size < MAX_ASKED) asked.add(path);
  }
  return [...asked].filter((path) => !changed.has(path) && !CONTROLS.test(path));
}

/**
 * Decides for every place of a reading which file of the repository it means. Where it may mean several changed ones, a result of an
 * enforced rule has a place in each: nobody can take it away by a file whose name reads like that of another.
 */
export function locateResults(
  reading: SarifReading,
  known: KnownPaths,
  isEnforced: (ruleId: string) => boolean = () => false,
): LocatedReading {
  const isKnown = (path: string) => known.changed.has(path) || known.existing.has(path);
  const places = placesOf(reading);
  // A tool that names files of this checkout names others as truly.
  const isAtHome = places.some(({ address }) => address?.isAbsolute && address.paths.some(isKnown));
  const guesses: { address: string; path: string }[] = [];
  const twins: { address: string; paths: readonly string[] }[] = [];
  const lost: string[] = [];
  const locate = (place: SarifPlace, isEverywhere: boolean): Located => {
    if (place.address === undefined) return [place];
    const { address, path: _, ...rest } = place;
    const meant = meaning(address, known, isAtHome);
    if (meant.kind === 'lost') lost.push(address.text);
    if (meant.kind === 'guess') guesses.push({ address: address.text, path: meant.path });
    if (!('path' in meant)) return [{ ...rest, address }];
    const twinPaths = isEverywhere ? (meant.twins ?? []) : [];
    if (twinPaths.length > 0) twins.push({ address: address.text, paths: [meant.path, ...twinPaths] });
    const absent = meant.kind === 'absent' ? { isAbsent: true as const } : {};
    const made = meant.kind === 'made' ? { isMade: true as const } : {};
    return [{ ...rest, path: meant.path, ...absent, ...made }, ...twinPaths.map((path) => ({ ...rest, path }))];
  };
  // A place that nobody understood says nothing here.
  const quietly = ({ address, path, region }: SarifPlace): SarifPlace[] => {
    const meant = address === undefined ? { path } : meaning(address, known, isAtHome);
    const twinPaths = 'twins' in meant ? (meant.twins ?? []) : [];
    if (!('path' in meant) || meant.path === undefined) return [];
    return [meant.path, ...twinPaths].map((path) => ({ path, ...(region ? { region } : {}) }));
  };
  const unread = reading.unread?.map(({ places, words }) => ({ words, places: places.flatMap(quietly) }));
  return {
    ...reading,
    results: reading.results.map((result) => ({
      ...located(result, (place) => locate(place, isEnforced(result.ruleId))),
      ...(result.starts ? { starts: result.starts.flatMap(quietly) } : {}),
    })),
    ...(unread ? { unread } : {}),
    ...{ guesses, twins, lost },
  };
}

/** Where a place is; further ones where it may be as well. */
type Located = readonly [SarifPlace, ...SarifPlace[]];

function located(result: SarifResult, locate: (place: SarifPlace) => Located): SarifResult {
  const { path, address, region, alsoAt, unplaced: _, isAbsent: __, isMade: ___, ...rest } = result;
  if (path === undefined && address === undefined) return result;
  const [first, ...twins] = locate({
    ...(path === undefined ? {} : { path }),
    ...(address ? { address } : {}),
    ...(region ? { region } : {}),
  });
  const others = [...twins, ...(alsoAt ?? []).flatMap(locate)];
  return {
    ...{ ...rest, ...first },
    ...(first.path === undefined ? { unplaced: 'outside' as const } : {}),
    ...(others.length > 0 ? { alsoAt: others } : {}),
  };
}

function placesOf({ results, unread = [] }: SarifReading): SarifPlace[] {
  return [
    ...results.flatMap((result) => [result, ...(result.alsoAt ?? [])]),
    ...unread.flatMap(({ places }) => places),
  ];
}

type Meaning =
  /** `twins`: changed files that may be meant as well. */
  | { kind: 'certain' | 'guess' | 'absent' | 'made'; path: string; twins?: readonly string[] }
  | { kind: 'foreign' }
  | { kind: 'lost' };

/** In this order: what stands there, what is a changed file but for its letters, what the end of the path tells. */
function meaning(address: Address, known: KnownPaths, isAtHome: boolean): Meaning {
  const spellings = spellingsOf(address);
  const [below] = address.paths;
  if (below !== undefined && isBehind(known.links, below)) return { kind: 'absent', path: below };
  const [exact, ...twins] = changedOf(address, spellings, known.changed);
  if (exact !== undefined) return { kind: 'certain', path: exact, twins };
  const standing = spellings.find((path) => known.existing.has(path));
  // Where letter case tells no names apart, a file of the change may lie in its place.
  if (standing !== undefined && foldedPaths(known.changed).has(folded(standing))) return { kind: 'lost' };
  if (standing !== undefined) return { kind: 'certain', path: standing };
  const [unwritten, ...others] = spellings.flatMap((path) => unwrittenPaths(known.changed).get(plainly(path)) ?? []);
  if (unwritten !== undefined) return { kind: 'guess', path: unwritten, twins: others };
  // What lies below the repository and is not in it, such as what a build made, is understood all the same.
  if ((isAtHome && address.isAbsolute) || address.isBeside) {
    if (below === undefined) return { kind: 'foreign' };
    return { kind: known.asked?.has(below) && !address.isBeside ? 'made' : 'certain', path: below };
  }
  return byItsEnd(address, known);
}

/** Letters that a tool may not know how to write: it puts a sign of its own there, or what their bytes are elsewhere. */
const UNWRITABLE = /(?:[^ -~]|\\x[0-9a-f]{2}|\?)+/g;

function plainly(path: string): string {
  return path.replace(UNWRITABLE, '?');
}

/** Changed files with such letters, by what is left of their names. */
const unwrittenPaths = madeOnce((changed: ReadonlySet<string>) =>
  grouped(
    [...changed].filter((path) => plainly(path) !== path),
    plainly,
  ),
);

/** A path as it stands, and without what some tools write behind it: `#L2`, `?x`, `:2:1`. */
function spellingsOf({ paths, texts }: Address): string[] {
  // A folder of the repository may be called as a drive or a scheme is.
  const written = [...paths, ...texts];
  const bare = written.map((path) => path.replace(/[#?][^/]*$|(?::\d{1,9}){1,2}$/, ''));
  return [...new Set([...written, ...bare])].filter((path) => path !== '');
}

/** A tool that follows a link names what lies behind it by the link's path. */
function isBehind(links: ReadonlySet<string> | undefined, path: string): boolean {
  if (links === undefined || links.size === 0) return false;
  const segments = path.split('/');
  return segments.slice(1).some((_, index) => links.has(segments.slice(0, index + 1).join('/')));
}

/** Every changed file that may be meant, the surest first: where one is named, so may be one that lies in its place on some systems. */
function changedOf({ ignoresCase }: Address, spellings: readonly string[], changed: ReadonlySet<string>): string[] {
  const named = spellings.filter((path) => changed.has(path));
  const alike = spellings.flatMap((path) => foldedPaths(changed).get(folded(path)) ?? []);
  const composed = new Set(spellings.map((path) => path.normalize('NFC')));
  const isMeant = (path: string) => named.length > 0 || ignoresCase || composed.has(path.normalize('NFC'));
  return [...new Set([...named, ...alike.filter(isMeant)])];
}

const foldedPaths = madeOnce((changed: ReadonlySet<string>) => grouped(changed, folded));

/** As file systems of Windows and macOS tell names. */
function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** The tool saw the repository below another root (a container's, another machine's), or ran in a folder of it. */
function byItsEnd({ texts, paths: [below] }: Address, known: KnownPaths): Meaning {
  const isBuilt = below !== undefined && BUILT.test(below);
  const ends = isBuilt ? [] : texts.flatMap((text) => knownEnds(text, known));
  const [changed, ...twins] = new Set(ends.filter((end) => known.changed.has(end)));
  if (changed !== undefined) return { kind: 'guess', path: changed, twins };
  if (ends[0] !== undefined) return { kind: 'certain', path: ends[0] };
  const alike = new Set(texts.flatMap((text) => longestAlike(text, known.changed, below !== undefined)));
  const [path, second] = alike;
  if (path !== undefined && second === undefined) return { kind: 'guess', path };
  if (path !== undefined || below === undefined) return { kind: 'lost' };
  if (!known.asked?.has(below)) return { kind: 'certain', path: below };
  return { kind: isBuilt ? 'made' : 'absent', path: below };
}

/** The longest end that is a file; where that is a changed one, a shorter one of the change may be meant as well. */
function knownEnds(text: string, { changed, existing }: KnownPaths): string[] {
  const [longest, ...shorter] = endsOf(text).filter((end) => changed.has(end) || existing.has(end));
  if (longest === undefined) return [];
  return changed.has(longest) ? [longest, ...shorter.filter((end) => changed.has(end))] : [longest];
}

/** `src/app/main.py`, `app/main.py`, `main.py`: as if each folder in turn were the repository's. */
export function endsOf(text: string): string[] {
  const segments = segmentsOf(text);
  const last = segments.slice(-MAX_ENDS);
  return last.map((_, index) => last.slice(index).join('/'));
}

function segmentsOf(text: string): string[] {
  return text.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/** Changed files that share the longest end with the address; with `whole`, only those that end with all of it. */
function longestAlike(text: string, changed: ReadonlySet<string>, whole: boolean): readonly string[] {
  const ends = endsOf(text);
  const asked = whole && segmentsOf(text).length > MAX_ENDS ? [] : whole ? ends.slice(0, 1) : ends;
  const byEnd = pathsByEnd(changed);
  return asked.map((end) => byEnd.get(end) ?? []).find((alike) => alike.length > 0) ?? [];
}

/** Changed files by each of their ends, made once for all addresses of a report. */
const pathsByEnd = madeOnce((changed: ReadonlySet<string>) => {
  const byEnd = new Map<string, string[]>();
  for (const path of changed) {
    for (const end of endsOf(path)) {
      const alike = byEnd.get(end);
      if (alike === undefined) byEnd.set(end, [path]);
      // Of more than two nobody can tell which is meant either.
      else if (alike.length < 2) alike.push(path);
    }
  }
  return byEnd;
});
