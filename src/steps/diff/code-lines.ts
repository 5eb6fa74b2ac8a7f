import { extname } from 'node:path/posix';

/** How a family of languages writes what is no code. */
interface Style {
  line: readonly string[];
  block: readonly (readonly [open: string, close: string])[];
  /** Strings that may hold line ends; longer signs first. */
  long: readonly string[];
  /** Strings that end with their line at the latest. */
  short: readonly string[];
}

const C: Style = { line: ['//'], block: [['/*', '*/']], long: ['"""', '`'], short: ['"', "'"] };
const HASH: Style = { line: ['#'], block: [], long: ['"""', "'''"], short: ['"', "'", '`'] };
const DASH: Style = {
  line: ['--'],
  block: [
    ['/*', '*/'],
    ['--[[', ']]'],
    ['{-', '-}'],
  ],
  long: [],
  short: ['"', "'"],
};
const MARKUP: Style = {
  line: [],
  block: [
    ['<!--', '-->'],
    ['/*', '*/'],
  ],
  long: [],
  short: [],
};
const PHP: Style = { ...C, line: ['//', '#'] };
const POWERSHELL: Style = { ...HASH, block: [['<#', '#>']] };
const LISP: Style = { line: [';'], block: [['#|', '|#']], long: [], short: ['"'] };
const BASIC: Style = { line: ["'"], block: [], long: [], short: ['"'] };
const PERCENT: Style = { line: ['%'], block: [], long: [], short: ['"'] };

const BY_EXTENSION: Readonly<Record<string, Style>> = Object.fromEntries(
  (
    [
      [
        '.py .pyi .rb .sh .bash .zsh .fish .yml .yaml .toml .pl .pm .r .tf .hcl .ex .exs .jl .nim .cr .mk .cmake .conf .properties .env .gitignore',
        HASH,
      ],
      ['.sql .lua .hs .elm .adb .ads .vhd .vhdl .psql .pks .pkb', DASH],
      [
        '.html .htm .xml .xaml .md .markdown .csproj .vbproj .fsproj .props .targets .config .svg .cshtml .razor .vue .svelte',
        MARKUP,
      ],
      ['.php', PHP],
      ['.ps1 .psm1 .psd1', POWERSHELL],
      ['.clj .cljs .lisp .el .scm .rkt .asm .s .ini', LISP],
      ['.vb .bas .vbs .cls', BASIC],
      ['.tex .erl .hrl .m', PERCENT],
    ] as const
  ).flatMap(([extensions, style]) => extensions.split(' ').map((extension) => [extension, style])),
);

const C_FAMILY =
  /\.(?:[cm]?[jt]sx?|c|h|cc|cpp|cxx|hpp|cs|java|kts?|go|rs|swift|scala|dart|groovy|gradle|proto|mm|zig|css|scss|less|json5?|jsonc|bicep|sol|glsl|hlsl|d|fsx?)$/i;

const BY_NAME = /(?:^|\/)(?:Dockerfile|Makefile|Rakefile|Gemfile|Jenkinsfile|\.[\w-]*ignore|CODEOWNERS)[^/]*$/i;

/** What stands on each line of a file without comments; strings are emptied when they do not count either. */
export function codeLines(text: string, path: string, strings: 'keep' | 'empty' = 'keep'): string[] {
  const style = styleOf(path);
  const lines: string[] = [];
  const unclosed: Unclosed = new Map();
  let code = '';
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(text, at, style, unclosed);
    const kept =
      piece.kind === 'code' || (piece.kind === 'string' && strings === 'keep') ? text.slice(at, piece.end) : '';
    const [first = '', ...more] = kept === '' ? blanks(text, at, piece.end) : kept.split('\n');
    code += piece.kind === 'string' && strings === 'empty' ? `""${first}` : first;
    for (const line of more) {
      lines.push(code);
      code = line;
    }
    at = piece.end;
  }
  return [...lines, code];
}

/** The code that begins there or later, told by all that stands before it; strings are emptied. */
export function codeFrom(text: string, path: string, from: number): string {
  const style = styleOf(path);
  const unclosed: Unclosed = new Map();
  let code = '';
  for (let at = 0; at < text.length; ) {
    const { kind, end } = pieceAt(text, at, style, unclosed);
    if (kind === 'code' && end > from) code += text.slice(Math.max(at, from), end);
    if (kind === 'string' && at >= from) code += '""';
    at = end;
  }
  return code;
}

/** True where its name says how comments are written in it. */
export function isKnownLanguage(path: string): boolean {
  return C_FAMILY.test(path) || BY_NAME.test(path) || BY_EXTENSION[extname(path).toLowerCase()] !== undefined;
}

function styleOf(path: string): Style {
  return BY_EXTENSION[extname(path).toLowerCase()] ?? (BY_NAME.test(path) ? HASH : C);
}

/** True when a line holds more than signs: what is left of it without comments and strings can be run. */
export function isCode(line: string): boolean {
  return /[\p{L}\p{N}_]/u.test(line.replaceAll('""', ''));
}

interface Piece {
  kind: 'code' | 'comment' | 'string';
  end: number;
}

/** Up to where a quote sign is known to close nothing: a line of escaped signs is read once, not once per sign. */
type Unclosed = Map<string, number>;

const OPENS = /[/#\-<>{;'"`%|*!]/;

function pieceAt(text: string, at: number, style: Style, unclosed: Unclosed): Piece {
  const isCandidate = OPENS.test(text[at] ?? '');
  if (!isCandidate) return { kind: 'code', end: nextSign(text, at) };
  for (const [open, close] of style.block) {
    if (text.startsWith(open, at)) return { kind: 'comment', end: endOf(text, close, at + open.length) };
  }
  if (style.line.some((sign) => text.startsWith(sign, at) && opensComment(text, at, sign))) {
    return { kind: 'comment', end: lineEnd(text, at) };
  }
  const long = style.long.find((sign) => text.startsWith(sign, at));
  if (long !== undefined) return { kind: 'string', end: endOf(text, long, at + long.length) };
  const end = style.short.includes(text[at] ?? '') ? shortStringEnd(text, at, unclosed) : at;
  return end > at ? { kind: 'string', end } : { kind: 'code', end: at + 1 };
}

function nextSign(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && !OPENS.test(text[end] ?? '')) end += 1;
  return end;
}

/** A `#` within a word (`$#`, `a#b`) begins nothing. */
function opensComment(text: string, at: number, sign: string): boolean {
  return sign !== '#' || at === 0 || /[\s;,()[\]{}]/.test(text[at - 1] ?? '');
}

function endOf(text: string, close: string, from: number): number {
  const end = text.indexOf(close, from);
  return end < 0 ? text.length : end + close.length;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Without its closing sign on the line an apostrophe is an apostrophe. */
function shortStringEnd(text: string, at: number, unclosed: Unclosed): number {
  const quote = text[at] ?? '';
  if (at < (unclosed.get(quote) ?? 0)) return at;
  let end = at + 1;
  for (; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] === '\\') end += 1;
    else if (text[end] === quote) return end + 1;
  }
  unclosed.set(quote, end);
  return at;
}

function blanks(text: string, from: number, to: number): string[] {
  return new Array(text.slice(from, to).split('\n').length).fill('');
}
