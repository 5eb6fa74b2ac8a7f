import { entropyOf } from '../diff/entropy';
import type { Clues } from './clues';
import type { FoundSecret } from './found-secret';
import { endOfKeyLines } from './key-blocks';
import { lineBefore } from './line-before';
import type { LongRun } from './long-runs';
import { beginsLockedKey, beginsPrivateKey } from './private-bytes';
import { EMULATOR_KEYS, looksRandom } from './value-likeness';

type Look = (text: string) => readonly FoundSecret[];
type What = Pick<FoundSecret, 'rule' | 'isCertain' | 'mayLead'>;

/** The shortest token that is worth hiding has more letters in base64. */
const SHORTEST = 32;
/** Letters of base64 that tell what the bytes are, and bytes that tell a text. */
const HEAD = 64;
const TEXT_HEAD = 18;
/** Programs break base64 into lines of 64 or 76. */
const LINE = 60;

/** Secrets that are long runs of letters: keys by their length, and whatever shows once base64 or digits are read. */
export function wrappedSecrets(text: string, runs: readonly LongRun[], look: Look, clues: Clues): FoundSecret[] {
  const found: FoundSecret[] = [];
  let [after, block] = [0, 0];
  for (const run of runs) {
    if (run.start < after || run.end - run.start < SHORTEST) continue;
    // Lines that go on are read once together; those of them in which nothing was found, then once more alone.
    const end = run.start < block ? endAlone(text, run) : blockEnd(text, run);
    block = Math.max(block, end);
    const one =
      keyOfStorage(text, run) ??
      keyOfAws(text, run, clues) ??
      oldToken(text, run) ??
      readRun(text, run, end, look) ??
      readWithin(text, run, look);
    if (!one) continue;
    found.push(one);
    after = one.end;
  }
  return found;
}

const HASH =
  /sha-?_?(?:384|512)|hash(?![_-]?(?:key|salt))|integrity|checksum|digest|signature|\bsig\b|proof|public[\s_-]?key|pub[_-]?key|fingerprint|nonce|(?<!hash[_-]?)salt|\bh1:|;base64,/gi;
const KEY = /key|account|storage|cosmos|documentdb|azure|secret|conn(?:ection|str)|credential|passw|pwd|token/gi;

/** 64 bytes: a key of Azure's if a word before them says so, a hash or a signature if one does, and otherwise for the reviewer to judge. */
function keyOfStorage(text: string, { start, end }: LongRun): FoundSecret | null {
  if (end - start !== 86 || !text.startsWith('==', end) || text[end + 2] === '=') return null;
  const value = text.slice(start, end);
  if (EMULATOR_KEYS.test(value) || !looksRandom(value)) return null;
  const kind = kindOf(text, start);
  return kind === 'hash' ? null : { start, end: end + 2, rule: 'azure-key', isCertain: kind === 'key' };
}

/** True where the words before a value call it a hash, a signature or the public half of a key. */
export function isHashBefore(text: string, start: number): boolean {
  return kindOf(text, start) === 'hash';
}

/** What the words before a value call it: on its line, and on the one before where that says nothing. */
function kindOf(text: string, start: number): 'hash' | 'key' | undefined {
  const before = text.slice(Math.max(0, start - 240), start);
  const lines = before.split('\n').slice(-2).reverse();
  for (const line of lines) {
    const [hash, key] = [lastOf(HASH, line), lastOf(KEY, line)];
    if (hash >= 0 || key >= 0) return hash >= key ? 'hash' : 'key';
  }
  return undefined;
}

/** Where the last match ends, so that of a word within another the longer one counts. */
function lastOf(pattern: RegExp, text: string): number {
  let last = -1;
  for (const { index, 0: word } of text.matchAll(pattern)) last = index + word.length;
  return last;
}

/** Bits for each of 40 letters that were thrown; words and paths of that length have less. */
const CHANCE = 4.4;

function keyOfAws(text: string, { start, end }: LongRun, { hasAwsId }: Clues): FoundSecret | null {
  if (!hasAwsId || end - start !== 40 || text[end] === '=') return null;
  const value = text.slice(start, end);
  const isMixed = [/[A-Z]/, /[a-z]/, /\d/].every((kind) => kind.test(value));
  if (!isMixed || !looksRandom(value)) return null;
  return { start, end, rule: 'aws-secret-key', isCertain: entropyOf(value) >= CHANCE };
}

const TOKEN = /pat(?![a-z])|token|pwd|devops|vsts|visualstudio|azure|password|passwd/gi;

/**
 * Personal access tokens of Azure DevOps of before 2024 have no sign of their own: something on their line has to say that one is
 * certain, and else nothing but a hash looks like it.
 */
