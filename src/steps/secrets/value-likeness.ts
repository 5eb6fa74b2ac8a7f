import { cutText } from '../../cut-text';
import { entropyOf } from '../diff/entropy';

/** True for what stands in for a value: samples of manuals, references to variables, filler. */
export function isStandIn(given: string): boolean {
  // The head of a long value tells as much, and there may be thousands.
  const value = cutText(given, 128);
  return !hasDistinct(value, 4) || REFERENCE.test(value) || FILLER.test(value) || EMULATOR_KEYS.test(value);
}

/** True for what has the form of a token and says itself that it is none. */
export function isSample(value: string): boolean {
  return !hasDistinct(value, 6) || SAMPLE.test(value);
}

/** True where so many letters differ; mostly the first few tell. */
function hasDistinct(value: string, count: number): boolean {
  const seen: number[] = [];
  for (let at = 0; at < value.length && seen.length < count; at++) {
    const code = value.charCodeAt(at);
    if (!seen.includes(code)) seen.push(code);
  }
  return seen.length >= count;
}

/** A word that somebody typed for a test; what guards something is longer and mixed. */
export function isWeak(value: string): boolean {
  return (
    value.length < 8 ||
    kindsOf(value) < 2 ||
    /pass(?:word)?|secret|test|admin|user|guest|demo|root|login|default/i.test(value)
  );
}

/** How many there are of the four kinds of characters that rules for passwords ask for: small and capital letters, digits, signs. */
export function kindsOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
}

/** True where letters and digits are mixed as a generator mixes them and nobody would type them. */
export function looksRandom(value: string, shortest = 16): boolean {
  if (value.length < shortest || isStandIn(value)) return false;
  const hasDigit = /\d/.test(value);
  const hasLetter = /[a-z]/i.test(value);
  return hasDigit && hasLetter && entropyOf(value) >= Math.min(3.2, Math.log2(value.length) * 0.75);
}

