import { extname } from 'node:path/posix';
import { countBelow } from '../../count-below';
import type { Lines } from '../../ports/outliner';
import { codeLines, isCode, isKnownLanguage } from './code-lines';

type Block = readonly [open: RegExp, close: (opened: RegExpExecArray) => string];

const block = (open: RegExp, close: string): Block => [open, () => close];

/** Comments and texts of several lines that a reader of one language alone would take for code. */
const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  '.rb': [block(/^=begin\b/m, '\n=end')],
  '.pl .pm .t': [block(/^=[a-z]\w*/m, '\n=cut'), block(/^__(?:END|DATA)__$/m, '\0')],
  '.lua': [[/--\[(=*)\[/, ([, level = '']) => `]${level}]`]],
  '.jl': [block(/#=/, '=#')],
  '.nim': [block(/#\[/, ']#')],
  '.d': [block(/\/\+/, '+/')],
  '.ml .mli .sml .fs .fsx .fsi .pas .dpr .pp': [block(/\(\*/, '*)')],
  '.pas .dpr .pp': [block(/\{/, '}')],
  '.coffee': [block(/###/, '###')],
  '.c .h .cc .cpp .hpp .cxx .m .mm .cs': [block(/^[ \t]*#[ \t]*if[ \t]+(?:0|false)\b/m, '#endif')],
  '.php .phtml': [block(/__halt_compiler/i, '\0')],
  '.jsp .asp .aspx .erb .ejs': [block(/<%(?:--|#)/, '%>')],
  '.cshtml .razor .vbhtml': [block(/@\*/, '*@')],
  '.hbs .mustache': [block(/\{\{!/, '}}')],
  '.jinja .j2 .twig .njk .html .liquid': [block(/\{#/, '#}')],
  '.swift': [block(/^[ \t]*#if\b/m, '#endif')],
  '.vb': [block(/^[ \t]*#If\b/im, '#End If')],
  '.sql': [[/\$\w{0,40}\$/, ([sign]) => sign]],
  '.lua .luau': [[/\[(=*)\[/, ([, level = '']) => `]${level}]`]],
  '.groovy .gradle': [block(/\$\//, '/$')],
  '.js .mjs .cjs .jsx': [block(/<!--/, '\n'), block(/^[ \t]*-->/m, '\n')],
  '.sh .bash .zsh .ksh .rb .pl .pm .php .tf .hcl .ps1': [
    [/<<[-~<]?[ \t]{0,4}(["'`]?)([A-Za-z_]\w{0,40})\1/, ([, , word = '']) => `\n${word}`],
  ],
};

/** Of languages in which a comment within a comment has an end of its own. */
const NESTED = new Set('.kt .kts .swift .rs .scala .dart .d .hs .fs .ml'.split(' '));

/** How comments and texts begin in whatever language; a line of code that begins so is refused as well. */
const BEGINS = /^\s*(?:[#;%!"*'`|]|=\w|--|\/\/|\/\*|\/\+|\(\*|<!--|<%|\{[%#!{-]|@\*|::|@?rem\b|dnl\b|[c*]\s)/i;

/** Of these, programs are only what stands in an element for scripts. */
const MARKUP = new Set('.html .htm .vue .svelte'.split(' '));
const SCRIPT = /^<script(?:\s+(?:setup|lang="[jt]sx?"))*\s*>\s*$/;

/** Ends of lines for some languages, and for git not. */
const OTHER_LINE_ENDS = /\r(?!\n)|[\u2028\u2029\u0085\v\f]/;

/** Endings that stand for each style of comments, and those of which nobody knows which language it is. */
const EVERY_STYLE = ['.ts', '.py', '.sql', '.html', '.lisp', '.php', '.ps1', '.vb', '.tex'];
const DOUBTFUL: Readonly<Record<string, readonly string[]>> = {
  ...{ '.m': ['.tex', '.ts'], '.cls': ['.vb', '.tex', '.ts'], '.pl': ['.py', '.tex'], '.v': ['.ts', '.py'] },
  ...{ '.sql': ['.sql', '.py'], '.tf': ['.py', '.ts'], '.hcl': ['.py', '.ts'], '.ini': ['.lisp', '.py'] },
  ...{ '.conf': ['.py', '.lisp', '.ts'], '.s': ['.lisp', '.ts', '.py'], '.asm': ['.lisp', '.ts', '.py'] },
  ...Object.fromEntries(
    '.html .htm .vue .svelte .cshtml .razor .xaml'.split(' ').map((one) => [one, ['.html', '.ts', '.py']]),
  ),
};

/**
 * Of each line of a file, whether it is code and nothing but that in whatever language its name may stand for: what decides that a
 * problem is over must not be a comment or a text. In doubt it is none. `prose` are the lines of which a parser says so, null where
 * none read the file.
 */
export function surelyCode(text: string, path: string, prose: readonly Lines[] | null): readonly boolean[] {
  const ending = extname(path).toLowerCase();
  const lines = text.split('\n');
  if (prose === null && OTHER_LINE_ENDS.test(text)) return lines.map(() => false);
  const styles = DOUBTFUL[ending] ?? (isKnownLanguage(path) ? [ending] : EVERY_STYLE);
  const readings = styles.map((style) => codeLines(text, style === ending ? path : `file${style}`, 'empty'));
  const hidden = new Set([
    ...linesInBlocks(text, ending),
    ...(prose === null ? [...maybeInQuotes(lines), ...outsideScripts(lines, ending)] : prose.flatMap(linesOf)),
  ]);
  return lines.map(
    (line, at) =>
      !hidden.has(at) &&
      !BEGINS.test(line) &&
      !continuesComment(lines[at - 1], readings[0]?.[at - 1]) &&
      readings.every((reading) => isCode(reading[at] ?? '')),
  );
}

/** Indexes of the lines from first to last. */
function linesOf([first, last]: Lines): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first - 1 + at);
}

/**
 * Indexes of lines before which a text may have begun that ends on them or later: without a parser any sign may begin one that is odd,
 * escaped, or beside one of another kind.
 */
function maybeInQuotes(lines: readonly string[]): number[] {
  return ['"', "'", '`'].flatMap((sign) => {
    const doubtful = lines.flatMap((line, at) => (isDoubtful(line, sign) ? [at] : []));
    const [first, last] = [doubtful[0], doubtful.at(-1)];
    return first === undefined || last === undefined ? [] : linesOf([first + 2, last + 1]);
  });
}

function isDoubtful(line: string, sign: string): boolean {
  const count = line.split(sign).length - 1;
  return count % 2 === 1 || (count > 0 && line.split(/["'`\\]/).length - 1 > count);
}

function outsideScripts(lines: readonly string[], ending: string): number[] {
  if (!MARKUP.has(ending)) return [];
  let isInside = false;
  return lines.flatMap((line, at) => {
    if (SCRIPT.test(line)) isInside = true;
    else if (/<\/?script/i.test(line)) isInside = false;
    return isInside && !SCRIPT.test(line) ? [] : [at];
  });
}

/** `// note \` takes the next line with it. */
function continuesComment(before = '', code = ''): boolean {
  return /(?:\\|\?\?\/)\s*$/.test(before) && code.trimEnd() !== before.trimEnd();
}

function linesInBlocks(text: string, ending: string): ReadonlySet<number> {
  const hidden = new Set<number>();
  const blocks = Object.entries(BLOCKS).flatMap(([endings, some]) => (endings.split(' ').includes(ending) ? some : []));
  const spans = [...blocks.flatMap((one) => blockSpans(text, one)), ...(NESTED.has(ending) ? nestedSpans(text) : [])];
  if (spans.length === 0) return hidden;
  const lineOf = linesBy(text);
  for (const [from, to] of spans) for (let at = lineOf(from); at <= lineOf(to); at += 1) hidden.add(at);
  return hidden;
}

type Span = [from: number, to: number];

function blockSpans(text: string, [open, close]: Block): Span[] {
  const spans: Span[] = [];
  const pattern = new RegExp(open, `${open.flags}g`);
  for (let opened = pattern.exec(text); opened !== null; opened = pattern.exec(text)) {
    const found = text.indexOf(close(opened), opened.index + opened[0].length);
    const end = found < 0 ? text.length : found + close(opened).length;
    spans.push([opened.index, end - 1]);
    pattern.lastIndex = Math.max(end, opened.index + 1);
  }
  return spans;
}

/** From the first opening sign to the one that closes it. */
function nestedSpans(text: string): Span[] {
  const spans: Span[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: sign, index } of text.matchAll(/\/\*|\*\/|\(\*|\*\)|\{-|-\}/g)) {
    const isOpening = sign === '/*' || sign === '(*' || sign === '{-';
    if (isOpening && depth === 0) start = index;
    if (!isOpening && depth === 1) spans.push([start, index]);
    depth = Math.max(0, depth + (isOpening ? 1 : -1));
  }
  return depth > 0 ? [...spans, [start, text.length]] : spans;
}

/** Which line a place is in, counted from 0; to be asked for places in their order or not. */
function linesBy(text: string): (place: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at);
  return (place) => countBelow(ends, place);
}
