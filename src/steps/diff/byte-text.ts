import { isUtf8 } from 'node:buffer';

/** Text in UTF-8 as it stands, and one byte at a time what is none. */
const SEQUENCE = new RegExp(
  [
    '[\\0-\\x7f]+',
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    '\\xe0[\\xa0-\\xbf][\\x80-\\xbf]',
    '[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]{2}',
    '\\xed[\\x80-\\x9f][\\x80-\\xbf]',
    '\\xf0[\\x90-\\xbf][\\x80-\\xbf]{2}',
    '[\\xf1-\\xf3][\\x80-\\xbf]{3}',
    '\\xf4[\\x80-\\x8f][\\x80-\\xbf]{2}',
    '([\\x80-\\xff])',
  ].join('|'),
  'g',
);

/** From 0x80, as Windows-1252 has them; signs that are seen stand for those that it has not, and for the two that nobody would see. */
const LETTERS =
  '€␁‚ƒ„…†‡ˆ‰Š‹Œ␂Ž␃␄‘’“”•–—˜™š›œ␅žŸ␆¡¢£¤¥¦§¨©ª«¬␇®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ';

/**
 * Bytes as text: UTF-8, and any other byte as the letter that it is in Windows-1252, so that no two bytes look alike. Most files that are
 * no UTF-8 are written so; of others the letters are wrong, and still tell them apart.
 */
export function byteText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? buffer.toString('utf8') : decodedBy(buffer.toString('latin1'), letterOf);
}

/** One character for each byte, with what stands for a byte that is no UTF-8. */
export function decodedBy(latin1: string, ofOthers: (byte: number) => string): string {
  return latin1.replace(SEQUENCE, (sequence: string, other: string | undefined) =>
    other === undefined ? Buffer.from(sequence, 'latin1').toString('utf8') : ofOthers(other.charCodeAt(0)),
  );
}

function letterOf(byte: number): string {
  return LETTERS[byte - 0x80] ?? '';
}

/** As a string of most languages spells it. */
export function spelt(byte: number): string {
  return `\\x${byte.toString(16)}`;
}
