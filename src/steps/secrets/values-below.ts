import { matchAt } from './match-at';
import type { Span } from './yaml-line';

/** A value below a name that tells, under a key of its own. */
export interface ValueBelow extends Span {
  key: string;
  isQuoted: boolean;
}

const BRACES = /["']?[ \t]{0,4}[:=]\s{0,60}\{\s{0,60}/y;
const PAIR =
  /["']?(?<key>[\w.-]{1,60})["']?[ \t]{0,4}[:=][ \t]{0,4}(?:(?<quote>["'])(?<secret>[^\s"'\\]{6,128})\k<quote>|["'][^"'\n]{0,400}["']|(?<opens>\{)|[\w.-]{1,40})[ \t]{0,4}(?:,\s{0,60}|\s{1,60}|(?=\})|(?<=\{))/y;
const CLOSING = /\}\s{0,60},?\s{0,60}/y;
const LINES = /["']?[ \t]{0,4}:[ \t]{0,8}(?:#[^\n]{0,80})?\r?\n/y;
const LINE =
  /(?<indent>[ \t]{1,40})["']?(?<key>[\w.-]{1,60})["']?[ \t]{0,4}:(?:(?<opens>)(?=[ \t]{0,20}(?:#|\r?\n))|[ \t]{1,8}(?:(?<quote>["'])(?<secret>[^\s"'\\]{6,128})\k<quote>|(?<bare>[^\s"'#]{6,128})|[^\n]{0,400}))[ \t]{0,20}(?:#[^\n]{0,80})?\r?(?:\n|$)/y;
const MOST = 20;

/** `"password": {"prod": …}`, and the same on lines of YAML further in, also two or more keys below. */
export function valuesBelow(text: string, indent: number, end: number): ValueBelow[] {
  const braces = matchAt(BRACES, text, end);
  if (braces) return inBraces(text, end + braces[0].length);
  const lines = matchAt(LINES, text, end);
  return lines ? inLines(text, end + lines[0].length, indent) : [];
}

/** What is about the name and none of its values, as schemes and translations have it. */
const ABOUT =
  /^(?:type|description|title|format|example|label|placeholder|name|key|env|from|path|file|message|required|hint|help|pattern|id|class|ref|alias|icon|error|invalid|confirm\w*|forgot\w*|reset\w*|change\w*|show|hide|too\w*|min\w*|max\w*)$/i;
/** What is told of a place or of the value itself. */
const OF_VALUE = /^(?:value|secret|plain(?:text)?|prod\w*|dev\w*|stag\w*|qa|uat|live)$/i;

export function isAbout(key: string): boolean {
  return ABOUT.test(key);
}

export function isOfValue(key: string): boolean {
  return OF_VALUE.test(key);
}

function inBraces(text: string, from: number): ValueBelow[] {
  const found: ValueBelow[] = [];
  let [at, depth] = [from, 0];
  for (let count = 0; count < MOST; count += 1) {
    const closing = matchAt(CLOSING, text, at);
    const match = closing ?? matchAt(PAIR, text, at);
    if (!match || (closing && depth === 0)) return found;
    // What lies below a word about the name is about it too.
    if (match.groups?.opens !== undefined && isAbout(match.groups.key ?? '')) return found;
    depth += closing ? -1 : match.groups?.opens === undefined ? 0 : 1;
    found.push(...valueIn(match, at));
    at += match[0].length;
  }
  return found;
}

function inLines(text: string, from: number, indent: number): ValueBelow[] {
  const found: ValueBelow[] = [];
  let [at, column] = [from, -1];
  for (let count = 0; count < MOST; count += 1) {
    const match = matchAt(LINE, text, at);
    const { key = '', opens, indent: own = '' } = match?.groups ?? {};
    if (column < 0) column = own.length;
    if (!match || own.length <= indent || own.length < column) return found;
    if (opens !== undefined && isAbout(key)) return found;
    found.push(...valueIn(match, at));
    at += match[0].length;
  }
  return found;
}

function valueIn(match: RegExpExecArray, at: number): ValueBelow[] {
  const { key = '', secret, bare } = match.groups ?? {};
  const value = secret ?? bare;
  if (value === undefined) return [];
  const start = at + match[0].indexOf(value, match[0].indexOf(key) + key.length);
  return [{ key, start, end: start + value.length, isQuoted: secret !== undefined }];
}
