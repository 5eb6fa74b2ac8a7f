import type { Reading } from './file-reading';
import type { FoundSecret } from './found-secret';
import { lineBefore } from './line-before';
import { matchAt } from './match-at';
import { isGenerated, isPassword, isTyped } from './real-values';
import type { Places } from './signs';
import { valuesBelow } from './values-below';

/** As few texts have them: the words alone stand in most. */
export const KEY_SIGNS: readonly string[] = [
  ...['jwt', 'Jwt', 'JWT', 'encryption:'],
  ...['session', 'encryption', 'signing', 'auth'].flatMap((word) => [
    `"${word}`,
    `"${word.slice(0, 1).toUpperCase()}${word.slice(1)}`,
    `\n${word}:`,
  ]),
];

const AT_START = /^(?:session|encryption|signing|auth)(?=:)/;
const NAME = /\w{0,24}(?=["']?[ \t]{0,4}[:=])|(?<=:)/y;
const KEY = /^(?:(?:issuer)?signing|secret|private|symmetric|encryption|hmac)?[_-]?(?:key|secret)$/i;

/** `"Jwt": {"Key": …}`: a name that tells nothing by itself, below one that says what is done with it; in files of nothing but settings. */
export function keysBelow(text: string, places: Places, reading: Reading): FoundSecret[] {
  if (reading !== 'settings') return [];
  const [first = ''] = AT_START.exec(text) ?? [];
  const atStart = first === '' ? [] : keysOf(text, 0, first.length, first);
  const elsewhere = KEY_SIGNS.flatMap((sign) =>
    (places.get(sign) ?? []).flatMap((at) => {
      const name = matchAt(NAME, text, at + sign.length);
      return name ? keysOf(text, at, at + sign.replace(':', '').length + name[0].length, sign) : [];
    }),
  );
  return [...atStart, ...elsewhere];
}

function keysOf(text: string, at: number, end: number, sign: string): FoundSecret[] {
  const indent = /^[ \t]*(?:- +)?/.exec(lineBefore(text, at, WIDEST))?.[0].length ?? 0;
  return valuesBelow(text, indent, end).flatMap(({ key, start, end: last, isQuoted }) => {
    const value = text.slice(start, last);
    const isReal = /\d/.test(value) && (isPassword(value, !isQuoted) || isGenerated(value, !isQuoted));
    if (!KEY.test(key) || !(isReal || (/jwt/i.test(sign) && isTyped(value)))) return [];
    return [{ start, end: last, rule: 'assigned-secret', isCertain: false }];
  });
}

const WIDEST = 200;
