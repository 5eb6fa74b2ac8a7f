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
  const plain = (start.includes('<') ? withoutTags(start) : start).replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.!?](?= |$)/.exec(plain)?.[0] ?? plain;
  // Half a sentence tells something else than the whole.
  return sentence.length > MAX_SENTENCE_LENGTH || /[<>]/.test(sentence) ? '' : sentence;
}

/** `<see cref="Order.Total"/>` is the word of its sentence that it names; other tags are none. */
function withoutTags(text: string): string {
  return text
    .replace(/<(?:see|seealso|paramref|typeparamref)\s+\w+="(?:[A-Z]:)?([^"<>]{1,80})"\s*(?:\/>|>\s*<\/\w+>)/g, '$1')
    .replace(/<[^<>]{0,80}>/g, ' ');
}