function oldToken(text: string, { start, end }: LongRun): FoundSecret | null {
  if (end - start !== 52) return null;
  const value = text.slice(start, end);
  if (!/^[a-z2-7]+$/.test(value) || !/\d/.test(value)) return null;
  const line = lineBefore(text, start, 240);
  const after = text.slice(end, end + 120).split('\n', 1)[0] ?? '';
  if (lastOf(HASH, line) > lastOf(TOKEN, line)) return null;
  const isToken = lastOf(TOKEN, line) >= 0 || lastOf(TOKEN, after) >= 0;
  if (isToken) return { start, end, rule: 'azure-devops-pat', isCertain: true };
  return /\d\D*\d/.test(value) ? { start, end, rule: 'random-value', isCertain: false } : null;
}

function readRun(text: string, run: LongRun, end: number, look: Look): FoundSecret | null {
  const head = Buffer.from(text.slice(run.start, Math.min(run.end, run.start + HEAD)), 'base64');
  const start = run.start;
  if (beginsPrivateKey(head)) return { start, end, rule: 'private-key', isCertain: true };
  if (beginsLockedKey(head)) return { start, end, rule: 'locked-private-key', isCertain: false };
  if (isText(head.subarray(0, TEXT_HEAD))) {
    const what = whatIsIn(decoded(text.slice(start, end)), look);
    return what && { start, end, ...what };
  }
  const what = readDigits(text.slice(start, run.end), look);
  return what && { start, end: run.end, ...what };
}

/** In an address or behind the sign of a patch, a value has neighbours that are letters of base64 too. */
function readWithin(text: string, run: LongRun, look: Look): FoundSecret | null {
  const parts = partsOf(text.slice(run.start, run.end));
  for (const { start, end } of parts.slice(0, MAX_PARTS)) {
    const part = { start: run.start + start, end: run.start + end };
    const rest = { start: part.start, end: run.end };
    const found = readLong(text, part, look) ?? (part.end === run.end ? null : readLong(text, rest, look));
    if (found) return found;
  }
  return null;
}

const MAX_PARTS = 16;

/** Between `/` and `+`; none where there is neither. */
function partsOf(letters: string): LongRun[] {
  const ends = [...letters.matchAll(/[+/]|$/g)].map(({ index }) => index);
  return ends.length === 1 ? [] : ends.map((end, at) => ({ start: at === 0 ? 0 : (ends[at - 1] ?? 0) + 1, end }));
}

function readLong(text: string, run: LongRun, look: Look): FoundSecret | null {
  return run.end - run.start < SHORTEST ? null : readRun(text, run, endAlone(text, run), look);
}

/** What `=` ends is a value of its own. */
function decoded(lines: string): Buffer {
  const values = lines.replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, '').split('=');
  return Buffer.concat(values.map((value) => Buffer.from(value, 'base64')));
}

function readDigits(digits: string, look: Look): What | null {
  if (digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return null;
  const bytes = Buffer.from(digits, 'hex');
  if (beginsPrivateKey(bytes)) return { rule: 'private-key', isCertain: true };
  return isText(bytes.subarray(0, TEXT_HEAD)) ? whatIsIn(bytes, look) : null;
}

function whatIsIn(bytes: Buffer, look: Look): What | null {
  const text = bytes.toString('latin1').replaceAll('\0', '');
  const found = look(text);
  const surest = found.find(({ isCertain }) => isCertain) ?? found[0];
  if (surest === undefined) return null;
  const { rule, isCertain } = surest;
  return { rule, isCertain, ...(!isCertain && holdsCommand(text, found) && { mayLead: true }) };
}

/** Whether more than settings stands beside what was found in a text: nobody reads it when all of it is hidden. */
function holdsCommand(text: string, found: readonly FoundSecret[]): boolean {
  let [rest, at] = ['', 0];
  for (const { start, end } of [...found].sort((a, b) => a.start - b.start)) {
    rest += `${text.slice(at, start)}'`;
    at = Math.max(at, end);
  }
  return COMMAND.test(rest + text.slice(at));
}

const COMMAND = /[;|&()<>$`]|[\w.-][ \t]{1,4}[\w./-]/;

/** Where the value ends, with the lines that go on in the same way and the `=` at its end. */
function blockEnd(text: string, run: LongRun): number {
  const last = run.end - run.start >= LINE ? endOfKeyLines(text, run.end) : run.end;
  return last > run.end ? last : endAlone(text, run);
}

function endAlone(text: string, { end }: LongRun): number {
  return text.startsWith('==', end) ? end + 2 : text[end] === '=' ? end + 1 : end;
}

/** Printable letters, in one byte each or in two as Windows writes them. */
function isText(bytes: Buffer): boolean {
  const isWide = bytes[1] === 0 && bytes[3] === 0;
  return bytes.every((byte, at) => (isWide && at % 2 === 1 ? byte === 0 : isPrintable(byte)));
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
