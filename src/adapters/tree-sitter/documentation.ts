const LONGEST_SENTENCE = 120;
const MOST_LINES = 60;

/**
 * First sentence of the documentation comment that ends right before a declaration, or of the docstring behind its header.
 * `forms` are comment prefixes (a slash with two stars stands for a block up to its end) or `docstring`.
 */
export function documentationBefore(
  rows: readonly string[],
  startRow: number,
  headerEndRow: number,
  forms: readonly string[],
): string {
  for (const form of forms) {
    const lines = form === 'docstring' ? docstring(rows, headerEndRow + 1) : commentAbove(rows, startRow - 1, form);
    const sentence = firstSentence(lines.join(' '));
    if (sentence !== '') return sentence;
  }
  return '';
}

function commentAbove(rows: readonly string[], row: number, form: string): string[] {
  if (form === '/**') return blockAbove(rows, row);
  const lines: string[] = [];
  for (let at = row; at >= 0 && lines.length < MOST_LINES; at--) {
    const line = (rows[at] ?? '').trim();
    if (!line.startsWith(form)) break;
    lines.unshift(line.slice(form.length));
  }
  return lines;
}

function blockAbove(rows: readonly string[], row: number): string[] {
  if (!rows[row]?.trimEnd().endsWith('*/')) return [];
  const lines: string[] = [];
  for (let at = row; at >= 0 && lines.length < MOST_LINES; at--) {
    const line = (rows[at] ?? '').trim();
    lines.unshift(line.replace(/^\/?\*+\/?/, '').replace(/\*\/$/, ''));
    if (line.startsWith('/**')) return lines;
    if (line.startsWith('/*')) return [];
  }
  return [];
}

function docstring(rows: readonly string[], row: number): string[] {
  const first = (rows[row] ?? '').trim();
  const quotes = /^[rRuU]?("""|''')/.exec(first);
  if (!quotes) return [];
  const lines: string[] = [];
  for (let at = row; at < rows.length && lines.length < MOST_LINES; at++) {
    const line = at === row ? first.slice(quotes[0].length) : (rows[at] ?? '').trim();
    const end = line.indexOf(quotes[1] as string);
    lines.push(end === -1 ? line : line.slice(0, end));
    if (end !== -1 || line === '') break;
  }
  return lines;
}

function firstSentence(text: string): string {
  const plain = text
    .slice(0, 1000)
    .replace(/<[^<>]{0,80}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = /^.*?[.!?](?= |$)/.exec(plain)?.[0] ?? plain;
  return sentence.length > LONGEST_SENTENCE ? `${sentence.slice(0, LONGEST_SENTENCE - 1)}…` : sentence;
}
