import { extname } from 'node:path/posix';
import { bracketsAlone, type Enclosure, enclosuresOf, indentOf, type ReadLines } from './enclosing';

/** Files that say what is, and run nothing: what stands beside a line in its block speaks of the same thing. */
const DATA = new Set(
  '.yml .yaml .json .jsonc .json5 .toml .ini .properties .env .xml .csproj .vbproj .fsproj .props .targets .config .plist .html .htm .svg .cfg .conf'.split(
    ' ',
  ),
);

/** What decides whether a later line is reached: conditions and ways out. */
const DECIDES =
  /^\W*(?:if|elif|elsif|elseif|else|unless|switch|case|when|match|default|catch|except|guard)\b|\b(?:return|throw|raise|exit|break|continue|goto|die|panic|assert\w*|require)\b|&&|\|\||\?\?|^\s*\[/i;
/** Where nothing but these words opens and closes a block. */
const BLOCK_WORDS =
  /^\W*(?:for|foreach|while|until|do|then|fi|done|esac|try|with|using|lock|begin|end|ensure|rescue|finally)\b/i;
const CLEANS_UP = /^\W*(?:catch|except|finally|rescue|ensure)\b/i;
const IS_CONTROL =
  /^\W*(?:if|elif|elsif|elseif|else|unless|for|foreach|while|until|switch|case|when|match|default|do|try|catch|except|finally|rescue|ensure|with|using|lock|begin|then|#)/i;

/** A line that is not over: the next one belongs to it. */
const GOES_ON = /(?:&&|\|\||[\\|=(,:?+*]|=>|->|\bthen|\bdo|\belse)\s*$/;
const GUARDS_NEXT = /^\W*(?:if|elif|else|unless|for|foreach|while|until|do|when|with|using|lock|case|default)\b/i;

const ASSIGNS =
  /(?<![\p{L}\p{N}_.])\$?([\p{L}_][\p{L}\p{N}_]*)\s*(?::(?![:=])[^=;()]{0,60})?(?:[-+*/|&^%?]{0,2}|<<|>>|:)=(?![=>])/gu;
const DECLARES =
  /^\W*(?:export\s+)?(?:const|let|var|val|final|auto|local|export|my|our|set|declare|readonly)\b([^=]*)=/;
const KEYWORDS = new Set(
  'const let var val for if else while return new await async function class this self true false null undefined None True False public private static void string number int not and the'.split(
    ' ',
  ),
);

/** Enough of a block; what is longer is known by its header. */
const MAX_DATA_LINES = 60;

/**
 * What makes a place the place it is, as numbers of lines with what they are to it: what encloses the lines, what stands before them
 * in their function, what sets the names they use, what cleans up after them; in data the block beside them.
 */
export function surroundingsOf(lines: ReadLines, startLine: number, endLine: number): [role: string, line: number][] {
  const around = enclosuresOf(lines, startLine);
  const headers = around.flatMap(({ header }) => header.map((at): [string, number] => ['in', at]));
  const above = lineAbove(lines, startLine);
  const joined = above !== undefined && isJoined(lines, above) ? [['under', above] as [string, number]] : [];
  const isData = DATA.has(extname(lines.path).toLowerCase()) || /(?:^|\/)\.env/.test(lines.path);
  const beside = isData
    ? besideInData(lines, around, startLine, endLine)
    : besideInCode(lines, around, startLine, endLine);
  return [...headers, ...joined, ...beside];
}

/** `code`, or within what kind of text that is none. */
export function kindOfText({ raw, kept, code }: ReadLines, line: number): 'code' | 'comment' | 'string' {
  if ((raw[line - 1] ?? '').trim() === '') return 'code';
  if ((kept[line - 1] ?? '').trim() === '') return 'comment';
  return (code[line - 1] ?? '').replaceAll('""', '').trim() === '' ? 'string' : 'code';
}

function lineAbove({ code }: ReadLines, line: number): number | undefined {
  for (let at = line - 1; at >= 1; at -= 1) if ((code[at - 1] ?? '').trim() !== '') return at;
  return undefined;
}

/** A condition without a block of its own, or a line that is not over. */
function isJoined({ code }: ReadLines, line: number): boolean {
  const text = (code[line - 1] ?? '').trim();
  return GOES_ON.test(text) || (GUARDS_NEXT.test(text) && !/[{};]$/.test(text));
}

/** All that its function says before it; at the top, where it stands in none, what decides before it; and what sets its names. */
function besideInCode(
  lines: ReadLines,
  around: readonly Enclosure[],
  startLine: number,
  endLine: number,
): [string, number][] {
  const unit = around.findLast(({ header }) => !IS_CONTROL.test(codeOf(lines, header.at(-1) ?? 1)));
  const names = namesIn(lines, startLine, endLine);
  const { depths } = lines;
  const annotations = unit ? annotationsAbove(lines, unit.header[0] ?? unit.startLine) : [];
  const beside = lines.code.flatMap((text, index): [string, number][] => {
    const at = index + 1;
    const isWithin = unit !== undefined && at > unit.startLine && at <= unit.endLine;
    if (!isTold(lines, index) || (at >= startLine && at <= endLine)) return [];
    if (isWithin && at < startLine) return [['before', at]];
    if ((isWithin || depths[index] === 0) && setsAny(text, names)) return [['sets', at]];
    if (isWithin) return CLEANS_UP.test(text) ? [['after', at]] : [];
    if (unit !== undefined || depths[index] !== 0) return [];
    const isDeciding = DECIDES.test(text) || (!bracketsAlone(lines.path) && BLOCK_WORDS.test(text));
    if (at < startLine) return isDeciding ? [['before', at]] : [];
    return CLEANS_UP.test(text) ? [['after', at]] : [];
  });
  return [...annotations.map((at): [string, number] => ['marked', at]), ...beside];
}

/** Lines that say more than a comment does. */
function isTold({ kept }: ReadLines, index: number): boolean {
  return (kept[index] ?? '').trim() !== '';
}

/** Decorators, annotations and attributes on lines of their own: many of them guard what follows. */
function annotationsAbove({ raw }: ReadLines, line: number): number[] {
  const found: number[] = [];
  for (let at = line - 1; at >= 1 && /^\s*(?:@|\[|#\[|<)/.test(raw[at - 1] ?? ''); at -= 1) found.unshift(at);
  return found;
}

function codeOf({ code }: ReadLines, line: number): string {
  return code[line - 1] ?? '';
}

/** A name of one or two letters is anybody's, unless it is marked as a variable, be it in a string. */
function namesIn({ code, kept }: ReadLines, startLine: number, endLine: number): Set<string> {
  const words = code.slice(startLine - 1, endLine).flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_]{2,}/gu) ?? []);
  const marked = kept
    .slice(startLine - 1, endLine)
    .flatMap((text) => [...text.matchAll(/[$%][{(]?([\p{L}_][\p{L}\p{N}_]*)/gu)]);
  return new Set([...words, ...marked.map(([, name]) => name ?? '')].filter((word) => !KEYWORDS.has(word)));
}

function setsAny(text: string, names: ReadonlySet<string>): boolean {
  const declared = DECLARES.exec(text)?.[1]?.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  return [...declared, ...[...text.matchAll(ASSIGNS)].map(([, name]) => name ?? '')].some((name) => names.has(name));
}

/** The innermost block; of a list the entry alone. */
function besideInData(
  { raw }: ReadLines,
  around: readonly Enclosure[],
  startLine: number,
  endLine: number,
): [string, number][] {
  const first = raw[startLine - 1] ?? '';
  const block = /^\s*- /.test(first) ? entryOf(raw, startLine) : around.at(-1);
  if (block === undefined || block.endLine - block.startLine > MAX_DATA_LINES) return [];
  return raw.flatMap((text, index): [string, number][] => {
    const at = index + 1;
    const isBeside = at > block.startLine && at <= block.endLine && (at < startLine || at > endLine);
    return isBeside && text.trim() !== '' ? [['beside', at]] : [];
  });
}

function entryOf(raw: readonly string[], startLine: number): Pick<Enclosure, 'startLine' | 'endLine'> {
  const indent = indentOf(raw[startLine - 1] ?? '');
  const next = raw.findIndex((text, index) => index >= startLine && text.trim() !== '' && indentOf(text) <= indent);
  return { startLine, endLine: next < 0 ? raw.length : next };
}
