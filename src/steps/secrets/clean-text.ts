import type { DiffLine } from '../diff/changed-file';
import type { FoundSecret } from './found-secret';
import { maskedText, type Placeholders } from './placeholders';

/** A whole text, and what of each of its lines was replaced. */
export interface CleanText {
  bytes: Uint8Array;
  lines: ReadonlyMap<number, CleanLine>;
}

/** A line before and after, and what makes the difference. */
export interface CleanLine {
  before: string;
  after: string;
  parts: readonly LinePart[];
}

export interface LinePart {
  value: string;
  placeholder: string;
  rule: string;
  isCertain: boolean;
}

/** Undefined where there is nothing to hide. */
export function cleanText(
  text: string,
  found: readonly FoundSecret[],
  placeholders: Placeholders,
): CleanText | undefined {
  if (found.length === 0) return undefined;
  const pieces = piecesOf(text, found, placeholders);
  const lines = new Map([...pieces].map(([number, line]) => [number, cleanLine(text, line)]));
  return { bytes: Buffer.from(maskedText(text, found, placeholders).text, 'latin1'), lines };
}

interface Piece {
  start: number;
  end: number;
  placeholder: string;
  found: FoundSecret;
}

interface LineSpan {
  start: number;
  end: number;
  pieces: Piece[];
}

/** What of each line belongs to a secret, by the number of the line; one pass, for a line may hold thousands. */
function piecesOf(text: string, all: readonly FoundSecret[], placeholders: Placeholders): Map<number, LineSpan> {
  const lines = new Map<number, LineSpan>();
  let [number, start, end] = [1, 0, endOfLine(text, 0)];
  for (const found of all) {
    const placeholder = placeholders.of(text.slice(found.start, found.end), found.rule);
    for (let at = found.start; ; at = end + 1) {
      while (end < at) [number, start, end] = [number + 1, end + 1, endOfLine(text, end + 1)];
      const line = lines.get(number) ?? { start, end, pieces: [] };
      line.pieces.push({ start: at, end: Math.min(end, found.end), placeholder, found });
      lines.set(number, line);
      if (found.end <= end + 1) break;
    }
  }
  return lines;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function cleanLine(text: string, { start, end, pieces }: LineSpan): CleanLine {
  const parts: LinePart[] = [];
  let [after, at] = ['', start];
  for (const { start: from, end: to, placeholder, found } of pieces) {
    const value = text.slice(from, to).replace(/\r$/, '');
    const { rule, isCertain } = found;
    parts.push({ value: utf8(value), placeholder, rule, isCertain });
    after += text.slice(at, from) + (value.trim() === '' ? value : placeholder);
    at = from + value.length;
  }
  return { before: utf8(text.slice(start, end)), after: utf8(after + text.slice(at, end)), parts };
}

/** Where the line is not the one that was read, each value goes, or all of it where one cannot be found. */
export function hideInLine(line: DiffLine, clean: CleanLine | undefined): DiffLine {
  if (clean === undefined) return line;
  const { before, after, parts } = clean;
  if (line.text === before) return after === before ? line : { ...line, text: after };
  let [text, rest] = ['', line.text];
  for (const { value, placeholder } of parts) {
    if (value.trim() === '') continue;
    const at = rest.indexOf(value);
    if (at < 0) return { ...line, text: placeholder };
    text += rest.slice(0, at) + placeholder;
    rest = rest.slice(at + value.length);
  }
  return rest === line.text ? line : { ...line, text: text + rest };
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
