import { isProse } from '../diff/prose-path';
import { isTest } from '../diff/test-path';
import type { FoundSecret } from './found-secret';
import { boundedFinder, type KnownSpan, type Patience } from './known-values';
import { leads } from './leading-words';
import { lineBefore } from './line-before';
import { kindsOf, looksSigned, looksThrown } from './value-likeness';

/** A text that holds a secret wherever it stands: the value itself, or the line in which it has its meaning. */
export interface SpreadingValue {
  value: string;
  rule: string;
  isCertain?: boolean;
  /** Nothing but the name before it said that it is one: elsewhere it may be a name that runs. */
  isNamed?: true;
  /** It may be the name of what runs where it was found already. */
  mayLead?: true;
  /** Which part of a line is the secret. */
  part?: { start: number; end: number };
}

/** Of what was found in a text, what is a secret elsewhere too. */
export function spreadingValues(text: string, found: readonly FoundSecret[]): SpreadingValue[] {
  return found.flatMap((one) => {
    const words = text.slice(one.start, one.end).match(/[^\s"'`\\,;]+/g) ?? [];
    const values = words.filter(isDistinct).map((value) => ({ value, rule: one.rule, ...doubts(one, value) }));
    return values.length > 0 ? values : lineOf(text, one);
  });
}

function doubts({ isCertain, mayLead }: FoundSecret, value: string): Pick<SpreadingValue, 'isNamed' | 'mayLead'> {
  const isLikely = isCertain || looksThrown(value, SHORTEST_OF_TWO_KINDS) || looksSigned(value);
  return { ...(!isLikely && { isNamed: true }), ...(mayLead && { mayLead }) };
}

/** What may be a word elsewhere is a secret on a line that was moved. */
function lineOf(text: string, { start, end, rule, mayLead }: FoundSecret): SpreadingValue[] {
  if (!OPEN.test(text.slice(start, end))) return [];
  const head = lineBefore(text, start, WIDEST);
  const [tail = ''] = text.slice(end, end + WIDEST).split('\n', 1);
  if (Math.max(head.length, tail.length) === WIDEST) return [];
  const line = head + text.slice(start, end) + tail;
  const value = line.trim();
  const at = head.length - line.indexOf(value);
  const isLine = value.length <= LONGEST_LINE && value.length > end - start + 2;
  return isLine ? [{ value, rule, part: { start: at, end: at + end - start }, ...(mayLead && { mayLead }) }] : [];
}

/** Finds these elsewhere, or tells by null that there are too many places to look at; a value that is sure where it stands may be known for something else here, which the reviewer judges. */
export function spreadFinder(
  values: readonly SpreadingValue[],
  patience?: Patience,
): ((text: string, path?: string) => FoundSecret[] | null) | undefined {
  if (values.length === 0) return undefined;
  const find = boundedFinder(
    values.map((one) => [one.value, one]),
    patience,
  );
  return (text, path = '') => {
    const spans = find(text)?.filter((span) => isAlone(text, span));
    return spans?.flatMap((span) => spreadAt(text, path, span)) ?? null;
  };
}

function spreadAt(text: string, path: string, span: KnownSpan<SpreadingValue>): FoundSecret[] {
  if (isProse(path)) return [foundAt(span)];
  const led = { ...foundAt(span), mayLead: true as const };
  if (span.name.isNamed === true) return isQuoted(text, span) ? [led] : [];
  return [isTest(path) ? foundAt(span) : led];
}

function foundAt({
  start,
  end,
  name: { value, rule, isCertain = false, mayLead, part },
}: KnownSpan<SpreadingValue>): FoundSecret {
  const isWhole = part !== undefined && end - start === value.length;
  const place = isWhole ? { start: start + part.start, end: start + part.end } : { start, end };
  return { ...place, rule, isCertain, ...(mayLead && { mayLead }) };
}

/** Longer ones are known by their pieces. */
const LONGEST_LINE = 200;
/** With the white space around it; a line may hold a million letters and half as many secrets. */
const WIDEST = 1_000;
/** What cannot be code, so that nothing that runs is hidden by being called a secret. */
const OPEN = /^[\w!#%*+~^@?:/.,-]{4,}={0,2}$/;

const SHORTEST = 8;
const SHORTEST_OF_TWO_KINDS = 12;
/** Names, addresses and numbers stand everywhere. */
const MIXED = /^(?=[^a-z]*[a-z])(?=\D*\d)/i;
const NAME = /^[./@]{0,3}[a-z]+(?:[-_.@:/][a-z]+)*\d{0,4}(?:[-_.:/@][a-z]+\d{0,4})*$/i;
const ADDRESS = /:\/\/|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isDistinct(value: string): boolean {
  if (value.length < SHORTEST || !OPEN.test(value) || !MIXED.test(value)) return false;
  if (value.length < SHORTEST_OF_TWO_KINDS && kindsOf(value) < 3) return false;
  return !NAME.test(value) && !ADDRESS.test(value);
}

/** Letters and digits alone may be the name of what is called or loaded, which has to be read. */
function isAlone(text: string, { start, end }: Pick<KnownSpan<unknown>, 'start' | 'end'>): boolean {
  const isName = /^\w+$/.test(text.slice(start, end));
  return !isName || !(/[\w./\\$-]/.test(text[start - 1] ?? '') || /[\w(]/.test(text[end] ?? ''));
}

const QUOTE = /["'`]/;
/** All of a text in quotes that is a value: neither a name nor what is loaded by it. */
function isQuoted(text: string, { start, end }: Pick<KnownSpan<unknown>, 'start' | 'end'>): boolean {
  const quote = text[start - 1] ?? '';
  if (!QUOTE.test(quote) || text[end] !== quote) return false;
  return !leads(text, start) && !/^\s{0,20}(?::|=>|\()/.test(text.slice(end + 1, end + 24));
}
