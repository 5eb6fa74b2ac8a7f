import { createHash } from 'node:crypto';
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
      .flatMap((statement) => {
        const words = statement.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$,(){}"'`]/gu) ?? [];
        const begins = statement.includes('(') ? 'call' : words[0] === statement.trim() ? 'bare' : 'statement';
        return words.map(
          (word, at): Token => ({ word, hash: hashOf(word), number, begins: at === 0 ? begins : 'nothing' }),
        );
      }),
  );
}

function unescaped(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\\u\{?([0-9a-f]{4,5})\}?/gi, (_all, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)));
}

export function hashOfWord(word: string): string {
  return createHash('sha256').update(word).digest('hex').slice(0, WIDTH);
}

const OPERATORS = new Set([...'!#%&*+-./:<=>?@[\\]^|~'].map(hashOfWord));

export function isWord(hash: string): boolean {
  return !OPERATORS.has(hash);
}
