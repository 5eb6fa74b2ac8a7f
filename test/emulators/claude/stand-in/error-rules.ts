import type { DiffLine } from '../prompt-reader';
import { BRACES, GO, isComment, PYTHON, type Rule, seen } from './rule';

const LONGEST_CATCH = 7;

export const ERROR_RULES: readonly Rule[] = [
  {
    title: 'Error is swallowed',
    category: 'error-handling',
    severity: 'warning',
    files: BRACES,
    match: (lines) => (bodyOfCatch(lines)?.length === 0 ? linesOfCatch(lines) : 0),
    body: 'The failure disappears: the caller goes on as if the work had been done. Handle it, or let it through.',
  },
  {
    title: 'Error is logged and then forgotten',
    category: 'error-handling',
    severity: 'suggestion',
    files: BRACES,
    match: (lines) => {
      const body = bodyOfCatch(lines) ?? [];
      return body.length > 0 && body.every(isLogging) ? linesOfCatch(lines) : 0;
    },
    body: 'The failure is written down, but the caller is not told and goes on. Throw it again, or answer with a failure.',
  },
  {
    title: 'Error is swallowed',
    category: 'error-handling',
    severity: 'warning',
    files: PYTHON,
    match: ([first, second]) =>
      first &&
      /^\s*except\b.*:\s*(?:pass)?\s*$/.test(first.text) &&
      /pass\s*$/.test(`${first.text}${second?.text.trim()}`)
        ? first.text.trim().endsWith('pass')
          ? 1
          : 2
        : 0,
    body: 'The failure disappears: the caller goes on as if the work had been done. Handle it, or let it through.',
  },
  {
    title: 'Every exception is caught',
    category: 'error-handling',
    severity: 'suggestion',
    files: PYTHON,
    match: ([first, second]) =>
      /^\s*except\s*:\s*$/.test(first?.text ?? '') && second?.text.trim() !== 'pass' ? 1 : 0,
    body: 'A bare `except` also catches the interruption of the program and plain mistakes. Name the exceptions that are expected.',
    mend: (text) => text.replace(/except\s*:/, 'except Exception:'),
  },
  {
    title: 'Error is discarded',
    category: 'error-handling',
    severity: 'warning',
    files: GO,
    match: seen(/^\s*_\s*=\s*err\b|^\s*\w+,\s*_\s*:?=\s*[\w.]*(?:Open|Read|Write|Exec|Query|Parse|Unmarshal)\w*\(/),
    body: 'The failure disappears and the value beside it is used as if it were good. Check the error and return it.',
  },
];

/** Lines of code between the braces of a catch that begins on the first line; nothing when there is none or it is long. */
function bodyOfCatch(lines: readonly DiffLine[]): string[] | undefined {
  const length = linesOfCatch(lines);
  if (length === 0) return undefined;
  const text = lines
    .slice(0, length)
    .map((line) => line.text)
    .join('\n');
  const body = text.slice(text.indexOf('{', text.search(/\bcatch\b/)) + 1, text.lastIndexOf('}'));
  return body.split(/[\n;]/).filter(isCode);
}

/** Up to the line with the closing brace, wherever the opening one stands. */
function linesOfCatch(lines: readonly DiffLine[]): number {
  const texts = lines.slice(0, LONGEST_CATCH).map(({ text }) => text);
  const start = /\bcatch\b\s*(?:\([^)]*\))?\s*(?:when\s*\(.*\))?\s*(?:\{|$)/.exec(texts[0] ?? '');
  if (!start) return 0;
  const behind = texts.map((text, index) => (index === 0 ? text.slice(start.index) : text));
  if (!behind.slice(0, 2).some((text) => text.includes('{'))) return 0;
  let depth = 0;
  for (const [index, text] of behind.entries()) {
    for (const brace of text.match(/[{}]/g) ?? []) depth += brace === '{' ? 1 : -1;
    if (depth === 0 && text.includes('}')) return index + 1;
  }
  return 0;
}

function isCode(text: string): boolean {
  return text.trim() !== '' && !isComment(text);
}

function isLogging(text: string): boolean {
  return /^\s*(?:console\.\w+|\w*[lL]og(?:ger)?\w*(?:\.\w+)?|_logger\.\w+|e(?:rr|x)?\.printStackTrace|System\.(?:out|err)\.print\w*)\(/.test(
    text,
  );
}
