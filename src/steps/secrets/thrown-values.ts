import type { FoundSecret } from './found-secret';
import { hexadecimalKey } from './hexadecimal-keys';
import { LETTERS } from './letter-kinds';
import type { Letters } from './long-runs';
import { isStandIn, looksThrown } from './value-likeness';
import { isHashBefore } from './wrapped-secrets';

/** A password that somebody had made has no fewer letters; what is longer is data. */
const SHORTEST = 12;
const LONGEST = 400;
/** Lines of certificates and of data have as many, and nothing else. */
const DATA_LINE = 60;
const DATA = /^[\s"'`]{0,40}[A-Za-z0-9+/]{1,400}={0,2}[\s"'`,;+)\\n]{0,20}$/;

const WORD = tableOf(LETTERS);
const IS_DIGIT = tableOf('0123456789');
const TOKEN = tableOf(`${LETTERS}+/-_`);

interface Span {
  start: number;
  end: number;
}

/** Values that a generator threw, whatever stands beside them: nobody types such letters, and no name looks so. */
export function thrownValues(text: string, { bytes, runs }: Letters): FoundSecret[] {
  const found: FoundSecret[] = [];
  let after = 0;
  for (const run of runs) {
    for (let at = Math.max(run.start, after); at < run.end; at++) {
      // In what was thrown there is a digit; in nearly all other words there is none.
      if (IS_DIGIT[bytes[at] ?? 0] !== 1) continue;
      const word = withoutEscape(text, around(bytes, at, WORD));
      at = word.end;
      if (word.end - word.start < SHORTEST) continue;
      const key = hexadecimalKey(text, word);
      if (key !== undefined) found.push({ start: key, end: word.end, rule: 'hexadecimal-key', isCertain: false });
      if (!looksThrown(text.slice(word.start, word.end), SHORTEST)) continue;
      if (isHost(text, word)) {
        after = word.end;
        continue;
      }
      const { start, end } = around(bytes, word.start, TOKEN);
      const token = withoutEscape(text, { start: Math.max(start, after), end });
      [at, after] = [token.end, token.end];
      if (token.end - token.start > LONGEST || isDataLine(text, token) || isHashBefore(text, token.start)) continue;
      if (isPublicKey(text, token)) continue;
      if (
        isName(text, token) ||
        isJson(text.slice(token.start, token.end)) ||
        isStandIn(text.slice(token.start, token.end))
      )
        continue;
      found.push(...partsOf(text, token, word).map((part) => shown(text, part)));
    }
  }
  return found;
}

/** What is called, a file beside this one, and a picture, a font or a script that is called by its hash: whoever reads the code has to follow it. */
function isName(text: string, { start, end }: Span): boolean {
  const behind = text.slice(end, end + 8);
  return /^["'`]?\]?\(/.test(behind) || FILE.test(behind) || text.slice(start - 1, start + 1) === './';
}

/** Who may come in by a key is for the reviewer to see. */
function isPublicKey(text: string, { start }: Span): boolean {
  return text.startsWith('AAAA', start) && PUBLIC_KEY.test(text.slice(Math.max(0, start - LONGEST_KIND), start));
}

const LONGEST_KIND = 40;
const PUBLIC_KEY =
  /\b(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-[\w-]{1,25}(?:@openssh\.com)?) {1,2}$/;

/** Where something is fetched from, or sent to: a part of the name of a host, or whose repository it is. */
function isHost(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - LONGEST_HOST), start);
  return (
    (HOST.test(before) && !/^[\w.-]{0,250}(?::[^\s"'`/]{0,250})?@/.test(text.slice(end, end + 502))) ||
    OWNER.test(before)
  );
}

const LONGEST_HOST = 260;
const HOST = /:\/\/(?:[\w-]{1,63}\.){0,8}$/;
const OWNER = /(?:github|gitlab|bitbucket)(?::|\.(?:com|org)[/:])$/;

const FILE = /^\.(?:woff2?|[ot]tf|eot|svg|png|jpe?g|gif|webp|ico|m?js|css|mp[34])(?![\w.-])/i;

/** Settings in an address, as base64: what is secret in them is found where it is unwrapped. */
function isJson(value: string): boolean {
  return (
    value.startsWith('eyJ') && /^\{"\w{1,40}":[\n -~]{1,400}\}$/.test(Buffer.from(value, 'base64').toString('latin1'))
  );
}

function around(bytes: Uint8Array, at: number, letters: Uint8Array): Span {
  let start = at;
  let end = at;
  while (letters[bytes[start - 1] ?? 0] === 1) start -= 1;
  while (letters[bytes[end] ?? 0] === 1) end += 1;
  return { start, end };
}

/** The letter behind a backslash belongs to it, and the two digits of a byte. */
function withoutEscape(text: string, { start, end }: Span): Span {
  const sign =
    text[start - 1] === '\\' ? (/^(?:[nrt]|x[0-9A-Fa-f]{2})/.exec(text.slice(start, start + 3))?.[0] ?? '') : '';
  return { start: Math.min(end, start + sign.length), end };
}

function tableOf(letters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const letter of letters) table[letter.charCodeAt(0)] = 1;
  return table;
}

function shown(text: string, { start, end }: Span): FoundSecret {
  const padding = text.startsWith('==', end) ? 2 : text[end] === '=' ? 1 : 0;
  return { start, end: end + padding, rule: 'random-value', isCertain: false };
}

/**
 * One of many lines of base64: a certificate, a picture, or the last line of such, also where the line ends are escaped within one string.
 * A longer line is none, and is not looked at as a whole.
 */
function isDataLine(text: string, { start, end }: Span): boolean {
  if (isFirstDataLine(text, { start, end })) return true;
  const lineEnd = text.startsWith('\\n', start - 2) ? '\\n' : '\n';
  const lines = text.slice(Math.max(0, start - 2 * LONGEST), start).split(lineEnd);
  const [before = '', head = ''] = lines.length > 1 ? lines.slice(-2) : ['', ...lines];
  const tail = text.slice(end, end + 30).split(lineEnd, 1)[0] ?? '';
  if (head.length >= LONGEST || !DATA.test(head + text.slice(start, end) + tail.slice(0, 10))) return false;
  return end - start >= DATA_LINE || (before.length >= DATA_LINE && before.length < LONGEST && DATA.test(before));
}

/** The name of the string stands on the same line; the next line shows what it is. */
function isFirstDataLine(text: string, { start, end }: Span): boolean {
  const width = end - start;
  if (width < DATA_LINE || width > LONGEST || !/["'`]/.test(text[start - 1] ?? '')) return false;
  const [none, next = ''] = text.slice(end, end + width + 4).split('\\n');
  return none === '' && next.length === width && /^[A-Za-z0-9+/]+$/.test(next);
}

/** Letters of base64 hold a slash too, but hardly a word beside it: where one stands, it is a path, of which the rest stays. */
function partsOf(text: string, token: Span, word: Span): Span[] {
  const value = text.slice(token.start, token.end);
  if (!value.includes('/') || !/(?:^|\/)(?:[a-z]{3,}|[A-Z]?[a-z]{4,})(?:[/_-]|$)/.test(value)) return [token];
  const names = [...value.matchAll(/[^/]+/g)].map(({ index, 0: name }) => {
    return { name, start: token.start + index, end: token.start + index + name.length };
  });
  return names.filter(
    ({ name, start, end }) =>
      (start <= word.start && word.end <= end) || name.split(/[^A-Za-z0-9]/).some((one) => looksThrown(one, SHORTEST)),
  );
}
