import { madeOnce } from '../../made-once';
import type { LineRange } from '../../ports/code-host';
import type { ChangedFile } from '../diff/changed-file';
import type { Candidate } from '../findings/finding';
import { holdsCanary } from '../prompt/instructions/canary';
import { type Anchor, type AnchorMethod, UNREAD } from './anchor';
import { type DiffIndex, type IndexedFile, type IndexedLine, indexDiff, type Side } from './diff-index';
import { filesMeant } from './find-file';
import { findCut, findLines, findPart } from './find-quote';
import { isTrivial } from './fold';
import { linesAnchor } from './lines-anchor';
import { type Quote, readCuts, readQuote } from './read-quote';

const FINDERS = { lines: findLines, cut: findCut, part: findPart };

const MAX_STATEMENT_LINES = 30;

const MIN_DISTANCE = 2;

const MIN_TWIN_DISTANCE = 20;

type Spoken = Pick<Candidate, 'path' | 'range' | 'quote'>;

/**
 * Gives a candidate its place: the stated lines if they hold the quote, else the one place in the file's hunks that does,
 * else the whole file; of no such file the one place of the whole diff, else a file that it may mean, be it one that nobody
 * read. Only what means nothing of the change is left to the tracking comment. Pass an index when there are many candidates.
 */
export function anchorCandidate(
  candidate: Spoken,
  diff: readonly ChangedFile[] | DiffIndex,
  unread: readonly string[] = [],
): Anchor {
  const index = 'byPath' in diff ? diff : indexDiff(diff);
  const meant = filesMeant(index.changed, candidate.path);
  const found = only(meant.flatMap(({ path }) => index.byPath.get(path) ?? []));
  const searches = searchesFor(candidate);
  if (!found) return placeAnywhere(index, candidate, { meant, searches }) ?? unreadFile(candidate, unread);
  const place = placeQuote(found, candidate, searches);
  if ('reason' in place) return { kind: 'file', path: found.file.path, reason: place.reason };
  return linesAnchor(found.file, place.range, place.how);
}

/** Undefined where nothing of the diff is meant: a slip in its path loses no problem. */
function placeAnywhere(
  index: DiffIndex,
  candidate: Spoken,
  { meant, searches }: { meant: readonly ChangedFile[]; searches: readonly Searched[] },
): Anchor | undefined {
  index.room.searches -= index.files.length;
  const searched = index.room.searches < 0 ? [] : index.files;
  const places = searched.map((file) => ({ file, place: placeQuote(file, candidate, searches) }));
  const found = only(places.flatMap(({ file, place }) => ('range' in place ? [{ file, place }] : [])));
  if (found) return linesAnchor(found.file.file, found.place.range, found.place.how);
  const atFile = (file: ChangedFile | undefined, reason: string): Anchor | undefined =>
    file && { kind: 'file', path: file.path, reason };
  const holding = places.flatMap(({ file: { file }, place }) => ('range' in place || place.isThere ? [file] : []));
  const [holder] = [...holding.filter((file) => meant.includes(file)), ...holding];
  return (
    atFile(holder, 'its path is no file of the diff, and its quote stands at several places') ??
    atFile(meant[0], `its path may mean ${meant.length} files of the diff`) ??
    (holdsCanary(candidate.path) ? atFile(index.files[0]?.file, 'its place was withheld') : undefined)
  );
}

function unreadFile({ path }: Spoken, unread: readonly string[]): Anchor {
  const [meant] = filesMeant(named(unread), path);
  if (meant) return { kind: 'file', path: meant.path, reason: UNREAD };
  return { kind: 'summary', reason: 'its path is no file of the diff' };
}

const named = madeOnce((paths: readonly string[]) => paths.map((path) => ({ path })));

type Place = { range: LineRange; how: AnchorMethod } | { reason: string; isThere?: true };

interface Placed {
  range: LineRange;
  /** The same lines as the searched side counts them: what a stated line is compared with. */
  counted: LineRange;
  exact: boolean;
}

type Search = 'lines' | 'cut' | 'part';

interface Searched {
  search: Search;
  quote: Quote;
}

function placeQuote(file: IndexedFile, { range }: Pick<Candidate, 'range'>, searches: readonly Searched[]): Place {
  if (searches.length === 0) return { reason: 'it quotes no line' };
  for (const { search, quote } of searches) {
    const places = placesOf(file, range.side, quote, search);
    if (file.room.looks < 0) return { reason: 'more lines are quoted than can be looked for', isThere: true };
    if (places.length > 0) return choose(places, quote, range);
  }
  return { reason: 'the quoted text is not in its hunks' };
}

/** Whole lines come before parts of lines, which more lines may hold by chance. */
function searchesFor({ quote, range }: Pick<Candidate, 'range' | 'quote'>): readonly Searched[] {
  const quotes = readQuote(quote, range.side);
  const by = (search: Search, readings: readonly Quote[]) => readings.map((one) => ({ search, quote: one }));
  return [...by('lines', quotes), ...by('cut', readCuts(quotes)), ...by('part', quotes)];
}

