import type { IsCalled } from './called-names';
import { columnValues } from './column-values';
import { copiedValues } from './copied-values';
import { defaultsBeside, partsBesideReferences } from './default-values';
import type { Reading } from './file-reading';
import type { FoundSecret } from './found-secret';
import { freeNames, type IsFree } from './free-names';
import { type InsertedValues, insertedValues } from './inserted-values';
import { movedTo, nextArgument, valuesOfForms } from './language-forms';
import { lineBefore } from './line-before';
import { matchAt } from './match-at';
import { LONGEST, quotedAt, told } from './quoted-values';
import { isGenerated, isNoName, isPassword, isTyped } from './real-values';
import { rowSecret } from './secret-rows';
import type { Places } from './signs';
import { isAboutOne, isOfProgram, type Name, nameAt, TELLING_SIGNS } from './telling-names';
import { isMadeUp, isRealId, type Judge, judgesOf } from './told-judges';
import {
  AFTER_ALONE,
  ALONE,
  AMONG_OTHERS,
  ASSIGNED,
  BEFORE_DIRECTIVE,
  BEFORE_GIVEN,
  BEFORE_SETTING,
  BEFORE_WORD,
  BEHIND_BLANK,
  BEHIND_COLON,
  BELOW,
  COMPARED,
  COMPARED_IF,
  DIRECTIVE,
  FILLS,
  FORMS,
  GIVEN,
  MADE_INTO,
  PAIRED,
  PHRASE,
  PUTS,
  VALUE_FIRST,
  WORD,
} from './value-forms';
import { looksMade, looksThrownSmall } from './value-likeness';
import { isAbout, isOfValue, type ValueBelow, valuesBelow } from './values-below';
import { endsInComment } from './within-text';

/** Values under names that speak of a secret; they look like values, and the reviewer judges what they open. */
export function toldValues(text: string, places: Places, reading: Reading, isCalled: IsCalled): FoundSecret[] {
  const all: Given = {
    text,
    reading,
    inserted: insertedValues(text),
    isCalled,
    isFree: freeNames(text),
  };
  return TELLING_SIGNS.flatMap((sign) => {
    const at = places.get(sign);
    return at === undefined ? [] : firstOfStretches(text, at).flatMap((one) => toldAt(all, one, sign));
  });
}

/** Of names that nothing parts, the first: the values of all others are the same letters, looked through again and again. */
function firstOfStretches(text: string, places: readonly number[]): readonly number[] {
  if (places.length <= MOST_OF_STRETCH) return places;
  let [end, count] = [0, 0];
  return places.filter((at) => {
    if (at >= end) [end, count] = [endOfStretch(text, at), 0];
    count += 1;
    return count <= MOST_OF_STRETCH;
  });
}

