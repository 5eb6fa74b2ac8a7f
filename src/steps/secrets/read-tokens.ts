import { madeOnce } from '../../made-once';
import type { FoundSecret } from './found-secret';
import type { Places } from './signs';
import { TOKEN_FORMS } from './token-forms';
import { isSample, looksRandom, looksTyped } from './value-likeness';

/** Which letters may stand in a part of a token; of `text` there is one. */
type Part = { text: string } | { letters: Uint8Array; fewest: number; most: number };

/** A form as the table has it, and by which letters it is looked for. */
interface WrittenForm {
  rule: string;
  form: string;
  sign: string;
}

interface Form extends Omit<WrittenForm, 'form'> {
  /** How many letters stand before the sign. */
  before: number;
  longest: number;
  parts: readonly Part[];
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const WORD = UPPER + LOWER + DIGITS;

const ALPHABETS: Readonly<Record<string, string>> = {
  num: DIGITS,
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEFabcdef`,
  low: LOWER + DIGITS,
  UP: UPPER + DIGITS,
  abc: LOWER,
  word: WORD,
  id: `${WORD}_`,
  url: `${WORD}_-`,
  dotted: `${WORD}_-.=`,
  b64: `${WORD}+/`,
  b64pad: `${WORD}+/=`,
  any64: `${WORD}+/_-`,
  pad: 'AQgw',
};

/** Letters of base64, after which `=` may fill up. */
const FILLED: ReadonlySet<string> = new Set(['b64', 'any64']);
const FILLING = { letters: lettersOf('='), fewest: 0, most: 2 };
const IS_WORD = lettersOf(WORD);
const HYPHEN = 0x2d;
const SHORTEST_SIGN = 3;

const WRITTEN_FORMS: readonly WrittenForm[] = Object.entries(TOKEN_FORMS).flatMap(([rule, forms]) =>
  forms.map((form) => ({ rule, form, sign: signOf(form) })),
);

interface Directed {
  written: WrittenForm;
  isBackwards: boolean;
}

const FORMS_BY_SIGN: ReadonlyMap<string, readonly Directed[]> = formsBySign();

/** A form is read when its sign stands in a text for the first time: of nearly all no sign ever does. */
const formOf = madeOnce(readForm);

/** What must stand in a text for a token to be in it, written forwards or backwards. */
export const TOKEN_SIGNS: readonly string[] = [...FORMS_BY_SIGN.keys()];

export function allForms(): readonly Form[] {
  return WRITTEN_FORMS.map(formOf);
}

/** Tokens of a published form: the table is data, and each place of a sign is looked at once, as far as the longest of them goes. */
export function tokensIn(text: string, places: Places): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [sign, at] of places) {
    for (const { written, isBackwards } of FORMS_BY_SIGN.get(sign) ?? []) {
      const form = formOf(written);
      for (const place of at) {
        const one = isBackwards ? tokenBackwards(text, place, form) : tokenAt(text, place, form);
        if (one) found.push(one);
      }
    }
  }
  return found;
}

function tokenAt(text: string, place: number, { rule, sign, before, parts }: Form): FoundSecret | null {
  const start = place - before;
  // Anybody may write a letter before a sign that cannot be mistaken.
  if (start < 0 || (!sign.includes('_') && isWithin(text, start, parts))) return null;
  const end = endOf(text, start, parts);
  if (end < 0) return null;
  const value = text.slice(start, end);
  if (isInData(text, start) && BASE64.test(value)) return null;
  // Such a sign may begin a name.
  if (/^[a-z]+_?$/.test(sign) && looksTyped(value.replace(sign, ''))) return null;
  return { start, end, rule, isCertain: isThrown(value.replace(NUMBER, '')) && !isSample(value) };
}

const BASE64 = /^[A-Za-z0-9+/]+$/;
/** So many letters of base64 in a row are a picture or the like. */
const LONG_DATA = 400;

/** In a picture that is written as text the letters of every short sign stand somewhere. */
function isInData(text: string, start: number): boolean {
  return start >= LONG_DATA && isData(text.slice(start - LONG_DATA, start), text[start - 1]);
}

/** The same, read from its end. */
function isBeforeData(text: string, end: number): boolean {
  return end + LONG_DATA <= text.length && isData(text.slice(end, end + LONG_DATA), text[end]);
}

/** Right beside a word there is a sign, or the word would go on. */
function isData(letters: string, beside = ''): boolean {
  return /[+/]/.test(beside) && BASE64.test(letters);
}

/** What stands before the secret of an address, and is none. */
const NUMBER = /\/\d{17,20}\//;

/** A token of few letters may have no digit at all. */
function isThrown(value: string): boolean {
  return looksRandom(value) || (/[A-Z]/.test(value) && /[a-z]/.test(value) && looksRandom(`${value}0`));
}

/** True where a token would go on to the left. */
function isWithin(text: string, start: number, [first]: readonly Part[]): boolean {
  const before = text.charCodeAt(start - 1);
  if (IS_WORD[text.charCodeAt(start)] === 1 && (IS_WORD[before] === 1 || before === HYPHEN)) return true;
  return first !== undefined && 'letters' in first && first.letters[before] === 1;
}

function tokenBackwards(text: string, place: number, form: Form): FoundSecret | null {
  const end = place + form.sign.length + form.before;
  // Most places are told by the letter beside them.
  if (form.before === 0 && IS_WORD[text.charCodeAt(end)] === 1) return null;
  const to = Math.min(end + 1, text.length);
  const turned = backwards(text.slice(Math.max(0, end - form.longest - 1), to));
  const one = tokenAt(turned, to - place - form.sign.length, form);
  if (one && BASE64.test(turned.slice(one.start, one.end)) && isBeforeData(text, end)) return null;
  return one && { ...one, start: to - one.end, end: to - one.start };
}

function endOf(text: string, start: number, parts: readonly Part[]): number {
  let at = start;
  let last: Part | undefined;
  for (const part of parts) {
    if ('text' in part) {
      if (!text.startsWith(part.text, at)) return -1;
      at += part.text.length;
    } else {
      const until = at + part.most;
      const from = at;
      while (at < until && part.letters[text.charCodeAt(at)] === 1) at += 1;
      if (at - from < part.fewest) return -1;
    }
    last = part;
  }
  const goesOn = IS_WORD[text.charCodeAt(at)] === 1;
  return goesOn || (last && 'letters' in last && last.letters[text.charCodeAt(at)] === 1) ? -1 : at;
}

function backwards(text: string): string {
  let reversed = '';
  for (let at = text.length - 1; at >= 0; at--) reversed += text[at];
  return reversed;
}

function formsBySign(): Map<string, Directed[]> {
  const bySign = new Map<string, Directed[]>();
  for (const written of WRITTEN_FORMS) {
    for (const isBackwards of [false, true]) {
      const sign = isBackwards ? backwards(written.sign) : written.sign;
      const known = bySign.get(sign);
      if (known === undefined) bySign.set(sign, [{ written, isBackwards }]);
      else known.push({ written, isBackwards });
    }
  }
  return bySign;
}

/** The first piece of plain letters that is long enough; empty where none is. */
function signOf(form: string): string {
  return form.split(/\{[^{}]{1,20}\}/).find(({ length }) => length >= SHORTEST_SIGN) ?? '';
}

function readForm({ rule, form, sign }: WrittenForm): Form {
  const parts: Part[] = [];
  let [before, length, longest] = [-1, 0, FILLING.most];
  for (const [piece, name, fewest, most] of form.matchAll(/[^{]+|\{(\w+):(\d+)(?:-(\d+))?\}/g)) {
    if (name === undefined) {
      if (before < 0 && piece === sign) before = length;
      parts.push({ text: piece });
    } else {
      const letters = lettersOf(ALPHABETS[name] ?? '');
      parts.push({ letters, fewest: Number(fewest), most: Number(most ?? fewest) });
    }
    length += name === undefined ? piece.length : Number(fewest);
    longest += name === undefined ? piece.length : Number(most ?? fewest);
  }
  return { rule, sign, before, longest, parts: FILLED.has(lastAlphabet(form)) ? [...parts, FILLING] : parts };
}

function lastAlphabet(form: string): string {
  return /\{(\w+):[\d-]+\}$/.exec(form)?.[1] ?? '';
}

function lettersOf(alphabet: string): Uint8Array {
  const letters = new Uint8Array(128);
  for (const letter of alphabet) letters[letter.charCodeAt(0)] = 1;
  return letters;
}
