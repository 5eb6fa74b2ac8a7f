import { madeOnce } from '../../made-once';

/**
 * Pictures, sounds, fonts, archives, documents, databases and models by their first bytes, in hexadecimal digits; no programs. Of a ZIP
 * nobody knows: some interpreters run one under any name.
 */
const FORMATS =
  /^(?:89504e470d0a1a0a|ffd8ff|474946383[79]61|52494646.{8}(?:57454250|57415645|41564920)|00000100|49492a00|4d4d002a|424d.{8}00000000|774f4646|774f4632|4f54544f|00010000|74746366|494433|fff[23b]|4f676753|664c6143|.{8}66747970|1a45dfa3|1f8b08|425a68|fd377a585a00|28b52ffd|377abcaf271c|52617221|04224d18|255044462d|d0cf11e0a1b11ae1|53514c69746520666f726d6174203300|894844460d0a1a0a|50415231|4f626a01|4152524f5731|934e554d5059|67676d6c|47475546)/;

/** Compressed bytes hold no such run of letters, and four in ten of them are printable signs at most. */
const MAX_RUN = 120;
const MAX_PRINTABLE_SHARE = 0.6;

/** Of a file that begins so and holds no text nobody expects that it is read. */
export const isKnownFormat = madeOnce(
  (bytes: Uint8Array) =>
    FORMATS.test(Buffer.from(bytes.subarray(0, 16)).toString('hex')) && !isTextual(bytes) && !holdsText(bytes),
);

/** ELF, Windows, Mach-O or Java, WebAssembly, Android, and a script. */
const PROGRAMS = /^(?:7f454c46|4d5a|feedfac[ef]|c[ef]faedfe|cafebabe|0061736d|6465780a|2321)/;

export function beginsAsProgram(bytes: Uint8Array): boolean {
  return PROGRAMS.test(Buffer.from(bytes.subarray(0, 4)).toString('hex'));
}

/** Objects that Python wrote in order to make them again, which says what functions are called: a protocol and one of its orders, or one of the first protocol. */
const PICKLE =
  /^(?:800[2-5](?:[257]d|[57]b|28|29|63|8[89a-f]|58|95|4[2-4abd-e7]|5[3-6])|(?:28|29|5[bd]|7[bd]){0,9}(?:71..)?63(?:[2-7].){1,99}0a(?:[2-7].){1,99}0a(?:28|5[368]|7[0-1]|55|56|7d|5d|29))/;

export function beginsAsPickle(bytes: Uint8Array): boolean {
  return PICKLE.test(Buffer.from(bytes.subarray(0, 300)).toString('hex'));
}

/** A system starts it if it is executable, or a shell tries to. */
export function mayStart(bytes: Uint8Array): boolean {
  return beginsAsProgram(bytes) || isTextual(bytes);
}

/** A shell takes letters at the start for a command that it does not know, and goes on. */
function isTextual(bytes: Uint8Array): boolean {
  return bytes.length > 6 && bytes.subarray(0, 7).every((byte) => byte >= 0x09 && byte < 0x7f);
}

/** How programs begin that an interpreter finds in the midst of other bytes. */
const PROGRAM = /(?:<\?(?:php|=|\s)|<%|<script|<!--#|#!\/|[$#{]\{)[\t\r\n\x20-\x7e]{8}/i;

function holdsText(bytes: Uint8Array): boolean {
  if (PROGRAM.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))) return true;
  let [run, printable] = [0, 0];
  for (const byte of bytes) {
    const isPrintable = (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);
    run = isPrintable ? run + 1 : 0;
    if (isPrintable) printable += 1;
    if (run >= MAX_RUN) return true;
  }
  return printable / Math.max(1, bytes.length) > MAX_PRINTABLE_SHARE;
}
