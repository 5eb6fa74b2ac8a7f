/** How the bytes of a file are to be read. */
export interface TextEncoding {
  /** As people name it. */
  name: 'UTF-8' | 'UTF-16' | 'UTF-16 without a byte-order mark' | 'UTF-32' | 'text with NUL bytes' | 'binary';
  /** The text without its mark; null where it cannot be told for certain. */
  text: string | null;
}

/** A shell reads these letters as they stand, whatever the mark says; in UTF-16 so many do not come by chance. */
const PLAIN_RUN = /[\t\n\r -~]{32}/;
/** As many bytes as git looks at. */
const SAMPLE_BYTES = 8_000;
/** Of plain text, hardly anything is a control character. */
const MAX_CONTROL_SHARE = 0.01;
/** Of Latin text in UTF-16, nearly every other byte is zero. */
const MIN_ZERO_SHARE = 0.4;

/** Of what is text but for its zero bytes; of compressed bytes it is less than a half. */
const MIN_PRINTABLE_SHARE = 0.9;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is counted
const NOT_PRINTABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/g;

/** Decides by byte-order marks and zero bytes; what git takes for text is UTF-8 here, whatever its code page may be. */
export function textEncoding(bytes: Uint8Array): TextEncoding {
  const marked = byMark(bytes);
  if (marked) return marked;
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = sample.filter((byte) => byte === 0).length;
  if (zeros === 0) return { name: 'UTF-8', text: Buffer.from(bytes).toString('utf8') };
  return { name: withZeros(sample, zeros), text: null };
}

/** A mark of UTF-32 begins as one of UTF-16 does. */
function byMark(bytes: Uint8Array): TextEncoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { name: 'UTF-32', text: null };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { name: 'UTF-32', text: null };
  if (a === 0xff && b === 0xfe) return utf16(bytes, 'utf-16le');
  if (a === 0xfe && b === 0xff) return utf16(bytes, 'utf-16be');
  return undefined;
}

/** Half a character, or half a surrogate pair, means that it is not what its mark says. */
function utf16(bytes: Uint8Array, label: string): TextEncoding {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    if (PLAIN_RUN.test(Buffer.from(bytes).toString('latin1'))) return { name: 'text with NUL bytes', text: null };
    return text.includes('\0') ? { name: 'binary', text: null } : { name: 'UTF-16', text };
  } catch {
    return { name: 'binary', text: null };
  }
}

/** A shell and an interpreter of pages do not mind zero bytes: what is left without them tells what it is. */
function withZeros(sample: Uint8Array, zeros: number): TextEncoding['name'] {
  const controls = sample.filter((byte) => byte < 0x20 && byte !== 0 && !isSpace(byte)).length;
  const share = zeros / sample.length;
  const isPlain = controls / sample.length <= MAX_CONTROL_SHARE;
  if (isPlain && share > MIN_ZERO_SHARE) return share > 0.6 ? 'UTF-32' : 'UTF-16 without a byte-order mark';
  const isText = (isPlain && (share < MAX_CONTROL_SHARE || zeros < 4)) || isPrintable(sample);
  return isText ? 'text with NUL bytes' : 'binary';
}

function isPrintable(sample: Uint8Array): boolean {
  const left = Buffer.from(sample.filter((byte) => byte !== 0)).toString('utf8');
  const others = left.match(NOT_PRINTABLE)?.length ?? 0;
  return left !== '' && others / left.length <= 1 - MIN_PRINTABLE_SHARE;
}

function isSpace(byte: number): boolean {
  return byte >= 0x09 && byte <= 0x0d;
}
