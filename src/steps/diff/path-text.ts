const UTF8_SEQUENCE = new RegExp(
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

/**
 * A path's bytes as text: UTF-8 verbatim, every byte that is not UTF-8 as `\xHH`.
 * Two paths can share a text only if one of them spells such an escape itself; `pathBytes` tells them apart.
 */
export function pathText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1').replace(UTF8_SEQUENCE, decodeSequence);
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeSequence(sequence: string, invalid: string | undefined): string {
  return invalid === undefined
    ? Buffer.from(sequence, 'latin1').toString('utf8')
    : `\\x${invalid.charCodeAt(0).toString(16)}`;
}
