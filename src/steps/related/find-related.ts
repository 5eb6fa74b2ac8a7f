import { cutText } from '../../cut-text';
import type { Outline, OutlineEntry } from '../../ports/outliner';
import { BODIES } from '../skeletons/called-bodies';
import type { RelatedCode } from './related-code';
import type { NamesInChange, WantedNames } from './wanted-names';

/** Texts of unchanged files by path, nearest first. */
export type NearbyTexts = ReadonlyMap<string, string>;

/** What is shown of the callers of one name, and around each of their lines. */
const MAX_CALLERS = 3;
const LINES_AROUND = 2;
const MAX_BODY_LINES = 25;
const MAX_LINE_LENGTH = 200;
/** Files that are outlined to find what is called. */
const MAX_OUTLINED = 40;
/** Characters of all that is shown. */
const MAX_CHARACTERS = 16_000;

const WORD = /[A-Za-z_]\w*/g;

/** Files in which something that is called may be declared, those that hold most of the names first. */
export function pathsToOutline(texts: NearbyTexts, { called }: WantedNames): string[] {
  if (called.size === 0) return [];
  return [...texts]
    .map(([path, text]) => ({ path, names: namesIn(text, called) }))
    .filter(({ names }) => names > 0)
    .sort((a, b) => b.names - a.names)
    .slice(0, MAX_OUTLINED)
    .map(({ path }) => path);
}

/** Callers of what the change alters, then declarations of what it calls, as far as there is room. */
export function findRelated(
  texts: NearbyTexts,
  names: WantedNames,
  outlines: ReadonlyMap<string, Outline>,
): RelatedCode[] {
  const found = [...callersOf(texts, names.altered), ...declarationsOf(texts, names.called, outlines)];
  let room = MAX_CHARACTERS;
  return found.filter(({ path, lines }) => {
    const size = lines.reduce((sum, line) => sum + line.length + 9, path.length + 40);
    if (size > room) return false;
    room -= size;
    return true;
  });
}

function namesIn(text: string, names: NamesInChange): number {
  const found = new Set<string>();
  for (const [word] of text.matchAll(WORD)) if (names.has(word)) found.add(word);
  return found.size;
}

function callersOf(texts: NearbyTexts, altered: NamesInChange): RelatedCode[] {
  if (altered.size === 0) return [];
  const counts = new Map<string, number>();
  return [...texts].flatMap(([path, text]) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) => {
      const name = nameCalledIn(line, altered);
      const count = counts.get(name ?? '') ?? 0;
      if (name === undefined || count >= MAX_CALLERS) return [];
      counts.set(name, count + 1);
      const from = Math.max(0, index - LINES_AROUND);
      return [part(path, `calls ${name}`, altered.get(name) ?? [], lines, from, index + LINES_AROUND + 1)];
    });
  });
}

function nameCalledIn(line: string, names: NamesInChange): string | undefined {
  if (line.length > 2000) return undefined;
  for (const { 0: word, index } of line.matchAll(WORD)) {
    if (names.has(word) && line[index + word.length] === '(') return word;
  }
  return undefined;
}

/** A name that several nearby files declare is left out: nobody could tell which is meant. */
function declarationsOf(
  texts: NearbyTexts,
  called: NamesInChange,
  outlines: ReadonlyMap<string, Outline>,
): RelatedCode[] {
  const declared = new Map<string, { path: string; entry: OutlineEntry }[]>();
  for (const [path, outline] of outlines) {
    if (outline.kind !== 'outline') continue;
    for (const entry of outline.entries) {
      if (!BODIES.has(entry.kind) || !called.has(entry.name)) continue;
      declared.set(entry.name, [...(declared.get(entry.name) ?? []), { path, entry }]);
    }
  }
  return [...declared].flatMap(([name, places]) => {
    const [place, ...others] = places;
    if (place === undefined || others.length > 0) return [];
    const lines = (texts.get(place.path) ?? '').split('\n');
    const { startLine, headerEndLine, endLine } = place.entry;
    const end = Math.min(endLine, headerEndLine + MAX_BODY_LINES);
    return [part(place.path, `declares ${name}`, called.get(name) ?? [], lines, startLine - 1, end)];
  });
}

function part(
  path: string,
  what: string,
  usedBy: readonly string[],
  lines: readonly string[],
  from: number,
  end: number,
): RelatedCode {
  const shown = lines.slice(from, end).map((line) => cutText(line.trimEnd(), MAX_LINE_LENGTH));
  return { path, what, usedBy, startLine: from + 1, lines: shown };
}
