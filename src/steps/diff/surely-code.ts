import { extname } from 'node:path/posix';
import { countBelow } from '../../count-below';
import type { Lines } from '../../ports/outliner';
import { codeLines, isCode, isKnownLanguage } from './code-lines';
import { neverRun } from './never-run';

type Block = readonly [open: RegExp, close: (opened: RegExpExecArray) => string];

const block = (open: RegExp, close: string): Block => [open, () => close];

/** What opens a text with a sign of its own, which does not close on the line. */
const UNCLOSED =
  /[ \t]{0,4}(?:\((?![^\n]{0,200}\))|\{(?![^\n]{0,200}\})|\[(?![^\n]{0,200}\])|<(?![^\n]{0,200}>)|(?<sign>[^\w\s(){}[\]<>,;=])(?![^\n]{0,200}\k<sign>))/;

const toTheEnd = (open: RegExp): Block => block(open, '\0');
const unclosed = (lead: RegExp): Block => toTheEnd(new RegExp(`${lead.source}${UNCLOSED.source}`));

/** Comments and texts of several lines that a reader of one language alone would take for code; in doubt all that follows. */
const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  '.rb': [block(/^=begin\b/m, '\n=end\n')],
  '.rb .cr': [unclosed(/%[qQwWiIrsx]?/)],
  '.pl .pm .t .raku': [
    block(/^=[a-z]\w*/m, '\n=cut\n'),
    toTheEnd(/^__(?:END|DATA)__$/m),
    unclosed(/(?<![\w$@%&>-])(?:q[qwrx]?|m)/),
    toTheEnd(/(?<![\w$@%&>-])(?:s|tr|y)(?:[ \t]{0,4}[({[<]|\/(?![^\n/]{0,120}\/[^\n/]{0,120}\/))/),
    block(/^format\b/m, '\n.\n'),
  ],
  '.raku': [toTheEnd(/:to\b|:heredoc\b|#[`|=]/)],
  '.d': [unclosed(/\bq/)],
  '.ex .exs': [unclosed(/~[a-zA-Z]/)],
  '.ml .mli': [[/\{([a-z_]{0,20})\|/, ([, id = '']) => `|${id}}`]],
  '.hs': [block(/\[[\w.']{0,40}\|/, '|]')],
  '.lua .cmake': [[/(?:--|#)?\[(=*)\[/, ([, level = '']) => `]${level}]`]],
  '.jl': [block(/#=/, '=#')],
  '.pas .dpr .pp': [block(/\{/, '}')],
  '.pp': [toTheEnd(/@\(/)],
  '.coffee': [block(/###/, '###')],
  '.c .h .cc .cpp .hpp .cxx .cs': [block(/^[ \t]*#[ \t]*if[ \t]+(?:0|false)\b/m, '#endif')],
  '.php .phtml': [toTheEnd(/__halt_compiler/i)],
  '.cshtml .razor .vbhtml': [block(/@\*/, '*@')],
  '.sql': [[/\$\w{0,40}\$/, ([sign]) => sign], block(/\[[^\]\n]{0,200}$/m, ']')],
  '.luau': [[/\[(=*)\[/, ([, level = '']) => `]${level}]`]],
  '.groovy .gradle': [block(/\$\//, '/$'), block(/[=(,][ \t]{0,40}\/(?![/*]|[^\n]{0,200}\/)/, '/')],
  '.js .mjs .cjs .jsx .ts .mts .cts .tsx': [block(/<!--/, '\n'), block(/^[ \t]*-->/m, '\n')],
  '.clj .cljs .cljc .scm .rkt': [toTheEnd(/\(comment\b|#[_;]/)],
  '.m': [block(/^[ \t]{0,80}[%#]\{[ \t]{0,80}$/m, '%}')],
  '.tex': [block(/\\begin\{(?:comment|verbatim|lstlisting|minted)/, '\\end{')],
  '.nix .dhall': [toTheEnd(/''/)],
  '.jsonnet .libsonnet': [toTheEnd(/\|{3}/)],
  '.vim': [toTheEnd(/=<</)],
  '.sh .bash .zsh .ksh .rb .cr .pl .pm .php .tf .hcl .ps1': [
    [
      /<<[-~<]?[ \t]{0,4}(?:(["'`])(?<quoted>[^"'`\n]{1,60})\1|(?<word>[A-Za-z_]\w{0,40}))/,
      ({ groups }) => `\n${groups?.quoted ?? groups?.word}\n`,
    ],
  ],
};

/** Where what stands within a comment, or a condition of the compiler, has an end of its own. */
const NESTED: Readonly<Record<string, RegExp>> = {
  '.kt .kts .swift .rs .scala .dart .d .sql .psql .re .odin .wgsl': /(?<open>\/\*)|\*\//g,
  '.ml .mli .sml .fs .fsx .fsi .pas .dpr .pp .applescript': /(?<open>\(\*)|\*\)/g,
  '.hs .elm .purs .idr .agda': /(?<open>\{-)|-\}/g,
  '.d': /(?<open>\/\+)|\+\//g,
  '.nim': /(?<open>#\[)|\]#/g,
  '.lean': /(?<open>\/-)|-\//g,
  '.wat': /(?<open>\(;)|;\)/g,
  '.swift .fs .fsx .fsi .vb .m .mm .hx':
    /^[ \t]{0,80}#[ \t]{0,80}(?:(?<open>if)|end[ \t]{0,4}if\b|end[ \t]{0,80}\r?$)/gim,
};

/** Elements stand in the code of these: where one begins, nobody but a compiler knows what is a text. */
const ELEMENTS: Readonly<Record<string, RegExp>> = {
  '.vb': /(?:[^\s>][ \t]{0,40}|[=(,&+{_][ \t]{0,40}\r?\n[ \t]{0,80})<[A-Za-z_!?%]/,
  '.scala .sc .sbt .as': /(?:^|[\s({[=,])<[A-Za-z_!?]/m,
};

/** Where quotes of printers are quotes, and what they are. */
const CURLY_QUOTES = new Set('.ps1 .psm1 .psd1 .vb .bas .vbs .cls'.split(' '));
const CURLY = /[“”„‟]|(?<single>[‘’‚‛])/g;

/** What takes the next line with it, by ending; a backslash does in most languages. */
const CONTINUES: Readonly<Record<string, RegExp>> = {
  '.ps1 .psm1 .psd1': /`\s*$/,
  '.vb .bas .vbs .cls': /_\s*$/,
};

/** How comments and texts begin in whatever language; a line of code that begins so is refused as well. */
const BEGINS = /^\s*(?:[#;%!"*'`|]|\\\\|=\w|--|\/\/|\/\*|\/\+|\(\*|<!--|<%|\{[%#!{-]|@\*|::|@?rem\b|dnl\b|[c*]\s)/i;

/** Of these, programs are only what stands in an element for scripts. */
const MARKUP = new Set(
  (
    '.html .htm .vue .svelte .jsp .asp .aspx .erb .ejs .pug .haml .slim .hbs .mustache .jinja .j2 .twig .njk .liquid ' +
    '.md .markdown .mdx .rst .adoc .txt .org'
  ).split(' '),
);
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
export function surelyCode(given: string, path: string, prose: readonly Lines[] | null): readonly boolean[] {
  const ending = extname(path).toLowerCase();
  const text = CURLY_QUOTES.has(ending) ? withPlainQuotes(given) : given;
  const lines = text.split('\n');
  if (prose === null && OTHER_LINE_ENDS.test(text)) return lines.map(() => false);
  const styles = DOUBTFUL[ending] ?? (isKnownLanguage(path) ? [ending] : EVERY_STYLE);
  const readings = styles.map((style) => codeLines(text, style === ending ? path : `file${style}`, 'empty'));
  const hidden = new Set([
    ...linesInBlocks(text, ending),
    ...fromElements(lines, readings[0] ?? [], ending),
    ...(prose === null ? unparsed(lines, ending) : prose.flatMap(linesOf)),
  ]);
  return lines.map(
    (line, at) =>
      !hidden.has(at) &&
      !BEGINS.test(line) &&
      !continues(lines[at - 1] ?? '', ending) &&
      readings.every((reading) => isCode(reading[at] ?? '')),
  );
}

/** Indexes of lines that a parser might call something else. */
function unparsed(lines: readonly string[], ending: string): number[] {
  return [...maybeInQuotes(lines), ...outsideScripts(lines, ending), ...neverRun(lines)];
}

function withPlainQuotes(text: string): string {
  return text.replace(CURLY, (_, single?: string) => (single === undefined ? '"' : "'"));
}

/** What a table has for an ending, whose keys are lists of endings. */
function ofEnding<Value>(table: Readonly<Record<string, Value>>, ending: string): Value[] {
  return Object.entries(table).flatMap(([endings, value]) => (endings.split(' ').includes(ending) ? [value] : []));
}

/** Indexes of all lines from the first with an element on that is not all comment. */
function fromElements(lines: readonly string[], code: readonly string[], ending: string): number[] {
  const text = lines.map((line, at) => (isCode(code[at] ?? '') ? line : '')).join('\n');
  const places = ofEnding(ELEMENTS, ending).flatMap((element) => element.exec(text)?.index ?? []);
  return places.flatMap((place) => linesOf([linesBy(text)(place) + 1, lines.length]));
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
  return count % 2 === 1 || (count > 0 && (ENDS_COMMENT.test(line) || line.split(/["'`\\]/).length - 1 > count));
}

/** Behind it, a sign of a comment and one of a text may look like those of one text. */
const ENDS_COMMENT = /\*\/|(?<!\()\*\)|-\}|\]\]|#>|=#|\+\/|-->|%>/;

function outsideScripts(lines: readonly string[], ending: string): number[] {
  if (!MARKUP.has(ending)) return [];
  let isInside = false;
  return lines.flatMap((line, at) => {
    if (SCRIPT.test(line)) isInside = true;
    else if (/<\/?script/i.test(line)) isInside = false;
    return isInside && !SCRIPT.test(line) ? [] : [at];
  });
}

/** `// note \\` takes the next line with it, and so do a macro and the words behind a command. */
function continues(before: string, ending: string): boolean {
  return /(?:\\|\?\?\/)\s*$/.test(before) || ofEnding(CONTINUES, ending).some((sign) => sign.test(before));
}

function linesInBlocks(text: string, ending: string): ReadonlySet<number> {
  const hidden = new Set<number>();
  const spans = [
    ...ofEnding(BLOCKS, ending).flatMap((blocks) => blocks.flatMap((one) => blockSpans(text, one))),
    ...ofEnding(NESTED, ending).flatMap((signs) => nestedSpans(text, signs)),
  ];
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
function nestedSpans(text: string, signs: RegExp): Span[] {
  const spans: Span[] = [];
  let [depth, start] = [0, 0];
  for (const { groups, index } of text.matchAll(signs)) {
    const isOpening = groups?.open !== undefined;
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
