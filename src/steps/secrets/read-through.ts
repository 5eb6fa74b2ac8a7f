import type { FoundSecret } from './found-secret';

/**
 * What stands for another letter, or for none: letters that nobody sees (as they are, and as the bytes of UTF-8), letters as wide as those of East
 * Asia, escapes of strings, style sheets, addresses and pages, and the seams of a text that is written in pieces.
 */
const DISGUISE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these letters is looked for by itself
  /[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|[\udb40][\udc00-\udfff]|\u00ad(?<![\u0080-\u00ff]\u00ad)|\u00c2\u00ad|\u00cd\u008f|\u00d8\u009c|\u00e1(?:\u0085[\u009f\u00a0]|\u009e[\u00b4\u00b5]|\u00a0[\u008b-\u008f])|\u00e2(?:\u0080[\u008b-\u008f\u00aa-\u00ae]|\u0081[\u00a0-\u00af])|\u00e3\u0085\u00a4|\u00ef(?:\u00b8[\u0080-\u008f]|\u00bb\u00bf|\u00be\u00a0)|\u00f3\u00a0[\u0080-\u0087][\u0080-\u00bf]|\\(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{2,6}\}|U0000[0-9a-fA-F]{4}|x[2-7][0-9a-fA-F]|0?(?:0[4-7]|1[0-7])[0-7]|[2-7][0-9a-fA-F] (?=[\\\w"'])|[4-7][0-7](?=[\\'"])|[2-7][0-9a-fA-F](?=\\)|\/(?<=\w\\\/)(?=\w)|\r?\n[ \t]{0,80}(?<=[\w+/=.~%-]\\\s{1,82})(?=[\w+/=.~%-]))|[\uff10-\uff19\uff21-\uff3a\uff3f\uff41-\uff5a]|\u00ef(?:\u00bc[\u0090-\u0099\u00a1-\u00ba\u00bf]|\u00bd[\u0081-\u009a])|%(?:25){0,3}[2-7][0-9a-fA-F]|&(?:#\d{2,3}|#x[0-9a-fA-F]{2}|amp|quot|apos|equals|plus|sol|lowbar|Tilde);|["'`](?<=[\w+/=.~%:;&?!#$^*@-]["'`])\s{0,40}(?:(?:[+.&\\]|\.\.)\s{0,4}_?\s{0,120})?[bfru@$]{0,2}["'`](?=[\w+/=.~%!#$^*@-])/g;

const BYTE_ORDER_MARK = /^(?:\ufeff|\u00ef\u00bb\u00bf)$/;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  equals: '=',
  plus: '+',
  sol: '/',
  lowbar: '_',
  Tilde: '~',
};

/** Part of what is read, and where it stands in the text; both are equal, or the part is the letter that is meant there. */
interface Piece {
  at: number;
  start: number;
  end: number;
  isSame: boolean;
}

/** The lines of a text in which something is disguised, as a machine reads them. */
export interface ReadThrough {
  text: string;
  /** A find in it, as one in the text itself. */
  placed(found: FoundSecret): FoundSecret;
}

/** Null where nothing is disguised. */
export function readThrough(text: string): ReadThrough | null {
  const pieces: Piece[] = [];
  let [read, next, lineEnd] = ['', 0, -1];
  const add = (shown: string, start: number, end: number, isSame: boolean) => {
    if (shown === '') return;
    pieces.push({ at: read.length, start, end, isSame });
    read += shown;
  };
  const addUpTo = (end: number) => add(text.slice(next, end), next, end, true);
  for (const { index, 0: sign } of text.matchAll(DISGUISE)) {
    if (index === 0 && BYTE_ORDER_MARK.test(sign)) continue;
    if (index > lineEnd) {
      if (lineEnd >= 0) addUpTo(lineEnd);
      if (lineEnd >= 0) add('\n', lineEnd, lineEnd + 1, true);
      next = startOfLines(text, index, lineEnd + 1);
      lineEnd = endOfLine(text, index);
    }
    addUpTo(index);
    next = index + sign.length;
    add(meaningOf(sign), index, next, false);
    if (next > lineEnd) lineEnd = endOfLine(text, next);
  }
  if (lineEnd < 0) return null;
  addUpTo(lineEnd);
  const startOf = (at: number) => {
    const piece = pieceAt(pieces, at);
    return piece.isSame ? piece.start + at - piece.at : piece.start;
  };
  const endOf = (at: number) => {
    const piece = pieceAt(pieces, at);
    return piece.isSame ? piece.start + at - piece.at + 1 : piece.end;
  };
  return { text: read, placed: (found) => ({ ...found, start: startOf(found.start), end: endOf(found.end - 1) }) };
}

/** With the line before, on which the name of a value may stand that begins on its own. */
function startOfLines(text: string, at: number, from: number): number {
  const start = text.lastIndexOf('\n', at);
  return Math.max(from, start <= 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function pieceAt(pieces: readonly Piece[], at: number): Piece {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low] ?? { at: 0, start: 0, end: 0, isSame: true };
}

function meaningOf(sign: string): string {
  if (sign.startsWith('%')) return String.fromCharCode(Number.parseInt(sign.slice(-2), 16));
  if (sign.startsWith('&')) return ofPage(sign.slice(1, -1));
  if (sign === '\\/') return '/';
  const wide = wideLetter(sign);
  if (wide !== undefined) return wide;
  const octal = /^\\(?<digits>0?[01][0-7]{2}|[4-7][0-7])$/.exec(sign)?.groups?.digits;
  if (octal !== undefined) return visible(Number.parseInt(octal, 8));
  const code = /^\\[uUx]?\{?(?<digits>[0-9a-fA-F]+)/.exec(sign)?.groups?.digits;
  return code === undefined ? '' : visible(Number.parseInt(code, 16));
}

/** Letters of East Asian texts that are as wide as the others, as they are and as the bytes of UTF-8. */
function wideLetter(sign: string): string | undefined {
  const [first, middle = 0, last = 0] = Buffer.from(sign, 'latin1');
  const code =
    sign.length === 1 ? sign.charCodeAt(0) : first === 0xef ? 0xf000 + (middle - 0x80) * 64 + last - 0x80 : 0;
  return code >= 0xff10 && code <= 0xff5a ? String.fromCharCode(code - 0xfee0) : undefined;
}

function ofPage(name: string): string {
  if (name.startsWith('#x')) return visible(Number.parseInt(name.slice(2), 16));
  return name.startsWith('#') ? visible(Number(name.slice(1))) : (NAMED[name] ?? '');
}

/** One letter; what is no letter of a secret is only kept apart. */
function visible(code: number): string {
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : isUnseen(code) ? '' : ' ';
}

/** `\u200b` in a string hides a letter as the character does. */
function isUnseen(code: number): boolean {
  return code === 0xad || code === 0xfeff || (code >= 0x200b && code <= 0x200f) || (code >= 0x2060 && code <= 0x2064);
}
