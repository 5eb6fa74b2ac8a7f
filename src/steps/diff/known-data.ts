import { cutStart } from '../../cut-text';
import { entropyOf } from './entropy';
import { printableShare, spellsInPoints, spellsText } from './spelled-text';
import { isWholeMedium } from './whole-medium';

/** Letters that follow each other as they do where bytes were written as text: at most padding at the end. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$|^[A-Za-z0-9_-]+={0,2}$/;
const HEX = /^(?:[0-9a-f]{2})+$|^(?:[0-9A-F]{2})+$/;
const NUMBER = /^\d+$/;
/** The outline of a drawing, in the attribute that holds one: commands of a letter each, and numbers. */
const OUTLINE = /^[MmLlHhVvCcSsQqTtAaZzF\d .,+-]+$/;
const OUTLINE_BEFORE = /(?:^|\s)(?:d|points|(?:android:)?pathData|Data)=["']$/;

const DATA_ADDRESS = /\bdata:[\w.+/-]{0,60}(?:;[\w=.+-]{1,40}){0,3};base64,$/i;

/** What a cell of a notebook came to. */
const SHOWN_BY_NOTEBOOKS = /"(?:image|video|audio)\/[\w.+-]{1,40}"\s{0,4}:\s{0,4}\[?\s{0,4}"$/;

/** Addresses of data that are loaded to be run, whatever type they call themselves. */
const LOADED: readonly RegExp[] = [
  /\bdata:[\w.+-]{0,40}\/[\w.+-]{0,40}(?:script|html|php|python|ruby|perl|shell|x-sh|wasm)/i,
  /\b(?:import|from|include|include_once|require|require_once|importScripts|Worker|register|source)["'`(\s]{1,4}data:/,
  /<script\b[^>]{0,200}\bdata:/i,
  // PHP opens it as a file, and a source that is no medium is a script or a page.
  /\bdata:\/\//i,
  /\bsrc\s{0,4}=\s{0,4}["']?data:(?!image\/|audio\/|video\/)/i,
];
/** So much before a run is looked at. */
const ADDRESS_LENGTH = 400;

/** Programs, and archives in which one may lie: WebAssembly, Windows, Linux, macOS, Java, Lua, Android, gzip, zlib, zip, ... */
const PROGRAM =
  /^(?:0061736d|4d5a|7f454c46|cafebabe|feedfac[ef]|c[ef]faedfe|1b4c7561|6465780a|1f8b|78(?:01|5e|9c|da)|504b|425a68|fd377a58|28b52ffd|377abcaf)/;

/** No picture holds so much text, and random bytes hold no such run of letters. */
const TEXT_INSIDE = /[\t\n\r -~]{120}/;
/** Of compressed and of random bytes about four in ten are printable signs; what has many more is text, whatever breaks it. */
const MAX_PRINTABLE_SHARE = 0.6;
/** Certificates hold names and addresses. */
const MAX_PRINTABLE_SHARE_OF_CERTIFICATES = 0.75;
/** Bits for each sign where bytes are as random as those of keys and signatures; words and names have fewer. */
const RANDOM = { base64: 5.3, hex: 3.6 };

const CERTIFICATES =
  /^(?:-----BEGIN CERTIFICATE-----\r?\n(?:[A-Za-z0-9+/=]{1,80}\r?\n){1,400}-----END CERTIFICATE-----\s{0,4}){1,20}$/;
const SOURCE_MAP = /^\s*\{(?=[\s\S]{0,200}"version"\s*:\s*3\b)(?=[\s\S]*"mappings"\s*:)/;
const PICTURE_IN_TEXT = /^(?:<\?xml[^>]{0,200}\?>)?\s*<svg[\s>]/i;
const SCRIPTED =
  /<script|<foreignObject|\bon\w{1,30}\s*=|javascript:|<!ENTITY|<iframe|<handler|=>|\bfunction\b|\b(?:require|fetch|eval|exec|import|atob)\s*\(|\b(?:document|process|window|globalThis)\s*[.[]/i;
/** Where tools look for a map, at the end of a line. */
const MAP_ADDRESS = /[#@]\s{0,4}sourceMappingURL\s{0,4}=\s{0,4}data:[^\s"'`]{0,200}$/;
/** What a map of sources may hold; its texts of sources are shown by tools, and never run. */
const MAP_KEYS =
  /^(?:version|file|sourceRoot|sources|sourcesContent|names|mappings|ignoreList|sections|debugId|debug_id|x_\w+)$/;

/** What turns a text into something that runs, or back into what it was before it became letters. */
const EVALUATES =
  /\beval\b|\bFunction\s*\(|\bexec\w*\s*\(|\batob\b|\bunescape\b|b(?:ase)?(?:16|32|64)_?(?:de|url)|from_?base_?64|frombase64string|base64\s+(?:-d|-D|--decode)|\bunhexlify\b|\bfromhex\b|\bunpack\b|inflate|gunzip|decompress|WebAssembly|\bmarshal\b|\bpickle\b|Invoke-Expression|\biex\b|document\.write|innerHTML|\bimport\s*\(|createElement\(.script|['"](?:base64|hex)['"]|\|\s*(?:ba|z|da|k)?sh\b|Assembly\.Load|defineClass|\bload(?:s|string|Module)?\s*\(|runIn\w{0,20}Context|new\s+(?:vm\.)?Script\b|\bcompile\s*\(|__import__|child_process|\bspawn\w{0,8}\s*\(|Process\.Start|ScriptBlock|decipher|decrypt|\bBigInt\b|\bsystem\s*\(|createObjectURL|new\s+Worker\b|fromC(?:harCode|odePoint)|\bString\.raw\b|\.constructor\s*\(|\bReflect\.|\bgetattr\s*\(|\bchr\s*\(|\[char\]|TextDecoder|\bto_bytes\b|\brunsource\b|decode\w{0,12}\s*\(|\bunpack1\b|\b_compile\b|\b(?:instance|class|module)_eval\b|\bassert\s*\(\s*\$|\bopenssl\s+(?:enc|base64)\b|\buudecode\b|\bexec\.Command\b|\bsyscall\.Exec\b|\bCommand::new\b|\bProcessBuilder\b|\bgetRuntime\b|\brun_?(?:path|module|py)\b|\bcodecs\b|\bCSharpScript\b|\bsrcdoc\b|\bchmod\b|\bwrite_?(?:File|All)/i;

/** What surely runs a text: where it stands, no picture is trusted. */
const RUNS =
  /\beval\s*\(|\bnew\s+Function\b|(?<![.\w])Function\s*\(|(?<![.\w])exec\s*\(|\.constructor\s*\(\s*[^)\s]|\bset(?:Timeout|Interval)\s*\(\s*(?:(?!function\b|async\b)[\w.]+\s*\(|\w+\s*\))|Invoke-Expression|\biex\b|runIn\w{0,20}Context|\brunsource\b/;

/** What makes of letters the bytes or the text that they were before. */
const DECODES =
  /\batob\b|\bunescape\s*\(|b(?:ase)?(?:16|32|64)_?(?:de|url)|from_?base_?64|base64\s+(?:-d|-D|--decode)|\bunhexlify\b|\bfromhex\b|fromC(?:harCode|odePoint)|['"](?:base64|hex)['"]|\bto_bytes\b|\[char\]|\bbase64\b[\w.:()]{0,40}decode|\bdecode(?:String|B64|Base64)?\s*\(|\bunpack1?\s*\(\s*["']m|\bopenssl\s+(?:enc|base64)\b|\buudecode\b/i;

/** What makes numbers of the points of a picture: the way by which a text comes out of it. */
const OPENS =
  /\bgetImageData\b|\bcreateImageBitmap\b|\bcopyExternalImageToTexture\b|\breadPixels\b|\bPNG\.sync\b|\bpngjs\b|\bupng\b|\bImage\.open\b|\bimdecode\b|\bimagecreatefromstring\b|\bimagecolorat\b|\bgetpixel\b|\bGetPixel\b|\bgetRGB\b|\bImageIO\.read\b|\bdecodeByteArray\b|\bimage\.Decode\b|\bpng\.Decode\b|\bload_from_memory\b/;

/** What lines do with texts. */
export interface Uses {
  /** They decode or run one, by any of many signs. */
  evaluates: boolean;
  /** They surely decode one. */
  decodes: boolean;
  /** They surely run one. */
  runs: boolean;
  /** They surely read the points of a picture. */
  opens: boolean;
}

export const NO_USES: Uses = { evaluates: false, decodes: false, runs: false, opens: false };

/** What the lines of a file, the removed ones aside, do with texts. */
export function usesOf(lines: readonly string[]): Uses {
  const some = (sign: RegExp) => lines.some((line) => sign.test(line));
  const [decodes, runs, opens] = [some(DECODES), some(RUNS), some(OPENS)];
  return { evaluates: decodes || runs || some(EVALUATES), decodes, runs, opens };
}

/** True where a line decodes or runs a text. */
export function evaluates(line: string): boolean {
  return EVALUATES.test(line) || RUNS.test(line);
}

/** A long run of letters and digits, with what stands around it on its line. */
export interface Run {
  text: string;
  before: string;
  after: string;
  /** Whether its line, without the long runs, decodes or runs a text; told once for all runs of the line. */
  isLineUsed: () => boolean;
  /** What the lines of the same file do with texts. */
  uses: () => Uses;
  /** What the other files of the change do; here, only what is sure counts. */
  usesElsewhere: Uses;
  /** Whether the file is a test or a page. */
  isForShow: boolean;
  /** Whether a shell, a builder or a pipeline takes the file: there no picture is shown. */
  isForTools?: boolean;
  /** Whether the file hands on what stands behind this, by its name. */
  isHandedOn?: (before: string) => boolean;
}

/**
 * What shows that a long run of letters and digits is data that no program runs, or null: then it may be code, however little it
 * looks so. Names in a row, one long path, a program or an archive as text, and text that was written as base64 are none.
 */
export function knownData(run: Run): string | null {
  const { text, before, after } = run;
  const isUsed = run.isLineUsed() || isLoaded(before);
  if (OUTLINE_BEFORE.test(before.slice(-40)) && OUTLINE.test(text))
    return isUsed || isEvaluated(run) || spellsInPoints(text) ? null : 'a drawing';
  if (NUMBER.test(text)) return isUsed || isEvaluated(run) || spellsText(text) ? null : 'a number';
  const bytes = HEX.test(text) ? Buffer.from(text, 'hex') : BASE64.test(text) ? Buffer.from(text, 'base64') : null;
  if (bytes === null || isRun(run)) return null;
  const content = bytes.toString('latin1');
  if (CERTIFICATES.test(content)) return isDecoded(run) || holdsText(content) ? null : 'certificates';
  if (!isLiteral(before, after) || isUsed) return null;
  return passiveText(run, content) ?? media(run, bytes, content) ?? randomBytes(run, bytes, content);
}

/** Who runs what stands in an address of data must take it apart and decode it first. */
function isRun({ before, uses, usesElsewhere }: Run): boolean {
  const isRunHere = usesElsewhere.runs || uses().runs;
  return isRunHere && (!isAddress(before) || usesElsewhere.decodes || uses().decodes);
}

function isLoaded(before: string): boolean {
  if (!isAddress(before)) return false;
  const near = cutStart(before, ADDRESS_LENGTH);
  return LOADED.some((sign) => sign.test(near));
}

function isAddress(before: string): boolean {
  return DATA_ADDRESS.test(cutStart(before, 200));
}

function isDecoded({ uses }: Run): boolean {
  return uses().decodes;
}

function isEvaluated({ uses, usesElsewhere }: Run): boolean {
  return usesElsewhere.runs || usesElsewhere.decodes || uses().evaluates;
}

/** Certificates whose bytes are text. */
function holdsText(certificates: string): boolean {
  const bodies = certificates.split(/-----[A-Z ]{1,40}-----/).filter((body) => body.trim() !== '');
  return bodies.some(
    (body) => printableShare(Buffer.from(body, 'base64').toString('latin1')) > MAX_PRINTABLE_SHARE_OF_CERTIFICATES,
  );
}

/** Between quotes, a line end before the closing one or not, between tags, or in an address that holds what it leads to. */
function isLiteral(before: string, after: string): boolean {
  if (isAddress(before)) return true;
  const [opening] = /["'`>]/.exec(before.slice(-1)) ?? [];
  const [closing] = /^(?:\\n)?\\?["'`<]/.exec(after) ?? [];
  return opening !== undefined && closing?.slice(-1) === (opening === '>' ? '<' : opening);
}

/** Text that is shown or looked up, and never run; elsewhere than in an address another file may take it for whatever it likes. */
function passiveText(run: Run, content: string): string | null {
  if (isDecoded(run) || !isAddress(run.before)) return null;
  if (SOURCE_MAP.test(content) && isMapAlone(content)) return MAP_ADDRESS.test(run.before) ? 'a source map' : null;
  return PICTURE_IN_TEXT.test(content) && !SCRIPTED.test(content) ? 'a picture' : null;
}

function isMapAlone(content: string): boolean {
  try {
    return Object.keys(JSON.parse(content)).every((key) => MAP_KEYS.test(key));
  } catch {
    return false;
  }
}

/** Where nothing can show it, or something takes it apart, a picture carries what it carries. */
function media(run: Run, bytes: Buffer, content: string): string | null {
  if (run.isForTools || isText(content) || !isWholeMedium(bytes)) return null;
  if (!isShown(run) && !run.isForShow && (run.usesElsewhere.decodes || isDecoded(run))) return null;
  if (isOpened(run) || run.isHandedOn?.(run.before)) return null;
  return 'a picture, font or sound';
}

/** What reads points of some picture in another file is common; beside it, what runs a text is not. */
function isOpened({ uses, usesElsewhere }: Run): boolean {
  return uses().opens || (usesElsewhere.opens && (usesElsewhere.runs || uses().runs));
}

/** In an address, or as what a notebook shows. */
function isShown({ before }: Run): boolean {
  return isAddress(before) || SHOWN_BY_NOTEBOOKS.test(before);
}

/** Whatever is closed looks random, and a file that nobody changed may open it; elsewhere than in tests, such bytes are rare and mostly keys. */
function randomBytes(run: Run, bytes: Buffer, content: string): string | null {
  if (!run.isForShow) return null;
  if (PROGRAM.test(bytes.subarray(0, 16).toString('hex')) || isText(content)) return null;
  const isRandom = entropyOf(run.text) >= (HEX.test(run.text) ? RANDOM.hex : RANDOM.base64);
  return isRandom && !isEvaluated(run) ? 'random bytes' : null;
}

function isText(content: string): boolean {
  return TEXT_INSIDE.test(content) || printableShare(content) > MAX_PRINTABLE_SHARE;
}
