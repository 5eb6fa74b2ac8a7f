import { cutText } from '../../../cut-text';
import type { Rows } from '../rows';

const MAX_SENTENCE_LENGTH = 120;
const MAX_LINES = 60;

/**
 * First sentence of the documentation comment that ends right before a declaration, or of the docstring behind its header.
 * `forms` are comment prefixes (a slash with two stars stands for a block up to its end) or `docstring`.
 */
export function documentationBefore(
  rows: Rows,
  startRow: number,
  headerEndRow: number,
  forms: readonly string[],
): string {
  for (const form of forms) {
    const lines = form === 'docstring' ? docstring(rows, headerEndRow + 1) : commentAbove(rows, startRow - 1, form);
    const sentence = lines.length === 0 ? '' : firstSentence(lines.join(' '));
    if (sentence !== '') return sentence;
  }
  return '';
}

function commentAbove(rows: Rows, row: number, form: string): string[] {
  if (form === '/**') return blockAbove(rows, row);
  let top = row;
  while (top >= 0 && row - top < MAX_LINES && rows.begins(top, form)) top--;
  if (top === row) return [];
  return sentenceLines(rows, top + 1, row, (line) => line.slice(form.length));
}

function blockAbove(rows: Rows, row: number): string[] {
  if (row < 0 || !rows.ends(row, '*/')) return [];
  for (let top = row; top >= 0 && row - top < MAX_LINES; top--) {
    if (!rows.begins(top, '/*')) continue;
    if (!rows.begins(top, '/**')) return [];
    return sentenceLines(rows, top, row, (line) => line.replace(/^\/?\*+\/?/, '').replace(/\*\/$/, ''));
  }
  return [];
}

/** As many lines as the first sentence needs. */
function sentenceLines(rows: Rows, top: number, last: number, content: (line: string) => string): string[] {
  const lines: string[] = [];
  for (let row = top; row <= last; row++) {
    const line = content(rows.text(row).trim());
    lines.push(line);
    if (/\w\.(?:\s|<|$)/.test(line)) break;
  }
  return lines;
}

function docstring(rows: Rows, row: number): string[] {
  const first = rows.text(row).trim();
  const quotes = /^[rRuU]?("""|''')/.exec(first);
  if (!quotes) return [];
  const lines: string[] = [];
  for (let at = row; at < rows.count && lines.length < MAX_LINES; at++) {
    const line = at === row ? first.slice(quotes[0].length) : rows.text(at).trim();
    const end = line.indexOf(quotes[1] as string);
    lines.push(end === -1 ? line : line.slice(0, end));
    if (end !== -1 || line === '') break;
  }
  return lines;
}

function firstSentence(text: string): string {
  if (text === '') return '';
  const start = cutText(text, 1000);
  const described = start.replace(PERSONAL_TAG, ' ');
  const plain = (described.includes('<') ? withoutTags(described) : described).replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.!?](?= |$)/.exec(plain)?.[0] ?? plain;
  // Half a sentence tells something else than the whole.
  const isFit = sentence.length <= MAX_SENTENCE_LENGTH && !/[<>]/.test(sentence) && !namesPeople(described, sentence);
  return isFit ? sentence : '';
}

/** `@author`, `\\author`, `:author:`, `.. codeauthor::`, and whatever follows: what is said of code comes before it. */
const PERSONAL_TAG =
  /(?:^|\s)(?:[@\\](?:authors?|copyright|contributors?|maintainers?|credits?)\b|:(?:authors?|contact|maintainers?):|\.\. (?:section|code|module)author::).*$/isu;

/** Words that a name follows, whatever it is; and words that it may follow, if it looks like one. */
const PERSON = new RegExp(
  [
    '\\b(?:written|authored|maintained|contributed|coded|programmed|ported) by\\b',
    '\\b(?:authors?|maintainers?|owners?|contact|credits?|copyright)\\s*(?::|\\(c\\)|©|\\d{4})',
    '©|\\bthanks to\\b|\\bcourtesy of\\b|\\b(?:todo|fixme|hack|xxx)\\s*\\(\\s*@?[\\p{L}.-]+\\s*\\)',
    '(?<![\\w.+-])[\\w.+-]+@[\\w-]+\\.[\\w.]+',
  ].join('|'),
  'iu',
);
const NAMED =
  /\b(?:[Cc]reated|[Dd]eveloped|[Dd]esigned|[Ii]mplemented|[Aa]dded|[Mm]odified|[Cc]hanged|[Aa]dapted|[Rr]eviewed|[Rr]equested) by:? (?:@\w|\p{Lu}[\p{L}'’-]*\.? \p{Lu})/u;

/** Skeletons tell of code, not of who wrote it. An address in angle brackets is one, though it reads like a tag. */
function namesPeople(text: string, sentence: string): boolean {
  return PERSON.test(sentence) || NAMED.test(sentence) || /<[^<>\s@]{1,100}@[^<>\s@]{1,200}>/.test(text);
}

/** `<see cref="Order.Total"/>` is the word of its sentence that it names; other tags are none. */
function withoutTags(text: string): string {
  return text
    .replace(/<(?:see|seealso|paramref|typeparamref)\s+\w+="(?:[A-Z]:)?([^"<>]{1,80})"\s*(?:\/>|>\s*<\/\w+>)/g, '$1')
    .replace(/<[^<>]{0,80}>/g, ' ');
}
