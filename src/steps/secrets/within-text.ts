import type { FoundSecret } from './found-secret';

/** A line that is a comment from its first sign on; a blank may stand behind that of an order to a preprocessor too. */
const COMMENT =
  /^\s*(?:\/\/|-- |# (?!\s*(?:define|undef|include(?:_next)?|import|if(?:n?def)?|elif(?:n?def)?|else|endif|error|warning|line|pragma|ident)\b))/;

/** Whether it stands in a text in quotes, or in a comment, of a line of code; anywhere else it would run, and has to be read. */
export function isWithinText(text: string, { start, end }: Pick<FoundSecret, 'start' | 'end'>): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (before.length > MOST || COMMENT.test(before)) return true;
  const quote = openQuote(before);
  const closing = quote === '' ? -1 : text.indexOf(quote, end);
  return closing >= 0 && !text.slice(end, closing).includes('\n');
}

/** Whether what stands of a line ends in a comment, of most languages, be it behind code. */
export function endsInComment(before: string): boolean {
  return IN_COMMENT.test(before);
}

/** Behind what begins a comment of most languages, where no text is open. */
const IN_COMMENT = /^(?:[^"'`\n]*[ \t;})])?(?:\/\/|#|--|\/\*)[ \t][^"'`\n]*$|^[ \t]*\*[ \t][^"'`\n]*$/;

/** Whether its line is a comment, by how it begins. */
export function isInComment(text: string, start: number): boolean {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  return COMMENT.test(text.slice(from, Math.min(start, from + MOST)));
}

/** Letters of a line before a value that are read: a line so long is nobody's code. */
const MOST = 4096;

/** Its last sign; the end of the line where it has none. */
function endOfComment(line: string, at: number): number {
  const end = line.indexOf('*/', at + 2);
  return end < 0 ? line.length : end + 1;
}

/** The sign of the text that has not ended; empty where none is open. */
function openQuote(before: string): string {
  let open = '';
  for (let at = 0; at < before.length; at += 1) {
    const sign = before[at] ?? '';
    if (open !== '' && sign === '\\') at += 1;
    else if (open === '' && before.startsWith('/*', at)) at = endOfComment(before, at);
    else if (open === '' && /["'`]/.test(sign)) open = sign;
    else if (sign === open) open = '';
  }
  return open;
}

/** In code, a value with an operator in it is one in texts alone. */
export function mayBeValue(text: string, one: FoundSecret): boolean {
  return !isByLikeness(one) || !OPERATORS.test(text.slice(one.start, one.end)) || isWithinText(text, one);
}

/** Told by its name or its letters alone. */
export function isByLikeness({ rule, isCertain }: FoundSecret): boolean {
  return BY_LIKENESS.has(rule) && !isCertain;
}

/** Other rules know a form. */
const BY_LIKENESS = new Set(['assigned-secret', 'assigned-word', 'random-value']);
const OPERATORS = /[?:!*+/^&|%~<>=]/;
