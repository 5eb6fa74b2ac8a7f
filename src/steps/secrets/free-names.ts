import { lineBefore } from './line-before';

/** Whether a name stands in a table of names that anybody may give: `[project.scripts]`, `"imports": {…}`, `alias:`. */
export type IsFree = (at: number) => boolean;

/** Tables whose names say nothing of their values: commands, packages, paths. */
const TABLE =
  /^(?:.*(?:scripts?|tasks?|alias(?:es)?|imports?|entry[_-]?points?|plugins?|hooks?|commands?|dependencies|packages)|moduleNameMapper|paths|entry|bin|exports|externals|tools|goals)$/i;

/** Asks about places of one text; what its tables are is looked for once, when the first place is asked about. */
export function freeNames(text: string): IsFree {
  let tables: readonly TableOf[] | undefined;
  return (at) => {
    tables ??= [bracesOf(text), headingsOf(text), linesFurtherOut(text)];
    return tables.some((tableOf) => TABLE.test(lastOf(tableOf(at))));
  };
}

/** What the table of a place is called; empty where it stands in none. */
type TableOf = (at: number) => string;

function lastOf(name: string): string {
  const parts = name.replace(/["']/g, '').split('.');
  return parts.at(-1) ?? '';
}

const OPENS = /["']?(?<name>[\w.-]{1,80})["']?[ \t]{0,8}[:=]\s{0,60}\[?\s{0,20}$/;

/** What stands before the brace that is still open. */
function bracesOf(text: string): TableOf {
  const [places, open] = [[] as number[], [] as number[]];
  const stack: number[] = [];
  for (const { index, 0: sign } of text.matchAll(/[{}]/g)) {
    if (sign === '{') stack.push(index);
    else stack.pop();
    places.push(index);
    open.push(stack.at(-1) ?? -1);
  }
  const names = new Map<number, string>();
  return (at) => {
    const brace = open[lastBefore(places, at)] ?? -1;
    if (brace < 0) return '';
    const known = names.get(brace) ?? OPENS.exec(text.slice(Math.max(0, brace - 200), brace))?.groups?.name ?? '';
    names.set(brace, known);
    return known;
  };
}

const HEADING = /^[ \t]*\[\[?[ \t]*(?<name>[^\]\n]{1,200}?)[ \t]*\]\]?[ \t]*(?:[#;].*)?\r?$/gm;

/** The last heading of a line of its own. */
function headingsOf(text: string): TableOf {
  const found = [...text.matchAll(HEADING)];
  const ends = found.map(({ index, 0: line }) => index + line.length);
  return (at) => found[lastBefore(ends, at)]?.groups?.name ?? '';
}

/** A name that its line begins with: in a list of commands it is an option. */
const KEY = /^(?<indent>[ \t]*)["']?[\w.-]*$/;
/** As far as a line begins with blanks, unless nothing follows or a comment does. */
const INDENT = /^[ \t]{0,200}(?=[^\s#])/gm;
const ITSELF = /^[ \t]*["']?(?<name>[\w.-]{1,80})["']?[ \t]*:[ \t]*(?:#.*)?\r?$/;

/** The nearest line before that begins further to the left, as YAML has it. */
function linesFurtherOut(text: string): TableOf {
  const [starts, parents] = [[] as number[], [] as number[]];
  const stack: { start: number; indent: number }[] = [];
  for (const { index, 0: blanks } of text.matchAll(INDENT)) {
    while (stack.length > 0 && (stack.at(-1)?.indent ?? 0) >= blanks.length) stack.pop();
    starts.push(index);
    parents.push(stack.at(-1)?.start ?? -1);
    stack.push({ start: index, indent: blanks.length });
  }
  return (at) => {
    if ((KEY.exec(lineBefore(text, at, 200))?.groups?.indent?.length ?? 0) === 0) return '';
    const parent = parents[lastBefore(starts, at)] ?? -1;
    return parent < 0 ? '' : (ITSELF.exec(text.slice(parent, lineEnd(text, parent)))?.groups?.name ?? '');
  };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return Math.min(end < 0 ? text.length : end, from + 200);
}

/** Where the last of these places, which rise, stands before one; -1 where none does. */
function lastBefore(places: readonly number[], at: number): number {
  let [low, high] = [-1, places.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle] ?? 0) < at) low = middle;
    else high = middle - 1;
  }
  return low;
}
