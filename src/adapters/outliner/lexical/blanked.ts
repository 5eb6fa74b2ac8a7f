/** How comments and literals of a language look. */
export interface Lexis {
  lineComments: readonly string[];
  blockComments: readonly (readonly [open: string, close: string])[];
  /** Longest first. A literal with `escapedBy` null ends at its next close that is not doubled. */
  literals: readonly Literal[];
}

export interface Literal {
  open: string;
  close: string;
  escapedBy: string | null;
  /** True for literals that may go over the end of the line. */
  manyLines: boolean;
}

/**
 * Text of the same length and rows in which comments and the content of literals are spaces; the quotes stay.
 * One pass, so that no input can make it slow.
 */
export function blanked(text: string, lexis: Lexis): string {
  const starts = startingCharacters(lexis);
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    if (!starts.has(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const span = spanAt(text, at, lexis);
    if (!span) {
      at++;
      continue;
    }
    pieces.push(text.slice(from, span.start), spaces(text.slice(span.start, span.end)));
    from = span.end;
    at = Math.max(span.next, at + 1);
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

interface Span {
  start: number;
  end: number;
  next: number;
}

function startingCharacters({ lineComments, blockComments, literals }: Lexis): Set<number> {
  const openings = [...lineComments, ...blockComments.map(([open]) => open), ...literals.map(({ open }) => open)];
  return new Set(openings.map((open) => open.charCodeAt(0)));
}

function spanAt(text: string, at: number, { lineComments, blockComments, literals }: Lexis): Span | null {
  for (const [open, close] of blockComments) {
    if (!text.startsWith(open, at)) continue;
    const end = behind(text, close, at + open.length);
    return { start: at, end, next: end };
  }
  for (const literal of literals) if (text.startsWith(literal.open, at)) return literalSpan(text, at, literal);
  for (const mark of lineComments) {
    if (!text.startsWith(mark, at)) continue;
    const end = indexOrEnd(text, '\n', at);
    return { start: at, end, next: end };
  }
  return null;
}

function literalSpan(text: string, at: number, { open, close, escapedBy, manyLines }: Literal): Span {
  const start = at + open.length;
  for (let end = start; end < text.length; end++) {
    if (text[end] === '\n' && !manyLines) return { start, end, next: end };
    if (escapedBy !== null && text[end] === escapedBy) end++;
    else if (text.startsWith(close, end)) {
      if (escapedBy === null && close.length === 1 && text[end + 1] === close) end++;
      else return { start, end, next: end + close.length };
    }
  }
  return { start, end: text.length, next: text.length };
}

function behind(text: string, close: string, from: number): number {
  const at = text.indexOf(close, from);
  return at === -1 ? text.length : at + close.length;
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at === -1 ? text.length : at;
}

function spaces(text: string): string {
  return text.includes('\n') ? text.replace(/[^\n]/g, ' ') : ' '.repeat(text.length);
}
