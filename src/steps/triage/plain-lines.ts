import { extname } from 'node:path/posix';

/**
 * Languages whose white space within a line, blank lines and `//` comments mean nothing outside of strings. In all others the exact
 * text counts: a space parts two folders in a shell, indentation is a block in Python and YAML, `//` is an address elsewhere.
 */
const FREE = new Set('.js .mjs .cjs .ts .mts .cts .java .cs .c .h .cc .cpp .cxx .hpp .hh .go .kt .dart'.split(' '));

/** What begins text over several lines, so that nobody knows whether a line is code. */
const MULTILINE = /"""|'''|[@R]"|`/;

/** Strings without escapes, words, brackets and runs of other signs: `- -1` is not `--1`. */
const WORD = /"[^"'`\\]*"|'[^"'`\\]*'|[\p{L}\p{N}_$]+|[()[\]{};,]|[^\s\p{L}\p{N}_$()[\]{};,"'`\\/]+/uy;
const GAP = /[ \t]*/y;

/** Words of people, which no tool reads and in which no code can hide. */
const PROSE = /^\/\/+[ \t]+[\p{L}\p{N}][\p{L}\p{N} \t.,:!?'#%+/_-]*$/u;
const ORDER =
  /^\/\/+\s*(?:go:|[a-z]+[-:_]|nosemgrep|nolint|noinspection|NOSONAR|NOLINT|export\b|prettier|istanbul|c8\b|v8\b)/;

export interface PlainLine {
  /** 1-based. */
  number: number;
  text: string;
}

/** The lines of a file as they count: what means nothing is taken out where that is certain. */
export function plainLines(fileText: string, path: string): PlainLine[] {
  const lines = fileText.split('\n').map((line) => line.replace(/\r$/, ''));
  const isFree = FREE.has(extname(path).toLowerCase()) && !MULTILINE.test(fileText);
  const shown = lines.map((line, at) => ({
    number: at + 1,
    text: isFree && !lines[at - 1]?.endsWith('\\') ? plain(line) : line,
  }));
  return isFree ? shown.filter(({ text }) => text !== '') : shown;
}

function plain(line: string): string {
  if (/^\s*#/.test(line) || /[$@]"/.test(line)) return line;
  const words: string[] = [];
  let at = gapEnd(line, 0);
  while (at < line.length) {
    WORD.lastIndex = at;
    const [word] = WORD.exec(line) ?? [];
    if (word === undefined) {
      const rest = line.slice(at);
      return PROSE.test(rest) && !ORDER.test(rest) ? words.join(' ') : line;
    }
    words.push(word);
    at = gapEnd(line, at + word.length);
  }
  return words.join(' ');
}

function gapEnd(line: string, from: number): number {
  GAP.lastIndex = from;
  return from + (GAP.exec(line)?.[0].length ?? 0);
}
