import { matchAt } from './match-at';
import type { Span } from './yaml-line';

/** A value below a name that tells, under a key of its own. */
export interface ValueBelow extends Span {
  key: string;
  isQuoted: boolean;
}

const BRACES = /["']?[ \t]{0,4}[:=]\s{0,60}\{\s{0,60}/y;
const PAIR =
  /["']?(?<key>[\w.-]{1,60})["']?[ \t]{0,4}[:=][ \t]{0,4}(?:(?<quote>["'])(?<secret>[^\s"'\\]{6,128})\k<quote>|["'][^"'\n]{0,400}["']|[\w.-]{1,40})[ \t]{0,4}(?:,\s{0,60}|\s{1,60}|(?=\}))/y;
const LINES = /["']?[ \t]{0,4}:[ \t]{0,8}(?:#[^\n]{0,80})?\r?\n/y;
const LINE =
  /(?<indent>[ \t]{1,40})["']?(?<key>[\w.-]{1,60})["']?[ \t]{0,4}:[ \t]{1,8}(?:(?<quote>["'])(?<secret>[^\s"'\\]{6,128})\k<quote>|(?<bare>[^\s"'#]{6,128})|[^\n]{0,400})[ \t]{0,20}(?:#[^\n]{0,80})?\r?(?:\n|$)/y;
const MOST = 20;

/** `"password": {"prod": …}`, and the same on lines of YAML further in. */
export function valuesBelow(text: string, indent: number, end: number): ValueBelow[] {
  const braces = matchAt(BRACES, text, end);
  if (braces) return inRow(text, end + braces[0].length, PAIR, () => true);
  const lines = matchAt(LINES, text, end);
  if (!lines) return [];
  let column: number | undefined;
  return inRow(text, end + lines[0].length, LINE, (own) => {
    column ??= own;
    return own === column && own > indent;
  });
}

/** What is about the name and none of its values, as schemes and translations have it. */
const ABOUT =
  /^(?:type|description|title|format|example|default|label|placeholder|name|key|env|from|path|file|message|required|hint|help|pattern|id|class|ref|alias|icon|error|invalid|confirm\w*|forgot\w*|reset\w*|change\w*|show|hide|too\w*|min\w*|max\w*)$/i;
/** What is told of a place or of the value itself. */
const OF_VALUE = /^(?:value|secret|plain(?:text)?|prod\w*|dev\w*|stag\w*|qa|uat|live)$/i;

export function isAbout(key: string): boolean {
  return ABOUT.test(key);
}

export function isOfValue(key: string): boolean {
  return OF_VALUE.test(key);
}

function inRow(text: string, from: number, pattern: RegExp, isWithin: (indent: number) => boolean): ValueBelow[] {
  const found: ValueBelow[] = [];
  let at = from;
  for (let count = 0; count < MOST; count += 1) {
    const match = matchAt(pattern, text, at);
    const { key = '', secret, bare, indent = '' } = match?.groups ?? {};
    if (!match || !isWithin(indent.length)) return found;
    const value = secret ?? bare;
    if (value !== undefined) {
      const start = at + match[0].indexOf(value, match[0].indexOf(key) + key.length);
      found.push({ key, start, end: start + value.length, isQuoted: secret !== undefined });
    }
    at += match[0].length;
  }
  return found;
}