const MOST_OF_STRETCH = 64;
const PARTS = /[\s"'`]/g;

function endOfStretch(text: string, from: number): number {
  PARTS.lastIndex = from;
  return PARTS.exec(text)?.index ?? text.length;
}

interface Given {
  text: string;
  reading: Reading;
  inserted: InsertedValues;
  isCalled: IsCalled;
  isFree: IsFree;
}

/** A name in a table of any names calls nothing a secret, and neither does one that the same text runs: what stands there may lead to something. */
function toldAt(all: Given, at: number, sign: string): readonly FoundSecret[] {
  const name = nameAt(all.text, at, sign);
  if (name === null || isAboutOne(name) || isOfProgram(name.rest)) return [];
  const found = valuesAt(all, at, name);
  if (found === null) return [];
  const values = [found].flat();
  return mayRun(all, at, name) ? values.map((one) => ({ ...one, mayLead: true as const })) : values;
}

function mayRun({ text, isCalled, isFree }: Given, at: number, { word, rest }: Name): boolean {
  const [before = ''] = /(?<![\w.-])[\w.-]*$/.exec(lineBefore(text, at, 80)) ?? [];
  const hasSign = text[at - before.length - 1] === '$';
  return isFree(at) || isCalled(`${before}${word}${rest}`.replace(/^[.-]+/, ''), hasSign);
}

function valuesAt(all: Given, at: number, name: Name): FoundSecret | readonly FoundSecret[] | null {
  const { text } = all;
  const { word, rest, isWord } = name;
  const end = at + word.length + rest.length;
  if (isWord && /key$/i.test(rest)) return null;
  const line = lineBefore(text, at, 80);
  const reading = all.reading === 'code' && endsInComment(line) ? 'text' : all.reading;
  const { isQuoted, isReal, isAlone, isGiven, isPhrase } = judgesOf(name, line, reading);
  // Kinds and states are compared in capitals, or are of the words that say something about one.
  const isCompared = (value: string) => (/\d/.test(value) || /^[a-z]+[!#%]?$/.test(value)) && isQuoted(value);
  const quoted =
    quotedAt(ASSIGNED, text, end, isQuoted) ??
    nextArgument(
      text,
      end,
      PUTS.test(line)
        ? isQuoted
        : (value) =>
            (isReal(value) && (/\d/.test(value) || looksThrownSmall(value.toLowerCase()))) ||
            looksMade(value) ||
            (/\d/.test(value) && FILLS.test(line) && isQuoted(value)) ||
            ((COMPARES.test(line) || TYPES.test(line)) && isCompared(value)),
    ) ??
    quotedAt(BEHIND_BLANK, text, end, isQuoted) ??
    (isWord ? quotedAt(MADE_INTO, text, end, isCompared) : null) ??
    quotedAt(COMPARED, text, end, isCompared) ??
    quotedAt(COMPARED_IF, text, end, isCompared);
  if (quoted) return quoted;
  const isItem = reading === 'settings' && isWord ? isTyped : (value: string) => /\d/.test(value) && isQuoted(value);
  const formed = valuesOfForms(text, line, end, IS_LIST.test(rest) && isItem, isQuoted);
  if (formed.length > 0) return formed;
  const beside = defaultsBeside(text, line, at, end).find((one) => {
    const value = text.slice(one.start, one.end);
    if (one.isChosen && !/\d/.test(value)) return false;
    return (one.isQuoted || reading !== 'text' ? isQuoted : isReal)(value);
  });
  if (beside) return told(beside);
  for (const { pattern, after, isText, isSentence } of FORMS) {
    if (isSentence && !(isWord && reading === 'text')) continue;
    if (after && !after(line, word)) continue;
    const one = valueAt(pattern, text, end, isAlone, isQuoted);
    if (one) return isText ? { ...one, rule: 'secret-in-a-text' } : one;
  }
  const given = BEFORE_GIVEN.test(line) && valueAt(GIVEN, text, end, isGiven);
  if (given) return given;
  const paired = reading === 'text' && valueAt(PAIRED, text, end, isGiven);
  if (paired) return paired;
  const phrase = reading === 'settings' && valueAt(PHRASE, text, end, isPhrase);
  if (phrase) return phrase;
  const columns = (reading === 'code' ? [] : columnValues(text, at, end)).filter((one) => {
    const value = text.slice(one.start, one.end);
    return isWord
      ? isPassword(value, true) || (isTyped(value) && /\d/.test(value) && !/^pass$/i.test(word))
      : isReal(value);
  });
  if (columns.length > 0) return columns.map(told);
  const inserted = all.inserted(at, end).filter((one) => isQuoted(text.slice(one.start, one.end)));
  if (inserted.length > 0) return inserted.map(told);
  const copied = copiedValues(text, at, end).filter((one) => {
    const value = text.slice(one.start, one.end);
    return isWord ? isPassword(value, true) || isTyped(value) || isRealId(value) : isReal(value);
  });
  if (copied.length > 0) return copied.map(({ start, end: last }) => rowSecret(start, text.slice(start, last)));
  const below = reading === 'settings' && /^s?$/.test(rest) ? belowOf(text, line, end, isWord) : [];
  if (below.length > 0) return below.map((one) => (isOfValue(one.key) ? told(one) : { ...told(one), mayLead: true }));
  const moved = movedTo(text, at, end, line, isQuoted);
  if (moved) return moved;
  const first = valueFirst(text, at);
  if (first && (first.isQuoted ? isQuoted : isAlone)(text.slice(first.start, first.end))) return told(first);
  if (reading === 'code' || reading === 'page')
    return valueAt(AMONG_OTHERS, text, end, /[?&][\w.-]{0,40}$/.test(line) ? isReal : isNoName);
  for (const pattern of reading === 'settings' ? [ALONE, BELOW] : [ALONE]) {
    const alone = valueAt(pattern, text, end, isAlone);
    if (alone && matchAt(AFTER_ALONE, text, alone.end)) return alone;
  }
  const directed =
    (BEFORE_DIRECTIVE.test(line) || (reading === 'settings' && BEFORE_SETTING.test(line))) &&
    valueAt(
      DIRECTIVE,
      text,
      end,
      (value) =>
        (/\d/.test(value) || (/^[a-z]/.test(word) && OF_DEVICE.test(line) && !WHAT_IS_DONE.test(value))) &&
        isReal(value),
    );
  if (directed) return directed;
  const part = partsBesideReferences(text, end).find(({ start, end: last }) => {
    const value = text.slice(start, last);
    return /\d/.test(value) && isReal(value);
  });
  if (part) return told(part);
  const assigned = reading === 'text' && BEFORE_WORD.test(line) && valueAt(WORD, text, end, isGiven);
  if (assigned) return { ...assigned, rule: 'assigned-word' };
  const isTight = (value: string) => name.isWord && /\d/.test(value) && isReal(value);
  return valueAt(AMONG_OTHERS, text, end, isReal) ?? valueAt(BEHIND_COLON, text, end, isTight);
}

/** What stands before a name on a line of a device, where any word is one. */
const OF_DEVICE =
  /^[ \t]{0,8}(?:(?:enable|ppp[ \t]\w{1,8}|(?:neighbor|user(?:name)?)[ \t]\S{1,60})[ \t]{1,4})?(?:insecure-|\w{1,16}_)?$/;

/** What stands before the name where the next argument is compared with it, or written to it. */
const COMPARES = /\b(?:strn?cpy|strn?cmp|strcasecmp|strcpy_s|wcscmp|hash_equals)\([ \t]{0,4}[\w.>&*$-]{0,60}$/;

/** What is done with a password, as headings and switches have it. */
const WHAT_IS_DONE = /(?:tion|ing|ment|ity|ed)$/;

/** What somebody types into a field. */
const TYPES = /fill(?:_?in)?[ \t(]{1,4}["'`][^"'`\n]{0,30}$/i;

/** What ends the name of several, or of one. */
const IS_LIST = /^(?:e?s|_?list)?$/i;

/** The values of a secret that has several, or that says more of itself. */
function belowOf(text: string, line: string, end: number, isOfPassword: boolean): ValueBelow[] {
  const indent = /^[ \t]*(?:- +)?/.exec(line)?.[0].length ?? 0;
  return valuesBelow(text, indent, end).filter(({ key, isQuoted, ...span }) => {
    const value = text.slice(span.start, span.end);
    if (isAbout(key) || isAboutOne({ rest: key })) return false;
    if (!isOfPassword) return isGenerated(value, !isQuoted) || isRealId(value) || isMadeUp(value);
    return isPassword(value, !isQuoted) || (isOfValue(key) && isTyped(value));
  });
}

function valueFirst(text: string, at: number): { start: number; end: number; isQuoted: boolean } | null {
  const before = text.slice(Math.max(0, at - 320), at);
  const match = VALUE_FIRST.exec(before);
  if (!match) return null;
  const { one, other, bare = '' } = match.groups ?? {};
  const value = one ?? other ?? bare;
  const start = at - match[0].length + match[0].indexOf(value, 'value'.length);
  return { start, end: start + value.length, isQuoted: bare === '' };
}

/** In quotes all the same, it is judged as what stands in quotes. */
function valueAt(pattern: RegExp, text: string, from: number, isReal: Judge, isQuoted = isReal): FoundSecret | null {
  const match = matchAt(pattern, text, from);
  const value = match?.groups?.secret;
  if (!match || value === undefined) return null;
  const start = from + match[0].lastIndexOf(value);
  const isInQuotes = /["'`]/.test(text[start - 1] ?? '') && text[start - 1] === text[start + value.length];
  if (!(isInQuotes ? isQuoted : isReal)(value)) return null;
  const end = endOfToken(text, start + value.length, value.length);
  // A call, an index, or a name with more to come.
  return /[([{$]/.test(text[end] ?? '') ? null : told({ start, end });
}

/** What was read as far as a pattern reads goes on, if it is a token. */
function endOfToken(text: string, read: number, length: number): number {
  let end = read;
  if (length === 512) while (end - read < LONGEST && /[\w+/=.~-]/.test(text[end] ?? '')) end += 1;
  return end;
}
