import type { FoundSecret } from './found-secret';
import { beginsLockedKey, beginsPrivateKey } from './private-bytes';

type Look = (text: string) => readonly FoundSecret[];

/** Numbers of a byte each, or letters in quotes of their own, as code lists them; of a longer list the rest is read by itself. */
const LIST =
  /(?<![\w.'])(?:\(byte\) ?)?(?:0x[0-9a-f]{1,2}|\d{1,3}|'[!-~]')(?:u8|u)?(?:\s{0,40},\s{0,40}(?:\(byte\) ?)?(?:0x[0-9a-f]{1,2}|\d{1,3}|'[!-~]')(?:u8|u)?){7,4095}(?![\w.])/gi;
/** Two of its items and what parts them: nearly no text holds so much, and to look for more costs its pattern. */
const TWO =
  /(?:0x[0-9a-f]{1,2}|\d|'[!-~]')(?:u8|u)?\s{0,40},\s{0,40}(?:\(byte\) ?)?(?:0x[0-9a-f]{1,2}|\d{1,3}|'[!-~]')(?:u8|u)?\s{0,40},/i;
const ITEM = /0x[0-9a-f]{1,2}|\d{1,3}|'[!-~]'/gi;

/** What the list is called. */
const CALLED =
  /(?<name>[\w.-]{1,60})["']?(?:\[\w{0,8}\])?[ \t]{0,4}(?::[^=\n]{1,30})?(?::?=|=>|:)[ \t]{0,4}[^=;\n]{0,60}\s{0,40}$/;
const KEY = /key|secret|token|passw|pwd|seed|credential/i;
const NO_KEY = /public|pub[_-]?key|hash|digest|sum$|expected|nonce|salt|iv$|keycode|keymap/i;
const KEY_LENGTHS: ReadonlySet<number> = new Set([16, 24, 32, 48, 64]);
const BEFORE = 200;

interface Byte {
  code: number;
  start: number;
  end: number;
}

/** Secrets that are written as lists of bytes: read as the text that they are, under the name that the list has, or as the bytes of a key. */
export function byteLists(text: string, look: Look): FoundSecret[] {
  if (!TWO.test(text)) return [];
  return [...text.matchAll(LIST)].flatMap(({ index, 0: list }) => {
    const bytes = [...list.matchAll(ITEM)].map(({ index: at, 0: item }) => byteOf(item, index + at));
    if (bytes.some(({ code }) => code > 0xff)) return [];
    const name = CALLED.exec(text.slice(Math.max(0, index - BEFORE), index))?.groups?.name ?? '';
    const read = Buffer.from(bytes.map(({ code }) => code));
    // What ends a text in C is none of it.
    const letters = read.subarray(0, read.at(-1) === 0 ? -1 : undefined);
    return letters.every(isPrintable)
      ? inText(letters.toString('latin1'), name, bytes, look)
      : inBytes(read, name === '' && isAllOf(text, index, list) ? 'key' : name, bytes);
  });
}

/** A file that is nothing but a list is called by its path alone. */
function isAllOf(text: string, index: number, list: string): boolean {
  return text.length < list.length + 40 && /^\s*\[\s*$/.test(text.slice(0, index));
}

function byteOf(item: string, start: number): Byte {
  const code = item.startsWith("'") ? item.charCodeAt(1) : Number(item);
  return { code, start, end: start + item.length };
}

/** What is a secret behind an assignment to this name; all else of the list is read. */
function inText(value: string, name: string, bytes: readonly Byte[], look: Look): FoundSecret[] {
  const escapes: number[] = [];
  const written = value.replace(/["\\]/g, (sign, at: number) => {
    escapes.push(at);
    return `\\${sign}`;
  });
  const lead = `${name} = "`;
  const at = (place: number) =>
    place - lead.length - escapes.filter((one, index) => one + index < place - lead.length).length;
  return look(`${lead}${written}"`).flatMap((one) => {
    const [first, last] = [bytes[Math.max(0, at(one.start))], bytes[Math.min(bytes.length, at(one.end)) - 1]];
    return first && last && first.start < last.end ? [{ ...one, start: first.start, end: last.end }] : [];
  });
}

function inBytes(read: Buffer, name: string, bytes: readonly Byte[]): FoundSecret[] {
  const [start, end] = [bytes[0]?.start ?? 0, bytes.at(-1)?.end ?? 0];
  if (beginsPrivateKey(read)) return [{ start, end, rule: 'private-key', isCertain: true }];
  if (beginsLockedKey(read)) return [{ start, end, rule: 'locked-private-key', isCertain: false }];
  const isKey = KEY.test(name) && !NO_KEY.test(name) && KEY_LENGTHS.has(read.length);
  return isKey && new Set(read).size * 2 >= read.length ? [{ start, end, rule: 'key-in-bytes', isCertain: false }] : [];
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