/** All of a value that stands for another one: `${NAME}`, `$(name)`, `%NAME%`, `{{name}}`, `<name>`, `#{name}`. */
const WHOLE_REFERENCE =
  /^(?:[$#@]?\{{1,3}[\w .:|-]*\}{1,3}|\$\(?[\w.:-]+\)?|%\w+%|<[\w .:-]+>|\[[\w .:-]+\]|(?:process\.env|os\.environ|env|secrets?|vars?|config)\..*)$/i;
/** Letters with digits, or of both kinds with a sign. */
const MIXED = /^(?=.*[A-Za-z])(?:.*\d|(?=.*[a-z])(?=.*[A-Z]).*[^A-Za-z0-9])/;
/** A part of a value that is filled in, and what patterns, calls and addresses have. */
const NO_VALUE = /[$#@]\{\w|\{\{|\$\(\w+\)|<%|\\|\[[a-z^]-|\(\?|\w\(\)|:\/\/|^[.~]{0,2}\//i;

/**
 * What a generator of passwords or tokens made, whatever sign it begins with and whatever brackets chance put in: for the place in quotes
 * behind a name that tells, where nothing else has so many different letters.
 */
export function looksMade(value: string): boolean {
  const { length } = value;
  if (length < 10 || length > 256 || /\s/.test(value) || !MIXED.test(value)) return false;
  if (WHOLE_REFERENCE.test(value) || NO_VALUE.test(value) || FILLER.test(value) || EMULATOR_KEYS.test(value))
    return false;
  if (entropyOf(value) < Math.min(4, Math.log2(length) * 0.8)) return false;
  return !looksTyped(value);
}

/** The pairs of letters that make up nine tenths of all names in programs. */
const PAIRS = new Set(
  (
    'abacadagaialamanaparasataubabeblbobucacechckclcocrctcudadcdddedidldodrdseaebecedeeefegeielemenepeqer' +
    'esetevewexfafefffifogegigrhahehihohtiaicidieifigiliminioipirisitivizkelaldlelilllolsltlulymamemimomp' +
    'msnancndnenfngninnnonsntnunvoaobocodogokolomonoooporosotouovowpapepiplpoppprptpuqurarcrdrergrirmrnro' +
    'rrrsrtrurvrysascseshsisospssstsusytatctethtitltmtotptrtstttutyucueulumunupurusutvaveviwawixpxtynypze'
  ).match(/../g),
);

/** Of one case letters change their kind less, so that only long words tell. */
const ONE_CASE = { length: 24, changes: 0.2, pairs: 0.45 };

/**
 * True for a word of letters and digits that a generator threw. Of what was thrown one letter is mostly of another kind than the one
 * before, and hardly any pair is one of names; of a name it is the other way about.
 */
export function looksThrown(word: string, shortest: number): boolean {
  if (word.length < shortest || !/\d/.test(word) || /^(?:0x)?[0-9a-f]+$/i.test(word)) return false;
  const { changes, pairs } = sharesOf(word);
  if (/[a-z]/.test(word) && /[A-Z]/.test(word)) return pairs < changes;
  return word.length >= ONE_CASE.length && changes >= ONE_CASE.changes && pairs <= ONE_CASE.pairs;
}

/** The same of letters and digits that were taken out of what stood between them: fewer tell. */
function looksMixed(letters: string): boolean {
  const { changes, pairs } = sharesOf(letters);
  return letters.length >= 7 && /[a-z]/.test(letters) && /[A-Z]/.test(letters) && pairs < changes && changes >= 0.5;
}

/** Escapes of addresses, base64, cells of a sheet, entities, and operators that stand between names. */
const OTHERWISE =
  /%[0-9A-F]{2}|^[A-Za-z0-9+]+$|^\w+!\$?[A-Z]{1,3}\$?\d+$|&(?:#\d|[a-z]{2,8}$)|&&|\+\+|[?]\.|^\W?v?\d+\.\d|%[sdvfx](?![A-Za-z0-9])/;

/** As rules for passwords want them: letters and digits with signs between that no name and no sentence has there. */
export function looksSigned(value: string): boolean {
  if (value.length < 8 || OTHERWISE.test(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value) || !/[A-Za-z0-9][!#$%^*?&+~@]+[A-Za-z0-9]/.test(value)) return false;
  // Nothing but passwords has this sign between letters.
  if (/[A-Za-z0-9]![A-Za-z0-9]/.test(value)) return /[a-z]/.test(value) && /[A-Z]/.test(value);
  return looksMixed(value.replace(/[^A-Za-z0-9]/g, ''));
}

/** Small letters alone that a generator threw; words and sentences without blanks have other pairs. */
export function looksThrownSmall(letters: string): boolean {
  return /^[a-z]{12,64}$/.test(letters) && new Set(letters).size >= 6 && sharesOf(letters).pairs <= 0.5;
}

/** How many letters are of another kind than the one before, and how many pairs of letters are those of names. */
function sharesOf(word: string): { changes: number; pairs: number } {
  let [changes, named, letters] = [0, 0, 0];
  for (let at = 1; at < word.length; at++) {
    const [before, here] = [kindOf(word.charCodeAt(at - 1)), kindOf(word.charCodeAt(at))];
    if (before !== here) changes += 1;
    if (before === 'digit' || here === 'digit') continue;
    letters += 1;
    if (PAIRS.has(word.slice(at - 1, at + 1).toLowerCase())) named += 1;
  }
  return { changes: changes / (word.length - 1), pairs: letters === 0 ? 1 : named / letters };
}

function kindOf(code: number): 'digit' | 'upper' | 'lower' {
  return code <= 0x39 ? 'digit' : code <= 0x5a ? 'upper' : 'lower';
}

/** True where most letters stand in words, as names in code and sentences have them, and are not broken as a generator breaks them. */
export function looksTyped(value: string): boolean {
  if (SLUG.test(value)) return true;
  const pieces = value.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  if (pieces.join('').length < PIECE * pieces.length) return false;
  return isMostlyWords(value);
}

/** True where more than half of the letters stand in words. */
export function isMostlyWords(value: string): boolean {
  const pieces = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  const words = pieces.filter((word) => word.length > 3 && /[aeiouy]/i.test(word) && !/[^aeiouy]{4}/i.test(word));
  return words.join('').length * 2 > value.replace(/[^a-z]/gi, '').length;
}

/** `my-release-v12` */
const SLUG = /^[a-z]+\d{0,3}(?:[-_.](?:[a-z]+\d{0,3}|v?\d{1,4}))+$/i;

/** Letters of one kind in a row, on average, that nobody throws: of the most regular alphabet in use it is 3.3. */
const PIECE = 3.5;

/** `${NAME}`, `$(name)`, `%NAME%`, `{{name}}`, `<name>`, `#{name}`, `process.env.NAME` and the like. */
const REFERENCE =
  /^(?:[$#@]?[{([<]|\$\w|%\w{1,64}%|['"`]|__|process\.env|os\.environ|env\.|secrets?\.|vars?\.|config\.|null$|none$|undefined$|true$|false$)|[<{][\w .-]{1,64}[>}]/i;

/** The storage and Cosmos DB emulators' keys stand in every manual and open nothing. */
export const EMULATOR_KEYS = /^(?:Eby8vdM02xNOcqFlqUwJPLlmEtlCDX|C2y6yDjf5\/R\+ob0N8A7Cgv30VRDJIWEHLM)/;

const SAMPLE = /example|sample|placeholder|dummy|fake|redacted|xxxx|\*\*\*|\.\.\.|…/i;

const FILLER =
  /example|sample|placeholder|dummy|fake|redacted|change.?me|change.?it|not.?a.?(?:real|secret)|your[_-]|yourpass|insert|replace|todo|xxxx|\*\*\*|\.\.\.|…|lorem|foobar|<secret|my.?secret|super.?secret|12345678|abcdefgh/i;
