import { declaresOtherLetters } from './declared-encoding';
import { PROGRAM } from './file-mode';

/** How the bytes of a file are to be read. */
export interface TextEncoding {
  /** As people name it. */
  name:
    | 'UTF-8'
    | 'UTF-16'
    | 'UTF-16 that reads otherwise without its byte-order mark'
    | 'UTF-16 without a byte-order mark'
    | 'UTF-32'
    | 'EBCDIC'
    | 'the encoding that it names itself'
    | 'text with NUL bytes'
    | 'binary';
  /** The text without its mark; null where it cannot be told for certain. */
  text: string | null;
}

/** Who reads these looks for a mark first: Windows, its compilers and its tools, readers of XML and of tables, editors. */
const MARK_IS_OBEYED =
  /\.(?:ps1|ps1xml|psm1|psd1|cs|csx|vb|fs|fsx|fsi|xml|xsd|xslt?|xaml|resx|resw|config|\w{2,4}proj|props|targets|filters|sln|nuspec|wx[sil]|sql|txt|md|csv|tsv|reg|inf|ini|rc2?|idl|strings|log)$/i;
/**
 * What a shell takes for commands though it stands in letters of UTF-16, in any text or between two ends of commands: in a text of
 * Chinese so much hardly comes by chance.
 */
const COMMANDS = /[\t\n\r -~]{32}|[\n\r;&|][\t -~]{8,}(?=[\n\r;&|])/;
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

export function beginsInUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** `<?xml` as machines of IBM have it, which every reader of XML knows by its first bytes: no letter of it is one of ASCII. */
const XML_IN_EBCDIC = Buffer.from('4c6fa79493', 'hex');

export function beginsInEbcdic(bytes: Uint8Array): boolean {
  return XML_IN_EBCDIC.every((byte, at) => bytes[at] === byte);
}

/** Whether whatever reads a file of this name and mode reads it as its byte-order mark says. */
export function obeysMark({ path, newMode }: { path: string; newMode: string }): boolean {
  return MARK_IS_OBEYED.test(path) && (newMode !== PROGRAM || path.endsWith('.ps1'));
}

/**
 * Decides by byte-order marks and zero bytes; what git takes for text is UTF-8 here, whatever its code page may be.
 *
 * @param isObeyed whether all that reads it obeys a mark. A shell, a server of pages and a reader of settings skip it, and zero bytes.
 */
export function textEncoding(bytes: Uint8Array, isObeyed: boolean): TextEncoding {
  const marked = byMark(bytes, isObeyed);
  if (marked) return marked;
  if (beginsInEbcdic(bytes)) return { name: 'EBCDIC', text: null };
  if (declaresOtherLetters(bytes)) return { name: 'the encoding that it names itself', text: null };
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = sample.filter((byte) => byte === 0).length;
  if (zeros === 0) return { name: 'UTF-8', text: Buffer.from(bytes).toString('utf8') };
  return { name: withZeros(sample, zeros), text: null };
}

/** A mark of UTF-32 begins as one of UTF-16 does. */
function byMark(bytes: Uint8Array, isObeyed: boolean): TextEncoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { name: 'UTF-32', text: null };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { name: 'UTF-32', text: null };
  if (a === 0xff && b === 0xfe) return utf16(bytes, 'utf-16le', isObeyed);
  if (a === 0xfe && b === 0xff) return utf16(bytes, 'utf-16be', isObeyed);
  return undefined;
}

/** Half a character, or half a surrogate pair, means that it is not what its mark says. */
function utf16(bytes: Uint8Array, label: string, isObeyed: boolean): TextEncoding {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    if (text.includes('\0')) return { name: 'binary', text: null };
    const isAnother = isObeyed ? COMMANDS.test(Buffer.from(bytes).toString('latin1')) : holdsOthers(text);
    return isAnother
      ? { name: 'UTF-16 that reads otherwise without its byte-order mark', text: null }
      : { name: 'UTF-16', text };
  } catch {
    return { name: 'binary', text: null };
  }
}

/** Whether a letter is not what its bytes are for a reader that skips zero bytes: of `\u0a3b` a line ends and a command begins. */
function holdsOthers(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0xff && (isPlain(code & 0xff) || isPlain(code >> 8))) return true;
  }
  return false;
}

function isPlain(byte: number): boolean {
  return isSpace(byte) || (byte >= 0x20 && byte < 0x7f);
}

/** A shell and an interpreter of pages do not mind zero bytes: what is left without them tells what it is. */
function withZeros(sample: Uint8Array, zeros: number): TextEncoding['name'] {
  const controls = sample.filter((byte) => byte < 0x20 && byte !== 0 && !isSpace(byte)).length;
  const share = zeros / sample.length;
  const isFewControls = controls / sample.length <= MAX_CONTROL_SHARE;
  if (isFewControls && share > MIN_ZERO_SHARE) return share > 0.6 ? 'UTF-32' : 'UTF-16 without a byte-order mark';
  const isText = (isFewControls && (share < MAX_CONTROL_SHARE || zeros < 4)) || isPrintable(sample);
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
