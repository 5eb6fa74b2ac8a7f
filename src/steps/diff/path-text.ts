import { decodedBy, spelt } from './byte-text';

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
    return decodedBy(withSpeltEscapes(Buffer.from(bytes).toString('latin1')), spelt);
  }
}

function withSpeltEscapes(text: string): string {
  return text.replace(SPELT_ESCAPE, '\\x5c');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
