import type { FoundSecret } from './found-secret';

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
const PUTTY_BEGIN = /^Private-Lines: (\d{1,3})\r?$/gm;
const KEY_LINE =
  /^[\s"'`+>|*#;,/\\-]{0,40}(?:\\[nr])?[A-Za-z0-9+/=]{16,200}[\s"'`+;,)\\]{0,20}(?:\\[nr][\s"'`+;,)]{0,20})?$/;

/** Where a line ends, in a file or in a string that holds one. */
const BREAK = /\r?\n|(?:\\{1,4}[rn])+/g;
/** Letters of a key in a row, and behind lines that belong to no key; its last line may have fewer. */
const LONG_WORD = 16;
const WHOLE_LINE = 40;
/** Headers, blank lines and what somebody put in between. */
const MOST_OTHER_LINES = 8;

const PUTTY_HINT = 'Private-Lines: ';
const KEY_HINTS = ['BEGIN', 'begin', 'Begin'].flatMap((word) => [`-${word}`, `- ${word}`, `-\t${word}`]);
/** Of which one must stand in a text before it is asked. */
export const BLOCK_HINTS: readonly string[] = [PUTTY_HINT, ...KEY_HINTS];

/** Private keys over several lines, from the first mark to the last; without a last one, as far as lines look like a key. */
export function keyBlocks(text: string, isThere: (hint: string) => boolean): FoundSecret[] {
  return [...(KEY_HINTS.some(isThere) ? pemBlocks(text) : []), ...(isThere(PUTTY_HINT) ? puttyBlocks(text) : [])];
}

/** Each mark is looked at once: no key goes on behind the first mark of the next. */
function pemBlocks(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  const marks = [...text.matchAll(KEY_MARK)];
  marks.forEach(({ index, 0: mark, groups }, at) => {
    if (groups?.end !== undefined) return;
    const from = index + mark.length;
    const end = endOf(text, from, marks[at + 1]);
    const letters = text.slice(from, end).replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, '');
    if (letters.length >= SHORTEST_KEY && new Set(letters).size > 12) {
      found.push({ start: index, end, rule: 'private-key', isCertain: true });
    }
  });
  return found;
}

function endOf(text: string, from: number, next: RegExpMatchArray | undefined): number {
  const at = next?.index ?? text.length;
  const isNear = at - from <= LONGEST_BLOCK;
  if (next?.groups?.end !== undefined && (isNear || isMostlyKey(text.slice(from, at)))) return at + next[0].length;
  return from + endOfKeyText(text.slice(from, at));
}

function isMostlyKey(text: string): boolean {
  const words = text.match(/[A-Za-z0-9+/=_-]{16,}/g) ?? [];
  return words.join('').length * 2 > text.length;
}

/** Where the last line ends that looks like one of a key, though a few others stand before it or in between. */
function endOfKeyText(text: string): number {
  let [end, start, others] = [0, 0, 0];
  for (const { index, 0: sign } of [...text.matchAll(BREAK), { index: text.length, 0: '' }]) {
    const line = text.slice(start, index);
    const isNext = end > 0 && others === 0;
    const length = keyLength(line, others > 1 ? WHOLE_LINE : LONG_WORD) || (isNext ? lengthOfWordAlone(line) : 0);
    if (length > 0) [end, others] = [start + length, 0];
    else if (++others > MOST_OTHER_LINES) break;
    start = index + sign.length;
  }
  return end;
}

/** How far a line is one of a key: words of letters and digits, with nothing but signs and numbers around them. */
function keyLength(line: string, shortest: number): number {
  let length = 0;
  for (const { index, 0: word } of line.matchAll(/[A-Za-z0-9+/=_-]+/g)) {
    if (word.length >= shortest && /\d/.test(word)) length = index + word.length;
    else if (word.length > 3) break;
  }
  return length;
}

/** The last line of a key, and its sum. */
function lengthOfWordAlone(line: string): number {
  const [word, more] = [...line.matchAll(/[A-Za-z0-9+/=_-]+/g)];
  return word === undefined || more !== undefined ? 0 : word.index + word[0].length;
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
  return [...text.matchAll(PUTTY_BEGIN)].map(({ index, 0: mark, 1: lines }) => {
    const start = index + mark.length;
    return { start, end: afterLines(text, start, Number(lines)), rule: 'private-key', isCertain: true };
  });
}

function afterLines(text: string, start: number, lines: number): number {
  let end = start;
  for (let count = 0; count < lines; count++) {
    const next = text.indexOf('\n', end + 1);
    if (next < 0) return text.length;
    end = next;
  }
  const last = text.indexOf('\n', end + 1);
  return last < 0 ? text.length : last;
}
