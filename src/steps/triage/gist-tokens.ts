import { sha256 } from '../../sha256';
import type { NumberedLine } from '../diff/added-lines';
import { codeLines } from '../diff/code-lines';
import type { LineSpan } from '../diff/line-span';
import { withoutEntities } from '../diff/without-entities';

/** Hexadecimal digits of one word or sign in a gist. */
export const WIDTH = 3;

export interface Token {
  word: string;
  hash: string;
  /** What begins with it: nothing within a statement; `bare` where it is all of one. */
  begins: 'nothing' | 'statement' | 'call' | 'bare';
}

/** Words and signs in their order. A change may have ten million, of which each takes a few bytes: what is equal is one. */
export interface Tokens {
  /** How many. */
  count: number;
  /** Their hashes, one behind the other. */
  whole: string;
  kinds: readonly Token[];
  /** Of each, which of the kinds it is. */
  kindAt: Uint32Array;
  /** Of each, the number of its line. */
  numberAt: Uint32Array;
}

/** Words and operators; an escaped letter is that letter. */
export function tokensOf(lines: readonly NumberedLine[], path: string, comments: 'leave' | 'keep' = 'leave'): Tokens {
  const texts = lines.map(({ text }) => text);
  const code = comments === 'keep' ? texts : codeLines(texts.join('\n'), path);
  const known = { kinds: [] as Token[], byName: new Map<string, number>() };
  const [kindAt, numberAt]: [number[], number[]] = [[], []];
  for (const [index, { number }] of lines.entries()) {
    for (const written of unescaped(code[index] ?? '').split(';')) {
      const statement = plainly(written);
      const words = statement.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$,(){}"'`]/gu) ?? [];
      const begins = statement.includes('(') ? 'call' : words[0] === statement.trim() ? 'bare' : 'statement';
      for (const [at, word] of words.entries()) {
        kindAt.push(kindOf(known, word, at === 0 ? begins : 'nothing'));
        numberAt.push(number);
      }
    }
  }
  return rowOf(known.kinds, Uint32Array.from(kindAt), Uint32Array.from(numberAt));
}

interface KnownKinds {
  kinds: Token[];
  byName: Map<string, number>;
}

function kindOf({ kinds, byName }: KnownKinds, word: string, begins: Token['begins']): number {
  const name = `${begins} ${word}`;
  const known = byName.get(name);
  if (known !== undefined) return known;
  byName.set(name, kinds.length);
  return kinds.push({ word, hash: hashOfWord(word), begins }) - 1;
}

function rowOf(kinds: readonly Token[], kindAt: Uint32Array, numberAt: Uint32Array): Tokens {
  const parts: string[] = [];
  for (let from = 0; from < kindAt.length; from += PART)
    parts.push(Array.from(kindAt.subarray(from, from + PART), (kind) => kinds[kind]?.hash ?? '').join(''));
  return { count: kindAt.length, whole: parts.join(''), kinds, kindAt, numberAt };
}

/** So many hashes are joined at a time. */
const PART = 10_000;

/** Some of them that follow each other. */
export function tokensFrom(tokens: Tokens, from: number, to: number): Tokens {
  const [kindAt, numberAt] = [tokens.kindAt.subarray(from, to), tokens.numberAt.subarray(from, to)];
  const whole = tokens.whole.slice(from * WIDTH, (from + kindAt.length) * WIDTH);
  return { count: kindAt.length, whole, kinds: tokens.kinds, kindAt, numberAt };
}

/** Those in lines of such numbers. */
export function tokensIn({ kinds, kindAt, numberAt }: Tokens, isWanted: (number: number) => boolean): Tokens {
  const isInside = (_: number, at: number) => isWanted(numberAt[at] ?? 0);
  return rowOf(kinds, kindAt.filter(isInside), numberAt.filter(isInside));
}

export function tokenAt({ kinds, kindAt }: Tokens, at: number): Token | undefined {
  return kinds[kindAt[at] ?? Number.POSITIVE_INFINITY];
}

export function hashAt(tokens: Tokens, at: number): string | undefined {
  return tokenAt(tokens, at)?.hash;
}

export function linesOf({ numberAt }: Tokens): LineSpan {
  return { startLine: numberAt[0] ?? 1, endLine: numberAt.at(-1) ?? 1 };
}

const BEFORE = /(\+\+|--)[ \t]{0,4}([\p{L}\p{N}_$.]{1,80})/gu;
const BY_ONE = /([\p{L}\p{N}_$.]{1,80})[ \t]{0,4}([-+])=[ \t]{0,4}1(?![\p{L}\p{N}_.])/gu;
const TO_ITSELF =
  /(?<![\p{L}\p{N}_$.\])])([\p{L}\p{N}_$.]{1,80})[ \t]{0,4}=[ \t]{0,4}\1[ \t]{0,4}([-+*/%|&^])(?![-+=|&])/u;
const NAMED_PART = /\[[ \t]{0,4}(["'`])([\p{L}_$][\p{L}\p{N}_$]{0,80})\1[ \t]{0,4}\]/gu;
const GREATER = /([\p{L}\p{N}_$.[\]]{1,80})[ \t]{0,4}(?<![-=<>!?])>(=?)(?![>=])[ \t]{0,4}([\p{L}\p{N}_$.[\]]{1,80})/gu;

/** Lines of data have none of these, and there may be ten megabytes of them. */
const MAY_BE_OTHERWISE = /\+\+|--|[=>[]/;

/** One way to write what every reader takes for the same: `i++`, `++i` and `i += 1`, `a["b"]` and `a.b`, `b > a` and `a < b`. */
function plainly(statement: string): string {
  if (!MAY_BE_OTHERWISE.test(statement)) return statement;
  return statement
    .replace(TO_ITSELF, '$1 $2=')
    .replace(BEFORE, '$2$1')
    .replace(BY_ONE, '$1$2$2')
    .replace(NAMED_PART, '.$2')
    .replace(GREATER, '$3 <$2 $1');
}

/** Of a letter: `\u{69}`, `\u0069`, `\x69`. */
const CODE = /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi;
const MOST_CODE = 0x10ffff;

/** Code stands in pages and in settings too. */
function unescaped(text: string): string {
  return (text.includes('&') ? withoutEntities(text) : text)
    .normalize('NFC')
    .replace(CODE, (_all, inBraces = '', four = '', two = '') =>
      String.fromCodePoint(Math.min(Number.parseInt(inBraces || four || two, 16), MOST_CODE)),
    );
}

export function hashOfWord(word: string): string {
  return sha256(word, WIDTH);
}

/** Signs by their hashes. */
export const SIGN_OF: ReadonlyMap<string, string> = new Map(
  [...'!#%&*+-./:<=>?@[\\]^|~'].map((sign) => [hashOfWord(sign), sign]),
);

export function isWord(hash: string): boolean {
  return !SIGN_OF.has(hash);
}

/** What is no sign of those, nor left out of a gist. */
const WORDS = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$,;(){}"'`!#%&*+\-./:<=>?@[\\\]^|~]/gu;

/** All words of a text, whatever stands between them. */
export function wordsIn(text: string): readonly string[] {
  return unescaped(text).match(WORDS) ?? [];
}