/**
 * Whole lines are looked for on both sides: a moved or re-indented line stands on each, and then a wrong number tells neither;
 * nor does it where the stated side holds the quote within a line and the other as a line. Parts of lines are taken from the
 * stated side first, since an edited line shares them with the line it was.
 */
function placesOf(file: IndexedFile, stated: Side, quote: Quote, search: Search): readonly Placed[] {
  const here = placesOn(file, stated, quote, search);
  if (search !== 'lines' && here.length > 0) return distinct(here);
  const there = placesOn(file, stated === 'old' ? 'new' : 'old', quote, search);
  const within = here.length === 0 && there.length > 0 ? placesOn(file, stated, quote, 'part') : [];
  return distinct([...here, ...within, ...there]);
}

function placesOn(file: IndexedFile, side: Side, quote: Quote, search: Search): readonly Placed[] {
  if (quote.side !== undefined && quote.side !== side) return [];
  return FINDERS[search](file.side(side), quote).map(({ lines, exact }) => {
    const counted = rangeOf(lines, side);
    return { range: onNewSideIfUnchanged(lines, counted), counted, exact };
  });
}

function rangeOf(lines: readonly IndexedLine[], side: Side): LineRange {
  return { side, startLine: lines[0]?.line ?? 0, endLine: lines.at(-1)?.line ?? 0 };
}

/** Unchanged lines belong to the new side, whichever side they were searched on. */
function onNewSideIfUnchanged(lines: readonly IndexedLine[], counted: LineRange): LineRange {
  const [startLine, endLine] = [lines[0]?.newLine ?? null, lines.at(-1)?.newLine ?? null];
  if (startLine === null || endLine === null || lines.some(({ newLine }) => newLine === null)) return counted;
  return { side: 'new', startLine, endLine };
}

/** Unchanged lines are found on both sides and are one place, counted as the stated side counts it. */
function distinct(places: readonly Placed[]): readonly Placed[] {
  const byRange = new Map<string, Placed>();
  for (const place of places) {
    const key = `${place.range.side} ${place.range.startLine} ${place.range.endLine}`;
    if (!byRange.has(key)) byRange.set(key, place);
  }
  return [...byRange.values()];
}

/** One of several places only where the evidence speaks for it alone. */
function choose(places: readonly Placed[], quote: Quote, stated: LineRange): Place {
  const exact = isIndented(quote) ? places.filter((place) => place.exact) : [];
  const pool = exact.length > 0 ? exact : places;
  const standing = pool.find(({ counted }) => counted.side === stated.side && counted.startLine === stated.startLine);
  if (standing) return { range: standing.range, how: 'stated' };
  if (isTrivial(quote.lines.map(({ head, tail = '' }) => `${head} ${tail}`).join(' ')))
    return { reason: 'it quotes too little to be searched for' };
  const inside = only(pool.filter(({ counted }) => contains(stated, counted)));
  if (inside) return { range: inside.range, how: 'stated' };
  const chosen = only(pool) ?? nearest(pool, stated);
  if (!chosen || statedOtherwise(places, pool, stated))
    return { reason: `the quoted text stands at ${places.length} places`, isThere: true };
  return { range: chosen.range, how: chosen.exact ? 'exact' : 'folded' };
}

/** Indentation tells twins apart only when the model kept it. */
function isIndented(quote: Quote): boolean {
  return /^\s/.test(quote.lines[0]?.head ?? '');
}

function contains(stated: LineRange, range: LineRange): boolean {
  const wide = stated.endLine - stated.startLine;
  return (
    wide <= MAX_STATEMENT_LINES &&
    range.side === stated.side &&
    range.startLine >= stated.startLine &&
    range.endLine <= stated.endLine
  );
}

/** True when the stated line holds the quote in another layout: then layout and number contradict each other. */
function statedOtherwise(places: readonly Placed[], pool: readonly Placed[], stated: LineRange): boolean {
  return places.length > pool.length && places.some(({ counted }) => counted.startLine === stated.startLine);
}

/** The place next to the stated line, when it is so close and all others so far that the number can mean no other. */
function nearest(places: readonly Placed[], stated: LineRange): Placed | null {
  const byDistance = places
    .filter(({ counted }) => counted.side === stated.side)
    .map((place) => ({ place, distance: Math.abs(place.counted.startLine - stated.startLine) }))
    .sort((a, b) => a.distance - b.distance);
  const [first, second] = byDistance;
  if (!first || first.distance > MIN_DISTANCE) return null;
  return !second || second.distance >= first.distance + MIN_TWIN_DISTANCE ? first.place : null;
}

function only<Item>(items: readonly Item[]): Item | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}
