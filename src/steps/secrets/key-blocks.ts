import type { FoundSecret } from './found-secret';
import { looksThrown } from './value-likeness';

/** A key of 16,384 bits has no more characters, however it is broken into lines and quoted. */
const LONGEST_BLOCK = 24_000;
/** A ring of keys with a picture has more; of so much every line has to look like one of a key. */
const LONGEST_LINES = 400_000;
/** A line of a key, quoted and indented, has fewer letters. */
const LONGEST_LINE = 201;
/** Fewer characters of a key are a sample of a manual. */
const SHORTEST_KEY = 64;

/** However somebody wrote it: programs are strict about these marks, people who take them out and put them back are not. */
const KEY_MARK =
  /-{2,8}[ \t]{0,4}(?:BEGIN|(?<end>END))[ \t_]{0,4}(?:[A-Z0-9]{1,12}[ \t_-]{1,4}){0,3}(?:PRIVATE[ \t_-]{1,4}KEY(?:[ _-]BLOCK)?|STATIC[ \t]{1,4}KEY(?:[ \t]{1,4}V\d)?)[ \t]{0,4}-{2,8}/gi;
const PUTTY_MARK = /^Private-(?:Lines|(?<end>MAC)): /gm;
const KEY_LINE =
  /^[\s"'`+>|*#;,/\\-]{0,40}(?:\\[nr])?[A-Za-z0-9+/=]{16,200}[\s"'`+;,)\\]{0,20}(?:\\[nr][\s"'`+;,)]{0,20})?$/;

/** Behind this mark, where no other one ends it, a key is over after so many lines of something else. */
const MOST_OTHER_LINES = 9;
const WORD = /[A-Za-z0-9+/=_-]{16,}/g;
const WHOLE_LINE = 40;
/** What stands between two words of a key: how it is quoted, joined, numbered and broken into lines, and the headers of a block. */
const BETWEEN = /^(?:[\s"'`+>|*#;:,.\\/=-]|(?<![A-Za-z0-9])(?:\d{1,5}|[bfrnu])(?![A-Za-z0-9]))*$/;
const HEADER = /^[\s"'`+>|*#-]{0,40}(?:Version|Comment|Charset|Hash|Proc-Type|DEK-Info): [^(){};\n\\]{0,200}/gm;
/** The last line of a key, and its sum. */
const LAST_WORD = /(?:[\s"'`>|*#;:,.\\-]|\+(?=\s)){1,80}[A-Za-z0-9+/=_]{1,75}(?=["'`;, \t]{0,9}(?:\r?\n|\\|$))/y;

const PUTTY_HINT = 'Private-Lines: ';
const KEY_HINTS = ['BEGIN', 'begin', 'Begin', 'END'].flatMap((word) => [`-${word}`, `- ${word}`, `-\t${word}`]);
/** Of which one must stand in a text before it is asked. */
export const BLOCK_HINTS: readonly string[] = [PUTTY_HINT, ...KEY_HINTS];

/** Private keys over several lines, from the first mark to the last; without a last one, as far as lines look like a key. */
export function keyBlocks(text: string, isThere: (hint: string) => boolean): FoundSecret[] {
  return [...(KEY_HINTS.some(isThere) ? pemBlocks(text) : []), ...(isThere(PUTTY_HINT) ? puttyBlocks(text) : [])];
}

/** Each mark is looked at once: no key goes on behind the first mark of the next. */
function pemBlocks(text: string): FoundSecret[] {
  const marks = [...text.matchAll(KEY_MARK)];
  return marks.flatMap(({ index, 0: mark, groups }, at) => {
    if (groups?.end !== undefined) {
      const before = marks[at - 1];
      if (before && before.groups?.end === undefined) return [];
      const from = Math.max(index - LONGEST_BLOCK, before ? before.index + before[0].length : 0);
      return keyAbove(text, from, index).map((piece) => ({ ...piece, end: index + mark.length }));
    }
    const next = marks[at + 1];
    const end = next?.index ?? text.length;
    const isEnded = next?.groups?.end !== undefined && end - index <= LONGEST_BLOCK;
    const [first, ...more] = keyPieces(text, index + mark.length, end, isEnded ? Infinity : MOST_OTHER_LINES);
    if (first === undefined) return [];
    const last = more.at(-1) ?? first;
    if (isBetween(text.slice(index + mark.length, first.start))) first.start = index;
    if (next?.groups?.end !== undefined && isBetween(text.slice(last.end, end))) last.end = end + next[0].length;
    return [first, ...more];
  });
}

/** The lines that end at a mark, of a key whose beginning is elsewhere. */
function keyAbove(text: string, from: number, end: number): FoundSecret[] {
  const last = keyPieces(text, from, end, Infinity).at(-1);
  return last && isBetween(text.slice(last.end, end)) ? [last] : [];
}

/**
 * What looks like a key, of a text in which one may stand; what stands in between is code that has to be read. Without its last
 * mark a key ends where a few lines hold nothing of it.
 */
function keyPieces(text: string, from: number, to: number, mostOtherLines: number): FoundSecret[] {
  const pieces: FoundSecret[] = [];
  const block = text.slice(from, to);
  let [end, lines, isNext, letters] = [0, 0, false, ''];
  for (const { index, 0: word } of block.matchAll(WORD)) {
    const between = block.slice(end, index);
    end = index + word.length;
    lines += linesIn(between);
    if (lines > mostOtherLines) break;
    const last = pieces.at(-1);
    const goesOn = isNext && isBetween(between);
    isNext = goesOn ? word.length >= WHOLE_LINE || /\d/.test(word) : isOfKey(word);
    if (!isNext) continue;
    lines = 0;
    if (letters.length < SHORTEST_KEY) letters += word.replace(/[^A-Za-z0-9+/]/g, '');
    if (last !== undefined && goesOn) last.end = from + end;
    else pieces.push({ start: from + index, end: from + end, rule: 'private-key', isCertain: true });
  }
  const last = pieces.at(-1);
  if (last === undefined || letters.length < SHORTEST_KEY || new Set(letters).size <= 12) return [];
  for (let count = 0; count < 2; count++) last.end += lastWordAt(text, last.end, to);
  return pieces;
}

/** A word that nobody writes: a line of base64 or of digits, or a shorter one that was thrown. */
function isOfKey(word: string): boolean {
  if (!/\d/.test(word)) return false;
  if (word.length >= WHOLE_LINE && /[a-z]/.test(word) && /[A-Z]/.test(word)) return true;
  return /^[0-9a-f]{32,}$/i.test(word) || looksThrown(word, 16);
}

function isBetween(text: string): boolean {
  return BETWEEN.test(text.replace(HEADER, ''));
}

/** As they are written in a file, or in a string of a string. */
function linesIn(text: string): number {
  return text.match(/\n|\\n/g)?.length ?? 0;
}

function lastWordAt(text: string, from: number, to: number): number {
  LAST_WORD.lastIndex = from;
  const { length = 0 } = LAST_WORD.exec(text)?.[0] ?? {};
  return from + length > to ? 0 : length;
}

/** The end of the last line that looks like one of a key, of those that follow a place. */
export function endOfKeyLines(text: string, from: number): number {
  let end = from;
  for (let at = text.indexOf('\n', from); at >= 0 && at - from < LONGEST_LINES; at = text.indexOf('\n', at + 1)) {
    const line = text.slice(at + 1, at + 1 + LONGEST_LINE).split('\n', 1)[0] ?? '';
    if (line.length === LONGEST_LINE || !KEY_LINE.test(line)) return end;
    end = at + 1 + line.length;
  }
  return end;
}

function puttyBlocks(text: string): FoundSecret[] {
  const marks = [...text.matchAll(PUTTY_MARK)];
  return marks.flatMap(({ index, 0: mark, groups }, at) =>
    groups?.end === undefined
      ? keyPieces(text, index + mark.length, marks[at + 1]?.index ?? text.length, MOST_OTHER_LINES)
      : [],
  );
}
