import { madeOnce } from '../../made-once';
import type { IndexedLine, IndexedSide } from './diff-index';
import { collapse, isTrivial, squeeze } from './fold';
import type { Quote, QuoteLine } from './read-quote';

/** A place that holds a quote: lines of one hunk, next to each other but for blank ones. */
export interface Match {
  lines: readonly IndexedLine[];
  /** True when not even white space differs, blank lines aside. */
  exact: boolean;
}

const MIN_PART_LENGTH = 8;

/** Every place where whole lines equal the quote's, white space aside. */
export function findLines(side: IndexedSide, quote: Quote): readonly Match[] {
  const wanted = squeezedLines(quote);
  const starts = side.bySqueezed.get(wanted[0] ?? '');
  if (starts === undefined || !mayLook(side, starts.length)) return [];
  return starts.flatMap((start) => {
    const block = blockAt(side, start, wanted.length);
    if (!block?.every((line, index) => line.squeezed === wanted[index])) return [];
    return [{ lines: block, exact: block.every((line, index) => line.text === quote.lines[index]?.head) }];
  });
}

/** Every place whose lines begin and end as the quote's do, where an ellipsis cut them. */
export function findCut(side: IndexedSide, quote: Quote): readonly Match[] {
  const { wanted, telling } = cutLines(quote);
  if (telling === undefined || !side.squeezed.includes(telling) || !mayLook(side)) return [];
  return side.lines.flatMap((_, start) => {
    const block = blockAt(side, start, wanted.length);
    return block?.every((line, index) => holds(line.squeezed, wanted[index])) ? [{ lines: block, exact: false }] : [];
  });
}

/** Every place that holds the quote as a part: within a line, or from within one line to within another. */
export function findPart(side: IndexedSide, quote: Quote): readonly Match[] {
  const [first, ...rest] = quote.lines;
  if (!first || quote.lines.some(({ tail }) => tail !== undefined)) return [];
  if (rest.length > 0) return findCut(side, withinLines(quote));
  const { wanted, tight, isTelling } = onePart(quote);
  if (!isTelling || !side.squeezed.includes(tight) || !mayLook(side)) return [];
  return side.lines
    .filter((line) => line.squeezed.includes(tight) && holdsPart(collapse(line.text), wanted))
    .map((line) => ({ lines: [line], exact: line.text.includes(first.head) }));
}

function mayLook({ room, lines }: IndexedSide, count = lines.length): boolean {
  room.looks -= count;
  return room.looks >= 0;
}

/** A quote is looked for in every file. */
const squeezedLines = madeOnce(({ lines }: Quote) => lines.map(({ head }) => squeeze(head)));

const cutLines = madeOnce(({ lines }: Quote) => {
  const wanted = lines.map(partsOf);
  return { wanted, telling: wanted.map(longestOf).find(isTellingText) };
});

const onePart = madeOnce(({ lines: [first] }: Quote) => {
  const [wanted, tight] = [collapse(first?.head ?? ''), squeeze(first?.head ?? '')];
  return { wanted, tight, isTelling: isTellingText(wanted) };
});

/** From within its first line to within its last. */
const withinLines = madeOnce(({ lines: [first, ...rest] }: Quote): Quote => {
  const last = rest.pop();
  return { lines: [{ head: '', tail: first?.head ?? '' }, ...rest, { head: last?.head ?? '', tail: '' }] };
});

function blockAt(side: IndexedSide, start: number, length: number): readonly IndexedLine[] | null {
  const first = side.lines[start];
  const last = side.lines[start + length - 1];
  return first && last && first.hunk === last.hunk ? side.lines.slice(start, start + length) : null;
}

interface Parts {
  head: string;
  tail?: string;
}

function partsOf({ head, tail }: QuoteLine): Parts {
  return { head: squeeze(head), ...(tail !== undefined && { tail: squeeze(tail) }) };
}

function longestOf({ head, tail = '' }: Parts): string {
  return head.length > tail.length ? head : tail;
}

function isTellingText(text: string): boolean {
  return text.length >= MIN_PART_LENGTH && !isTrivial(text);
}

function holds(line: string, parts: Parts | undefined): boolean {
  if (!parts) return false;
  if (parts.tail === undefined) return line === parts.head;
  const fits = line.length >= parts.head.length + parts.tail.length;
  return fits && line.startsWith(parts.head) && line.endsWith(parts.tail);
}

/** A part counts where it does not begin within a word, and ends within one only when the line was cut from its start. */
function holdsPart(line: string, part: string): boolean {
  for (let at = line.indexOf(part); at >= 0; at = line.indexOf(part, at + 1)) {
    const startsWord = at === 0 || !splitsWord(line.charAt(at - 1), part.charAt(0));
    const endsWord = !splitsWord(part.charAt(part.length - 1), line.charAt(at + part.length));
    if (startsWord && (endsWord || (at === 0 && part.length >= 2 * MIN_PART_LENGTH))) return true;
  }
  return false;
}

function splitsWord(before: string, after: string): boolean {
  return /[\p{L}\p{N}_]/u.test(before) && /[\p{L}\p{N}_]/u.test(after);
}
