import { withoutEntities } from '../diff/without-entities';
import type { Side } from './diff-index';
import { isTrivial, squeeze } from './fold';

/** One way to read a model's quote. */
export interface Quote {
  /** Lines that hold more than white space. */
  lines: readonly QuoteLine[];
  /** Set when only this side can hold it. */
  side?: Side;
}

export interface QuoteLine {
  /** The whole line; or its beginning when `tail` is set. */
  head: string;
  /** The line's end, when an ellipsis stands for what is between. */
  tail?: string;
}

const PROMPT_LINE = /^\s{0,20}\d{1,7}(?:([ +-])(.*))?$/s;

const NUMBERED = /^\s{0,20}\d{1,7}(?:\s{1,8}\d{1,7})?(?:\s{0,4}[|:│]\s?|\s|$)/;

const ELLIPSIS_LINE = /^\s*(?:(?:\/\/|#|\/\*|--|<!--)\s*)?[[(]?(?:\.{3,}|…)[\])]?\s*(?:(?:\*\/|-->)\s*)?$/;

/** An ellipsis, or the words by which the prompt cuts a very long line. */
const CUT_MARK = / ?\[\d+ more characters\]|[[(]?(?:\.{3,}|…)[\])]?/;

/**
 * Readings of a quote, the most literal first: as it stands, and with its entities as the characters that they name; without a code fence, without the line numbers and
 * the signs of the diff it was copied from. Readings that come to the same text are one; lines of both sides are read for
 * the stated side first.
 */
export function readQuote(quote: string, stated: Side = 'new'): readonly Quote[] {
  const decoded = withoutEntities(quote);
  const literal = readingsOf(quote, stated);
  return decoded === quote ? literal : distinct([...literal, ...readingsOf(decoded, stated)]);
}

function readingsOf(quote: string, stated: Side): readonly Quote[] {
  const plain = filled(quote.split(/\r\n|\n/));
  const open = unfenced(plain);
  const unnumbered = withoutNumbers(open);
  const readings = [
    { lines: plain },
    { lines: open },
    ...fromPrompt(open, stated),
    { lines: unnumbered },
    ...withoutSigns(open, stated),
    ...withoutSigns(unnumbered, stated),
  ];
  const quotes = readings.map((reading) => ({ ...reading, lines: filled(reading.lines).map((head) => ({ head })) }));
  return distinct(quotes.filter(({ lines }) => lines.length > 0));
}

/** Readings of those quotes that were cut short: `...` at a line's end, its start, within it, or on a line of its own. */
export function readCuts(quotes: readonly Quote[]): readonly Quote[] {
  const cut = quotes.flatMap((quote) => {
    const lines = uncut(quote.lines);
    return lines.some(({ tail }) => tail !== undefined) || lines.length < quote.lines.length
      ? [{ ...quote, lines }]
      : [];
  });
  return distinct(cut.filter(({ lines }) => lines.length > 0));
}

interface Reading {
  lines: readonly string[];
  side?: Side;
}

function filled(lines: readonly string[]): string[] {
  return lines.filter((line) => squeeze(line) !== '');
}

export function unfenced(lines: readonly string[]): readonly string[] {
  const inner = /^\s*(?:```|~~~)/.test(lines[0] ?? '') ? lines.slice(1) : lines;
  const body = /^\s*(?:```|~~~)\s*$/.test(inner.at(-1) ?? '') ? inner.slice(0, -1) : inner;
  const ticked = body.length === 1 ? /^\s*`([^`]+)`\s*$/.exec(body[0] ?? '') : null;
  return ticked?.[1] === undefined ? body : [ticked[1]];
}

/** Lines as the prompt shows them: number, sign. They say themselves which side they are of. */
function fromPrompt(lines: readonly string[], stated: Side): Reading[] {
  const parts = lines.map((line) => PROMPT_LINE.exec(line));
  if (!parts.every((part) => part !== null)) return [];
  return sidesFrom(stated).map((side) => ({
    side,
    lines: parts.filter(([, sign]) => (sign === '-') === (side === 'old')).map(([, , code]) => code ?? ''),
  }));
}

/** `123: code`, `120 123 | code`: taken off only where every line has one. */
function withoutNumbers(lines: readonly string[]): readonly string[] {
  return lines.every((line) => NUMBERED.test(line)) ? lines.map((line) => line.replace(NUMBERED, '')) : lines;
}

/** Signs of a diff, where every line can have one and at least one line has. Lines of both signs are read for each side. */
function withoutSigns(lines: readonly string[], stated: Side): Reading[] {
  const trimmed = lines.map((line) => (/^\s+[+-]/.test(line) ? line.trimStart() : line));
  const signs = new Set(trimmed.map((line) => line.charAt(0)));
  const added = signs.has('+');
  const removed = signs.has('-');
  if ((!added && !removed) || ![...signs].every((sign) => '+- \t'.includes(sign))) return [];
  if (!added || !removed) return [{ lines: trimmed.map((line) => line.slice(1)) }];
  const kept = (side: Side) => trimmed.filter((line) => !line.startsWith(side === 'new' ? '-' : '+'));
  return sidesFrom(stated).map((side) => ({ side, lines: kept(side).map((line) => line.slice(1)) }));
}

function sidesFrom(stated: Side): readonly Side[] {
  return stated === 'old' ? ['old', 'new'] : ['new', 'old'];
}

/** The first part of a quote that an ellipsis on its own line divides, with the cuts within lines marked. */
function uncut(lines: readonly QuoteLine[]): QuoteLine[] {
  const parts: QuoteLine[][] = [[]];
  for (const line of lines) {
    if (ELLIPSIS_LINE.test(line.head)) parts.push([]);
    else parts.at(-1)?.push(cutLine(line.head));
  }
  return parts.find((part) => !isTrivial(part.map(({ head, tail }) => head + (tail ?? '')).join(' '))) ?? [];
}

function cutLine(line: string): QuoteLine {
  const cut = CUT_MARK.exec(line);
  if (!cut) return { head: line };
  return { head: line.slice(0, cut.index), tail: line.slice(cut.index + cut[0].length) };
}

function distinct(quotes: readonly Quote[]): readonly Quote[] {
  return [...new Map(quotes.map((quote) => [JSON.stringify(quote), quote])).values()];
}
