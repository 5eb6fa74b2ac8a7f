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

/** What spells one of our own escapes. */
const SPELT_ESCAPE = /\\(?=x[0-9a-f]{2})/g;

/**
 * A path's bytes as text: UTF-8 verbatim, every byte that is not UTF-8 as `\xHH`, and so the backslash of a name that spells such an
 * escape itself: no two paths share a text, since files are told apart by it.
 */
export function pathText(bytes: Uint8Array): string {
  try {
    return withSpeltEscapes(strictUtf8.decode(bytes));
  } catch {
    const latin1 = Buffer.from(bytes).toString('latin1');
    return withSpeltEscapes(latin1).replace(UTF8_SEQUENCE, decodeSequence);
  }
}

function withSpeltEscapes(text: string): string {
  return text.replace(SPELT_ESCAPE, '\\x5c');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeSequence(sequence: string, invalid: string | undefined): string {
  return invalid === undefined
    ? Buffer.from(sequence, 'latin1').toString('utf8')
    : `\\x${invalid.charCodeAt(0).toString(16)}`;
}
