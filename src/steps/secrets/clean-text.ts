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
  mayLead?: true;
}

/** Undefined where there is nothing to hide. */
export function cleanText(
  text: string,
  found: readonly FoundSecret[],
  placeholders: Placeholders,
): CleanText | undefined {
  if (found.length === 0) return undefined;
  const lines = linesOf(text, found, placeholders);
  return { bytes: Buffer.from(maskedText(text, found, placeholders).text, 'latin1'), lines };
}

interface OpenLine {
  start: number;
  end: number;
  /** Up to here it is in `after`. */
  at: number;
  after: string;
  parts: LinePart[];
}

/** The lines that secrets stand on, by number; one pass, for a line may hold thousands. */
function linesOf(text: string, all: readonly FoundSecret[], placeholders: Placeholders): Map<number, CleanLine> {
  const lines = new Map<number, OpenLine>();
  let [number, start, end] = [1, 0, endOfLine(text, 0)];
  for (const { start: first, end: last, rule, isCertain, mayLead } of all) {
    const placeholder = placeholders.of(text.slice(first, last), rule);
    for (let from = first; ; from = end + 1) {
      while (end < from) [number, start, end] = [number + 1, end + 1, endOfLine(text, end + 1)];
      const line = lines.get(number) ?? { start, end, at: start, after: '', parts: [] };
      lines.set(number, line);
      const value = text.slice(from, Math.min(end, last)).replace(/\r$/, '');
      line.parts.push({ value: utf8(value), placeholder, rule, isCertain, ...(mayLead && { mayLead }) });
      line.after += text.slice(line.at, from) + (value.trim() === '' ? value : placeholder);
      line.at = from + value.length;
      if (last <= end + 1) break;
    }
  }
  return new Map([...lines].map(([number, line]) => [number, closed(text, line)]));
}

function closed(text: string, { start, end, at, after, parts }: OpenLine): CleanLine {
  return { before: utf8(text.slice(start, end)), after: utf8(after + text.slice(at, end)), parts };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
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
