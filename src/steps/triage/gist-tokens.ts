import { sha256 } from '../../sha256';
import type { NumberedLine } from '../diff/added-lines';
import { codeLines } from '../diff/code-lines';

/** Hexadecimal digits of one word or sign in a gist. */
export const WIDTH = 3;

export interface Token {
  word: string;
  hash: string;
  number: number;
  /** What begins with it: nothing within a statement; `bare` where it is all of one. */
  begins: 'nothing' | 'statement' | 'call' | 'bare';
}

/** Words and operators; an escaped letter is that letter. */
export function tokensOf(lines: readonly NumberedLine[], path: string): Token[] {
  const code = codeLines(lines.map(({ text }) => text).join('\n'), path);
  const hashes = new Map<string, string>();
  const hashOf = (word: string) => {
    const hash = hashes.get(word) ?? hashOfWord(word);
    hashes.set(word, hash);
    return hash;
  };
  return lines.flatMap(({ number }, index) =>
    unescaped(code[index] ?? '')
      .split(';')
      .flatMap((written) => {
        const statement = plainly(written);
        const words = statement.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$,(){}"'`]/gu) ?? [];
        const begins = statement.includes('(') ? 'call' : words[0] === statement.trim() ? 'bare' : 'statement';
        return words.map(
          (word, at): Token => ({ word, hash: hashOf(word), number, begins: at === 0 ? begins : 'nothing' }),
        );
      }),
  );
}

const BEFORE = /(\+\+|--)[ \t]{0,4}([\p{L}\p{N}_$.]{1,80})/gu;
const BY_ONE = /([\p{L}\p{N}_$.]{1,80})[ \t]{0,4}([-+])=[ \t]{0,4}1(?![\p{L}\p{N}_.])/gu;
const TO_ITSELF =
  /(?<![\p{L}\p{N}_$.\])])([\p{L}\p{N}_$.]{1,80})[ \t]{0,4}=[ \t]{0,4}\1[ \t]{0,4}([-+*/%|&^])(?![-+=|&])/u;
const NAMED_PART = /\[[ \t]{0,4}(["'`])([\p{L}_$][\p{L}\p{N}_$]{0,80})\1[ \t]{0,4}\]/gu;
const GREATER = /([\p{L}\p{N}_$.[\]]{1,80})[ \t]{0,4}(?<![-=<>!?])>(=?)(?![>=])[ \t]{0,4}([\p{L}\p{N}_$.[\]]{1,80})/gu;

/** One way to write what every reader takes for the same: `i++`, `++i` and `i += 1`, `a["b"]` and `a.b`, `b > a` and `a < b`. */
function plainly(statement: string): string {
  return statement
    .replace(TO_ITSELF, '$1 $2=')
    .replace(BEFORE, '$2$1')
    .replace(BY_ONE, '$1$2$2')
    .replace(NAMED_PART, '.$2')
    .replace(GREATER, '$3 <$2 $1');
}

function unescaped(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\\u\{?([0-9a-f]{4,5})\}?/gi, (_all, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)));
}

export function hashOfWord(word: string): string {
  return sha256(word, WIDTH);
}

const OPERATORS = new Set([...'!#%&*+-./:<=>?@[\\]^|~'].map(hashOfWord));

export function isWord(hash: string): boolean {
  return !OPERATORS.has(hash);
}
