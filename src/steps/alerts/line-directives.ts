import { cutText } from '../../cut-text';
import { textsOf } from '../diff/added-lines';
import type { ChangedFile, DiffLine } from '../diff/changed-file';

/** A line that the pull request adds and by which tools call what follows it lines of another place. */
export interface LineDirective {
  path: string;
  /** 1-based, at the source commit. */
  line: number;
  /** How the file is called to which it leads, without folders; `any` where nobody can tell. */
  leadsTo: { file: string } | 'any';
}

/** What C and its many relatives read, in every way to write the sign and the spaces of it. */
const NUMBERED = /(?:^|\*\/)\s*(?:#|%:|\?\?=)\s*(?:line\b|(?=\d+\s*(?:"|$)))(?<rest>.*)/;
/** The same with a number and a name: in all other texts a sign alone may begin a comment, a heading or a name. */
const NAMED = /(?:^|\*\/)\s*(?:#|%:|\?\?=)\s*(?:line\s+)?\d+\s+(?=")(?<rest>.*)/;
const PERL = /^#\s*line\s+\d+\b(?<rest>.*)/;

/** In these `#` begins a comment, a heading, a name or a colour. */
const OTHER_SIGN =
  /\.(?:md|mdx|markdown|rst|adoc|txt|csv|py[iwx]?|rb|erb|rake|gemspec|sh|bash|zsh|fish|ksh|ps[dm]?1|ya?ml|toml|ini|cfg|conf|properties|env|r|jl|tf|tfvars|hcl|exs?|nix|mk|cmake|bazel|bzl|gitignore|[cm]?[jt]sx?|vue|svelte|html?|hbs|ejs|pug|haml|slim|twig|liquid|mustache|css|s[ac]ss|less|styl|tex|cls|sty|bib|lua|json[c5]?|xml|svg|po|pot|feature|graphql|sql|php|ipynb|coffee|awk|sed|tcl|dockerfile)$|(?:^|\/)(?:Dockerfile|Makefile|GNUmakefile|Gemfile|Rakefile|Jenkinsfile|CODEOWNERS|\.[\w-]+)[^/]*$/i;
const PERL_NAME = /\.(?:pl|pm|t|psgi|cgi|xs|pod)$/i;

/** Each speaks in languages of its own, so that it is looked for wherever it stands. */
const OF_ONE_LANGUAGE: readonly RegExp[] = [
  // Visual Basic, Swift, Haskell, Verilog.
  /^\s*#ExternalSource\s*\((?<rest>.*)/i,
  /^\s*#sourceLocation\s*\(\s*file\s*:(?<rest>.*)/,
  /\{-#\s*LINE\s+\d+(?<rest>.*)/i,
  /^\s*`line\s+\d+(?<rest>.*)/,
];
const ERLANG_NAME = /\.[eh]rl$/i;
const ERLANG = /^\s*-\s*file\s*\((?<rest>.*)/;
/** Go reads it at the start of a line only, or between the signs of a comment that end on it. */
const GO = /^\/\/line (?<name>.*?):\d+(?::\d+)?\s*$|\/\*line (?<inner>[^*]{0,1000}?):\d+(?::\d+)?\*\//;
const SOURCE_MAP = /(?:\/\/|\/\*)[#@]\s*source(?:MappingURL|URL)\s*=/;
const BUNDLE = /\.min\.(?:[cm]?js|css)$/i;
const SCRIPTED = /\.(?:[cm]?[jt]sx?|css|s[ac]ss|less|vue|svelte|html?)$/i;

const QUOTED = /^[^"]{0,100}"(?<name>[^"]*)"/;
const JOINS = ['\\', '??/'];
/** Nearly every line holds none of these, with which a directive begins in all languages but Erlang. */
const HINT = /#|%:|\?\?=|`line|\/[/*](?:line|@)/;
const MAX_LENGTH = 2_000;
/** A tool writes such a line for each of its rules. */
export const MAX_OF_FILE = 1_000;

/** True where compilers look elsewhere for it. Each bundle names its source map, and what checks text as it stands follows none. */
export function isLedElsewhere(file: ChangedFile): boolean {
  return lineDirectives([file], 'compilers').length > 0;
}

export interface LeadingLine {
  number: number;
  text: string;
}

/** The lines of some text of a file that lead elsewhere, each with what is joined to it; the first one of the text has this number. */
export function leadingLines(path: string, text: string, first: number): LeadingLine[] {
  if (!mayLead(text, path)) return [];
  const lines = text.split('\n').map((line, at): DiffLine => {
    return { kind: 'added', oldLine: null, newLine: first + at, text: line };
  });
  return directed(path, lines, 'compilers').map(({ line, text: led }) => ({ number: line, text: led }));
}

/** Every directive that the pull request adds to these files; what a tool wrote names its source map by itself. */
export function lineDirectives(files: readonly ChangedFile[], of: Kinds = 'all'): LineDirective[] {
  return files.filter(mayHoldDirective).flatMap(({ path, hunks, isGenerated }) =>
    hunks
      .flatMap(({ lines }) => directed(path, lines, isGenerated || BUNDLE.test(path) ? 'compilers' : of))
      .map(({ line, leadsTo }) => ({ path, line, leadsTo }))
      .slice(0, MAX_OF_FILE),
  );
}

type Kinds = 'all' | 'compilers';

function directed(path: string, lines: readonly DiffLine[], of: Kinds) {
  return logicalLines(lines, (text) => mayLead(text, path)).flatMap(({ text, line }) => {
    const leadsTo = of === 'all' && isMapped(text, path) ? 'any' : targetOf(text, path);
    return leadsTo === undefined ? [] : [{ text, line, leadsTo }];
  });
}

/** An added line that is joined to another may be a directive with it. */
function mayHoldDirective(file: ChangedFile): boolean {
  const { shown, added } = textsOf(file);
  return mayLead(added, file.path) || JOINS.some((join) => shown.includes(join));
}

/** Lines of the source commit of which something is added; a backslash at its end joins a line to the next. */
function logicalLines(
  lines: readonly DiffLine[],
  isWanted: (text: string) => boolean,
): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let [text, line] = ['', 0];
  for (const one of lines) {
    if (one.kind === 'removed' || one.newLine === null) continue;
    if (one.kind === 'added' && line === 0) line = one.newLine;
    text += cutText(one.text, MAX_LENGTH);
    const sign = joinAtEnd(text);
    if (sign !== undefined && text.length < MAX_LENGTH) {
      text = text.trimEnd().slice(0, -sign.length);
      continue;
    }
    if (line > 0 && isWanted(text)) found.push({ text, line });
    [text, line] = ['', 0];
  }
  return line > 0 && isWanted(text) ? [...found, { text, line }] : found;
}

function mayLead(text: string, path: string): boolean {
  return HINT.test(text) || (ERLANG_NAME.test(path) && text.includes('file'));
}

function joinAtEnd(text: string): string | undefined {
  const end = text.trimEnd();
  return JOINS.find((join) => end.endsWith(join));
}

function isMapped(text: string, path: string): boolean {
  return SCRIPTED.test(path) && SOURCE_MAP.test(text);
}

function targetOf(text: string, path: string): LineDirective['leadsTo'] | undefined {
  const go = path.endsWith('.go') ? GO.exec(text)?.groups : undefined;
  if (go) return named(go.name ?? go.inner ?? '', path);
  const plain = withoutComments(text);
  const signs = [...(PERL_NAME.test(path) ? [PERL] : []), ...(ERLANG_NAME.test(path) ? [ERLANG] : [])];
  const rest = [...signs, OTHER_SIGN.test(path) || PERL_NAME.test(path) ? NAMED : NUMBERED, ...OF_ONE_LANGUAGE]
    .map((sign) => sign.exec(plain)?.groups?.rest)
    .find((one) => one !== undefined);
  return rest === undefined ? undefined : namedBy(rest, path);
}

function withoutComments(text: string): string {
  let [left, at] = ['', 0];
  for (let start = text.indexOf('/*'); start >= 0; start = text.indexOf('/*', at)) {
    const end = text.indexOf('*/', start + 2);
    if (end < 0) break;
    left += `${text.slice(at, start)} `;
    at = end + 2;
  }
  return left + text.slice(at);
}

/** Numbers without a name are of the same file; a word that stands for a name may be any. */
function namedBy(rest: string, path: string): LineDirective['leadsTo'] {
  const name = QUOTED.exec(rest)?.groups?.name;
  if (name !== undefined) return named(name, path);
  return /[A-Za-z_"]/.test(rest.replace(/\b(?:default|hidden)\b/, '')) ? 'any' : named('', path);
}

/** A name with escapes is one that only a compiler can read. */
function named(name: string, path: string): LineDirective['leadsTo'] {
  if (name.includes('\\')) return 'any';
  return { file: fileName(name === '' ? path : name) };
}

/** Without folders, as file systems that do not tell letters apart compare it. */
export function fileName(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .normalize('NFC')
    .toLowerCase();
}
