import { lineBefore } from './line-before';

/** Tables whose names say nothing of their values: commands, packages, paths. */
const TABLE =
  /^(?:.*(?:scripts?|tasks?|alias(?:es)?|imports?|entry[_-]?points?|plugins?|hooks?|commands?|dependencies|packages)|moduleNameMapper|paths|entry|bin|exports|externals|tools|goals)$/i;
/** Letters before a name in which its table begins. */
const WIDEST = 8_000;
const HEADING = /^[ \t]*\[\[?[ \t]*(?<name>[^\]\n]{1,200}?)[ \t]*\]\]?[ \t]*(?:[#;].*)?\r?$/;
const OPENS = /["']?(?<name>[\w.-]{1,80})["']?[ \t]{0,8}[:=]\s{0,60}\[?\s{0,20}$/;

/** Whether a name stands in a table of names that anybody may give: `[project.scripts]`, `"imports": {…}`, `alias:`. */
export function isFreeName(text: string, at: number): boolean {
  return [braces, heading, lineFurtherOut].some((tableOf) => TABLE.test(lastOf(tableOf(text, at))));
}

function lastOf(name: string): string {
  const parts = name.replace(/["']/g, '').split('.');
  return parts.at(-1) ?? '';
}

/** What stands before the brace that is still open. */
function braces(text: string, at: number): string {
  const from = Math.max(0, at - WIDEST);
  let depth = 0;
  for (let place = at - 1; place >= from; place -= 1) {
    const sign = text[place];
    if (sign === '}') depth += 1;
    else if (sign === '{' && depth === 0)
      return OPENS.exec(text.slice(Math.max(from, place - 200), place))?.groups?.name ?? '';
    else if (sign === '{') depth -= 1;
  }
  return '';
}

/** The last heading of a line of its own. */
function heading(text: string, at: number): string {
  for (let end = text.lastIndexOf('\n', at); ; ) {
    const start = end < 0 ? -1 : text.lastIndexOf('\n', end - 1);
    if (end < 0 || at - start > WIDEST) return '';
    const name = HEADING.exec(text.slice(start + 1, end))?.groups?.name;
    if (name !== undefined) return name;
    end = start;
  }
}

/** A name that its line begins with: in a list of commands it is an option. */
const KEY = /^(?<indent>[ \t]*)["']?[\w.-]*$/;

/** The nearest line before that begins further to the left, as YAML has it. */
function lineFurtherOut(text: string, at: number): string {
  const indent = KEY.exec(lineBefore(text, at, 200))?.groups?.indent?.length ?? 0;
  if (indent === 0) return '';
  for (let end = text.lastIndexOf('\n', at); end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1);
    if (at - start > WIDEST) return '';
    const line = text.slice(start + 1, Math.min(end, start + 200));
    const own = /^[ \t]*(?=[^\s#])/.exec(line)?.[0].length;
    if (own !== undefined && own < indent)
      return /^[ \t]*["']?(?<name>[\w.-]{1,80})["']?[ \t]*:[ \t]*(?:#.*)?\r?$/.exec(line)?.groups?.name ?? '';
    end = start;
  }
  return '';
}
