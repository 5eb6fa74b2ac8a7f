import { defaultsBeside, partsBesideReferences } from './default-values';
import type { FoundSecret } from './found-secret';
import { insertedValue } from './inserted-values';
import { lineBefore } from './line-before';
import { isGenerated, isId, isNoName, isPassphrase, isPassword, isTyped } from './real-values';
import type { Places } from './signs';
import { looksMade, looksThrownSmall } from './value-likeness';

/** Where a value may stand without quotes: in code it would be a name, and of what is nothing but settings any word is a value. */
export type Reading = 'code' | 'text' | 'settings';

const WORDS = [
  'pass',
  'pwd',
  'pswd',
  'psk',
  'secret',
  'token',
  'credential',
  'kennwort',
  'senha',
  'clave',
  'authtok',
  'masterauth',
];
const KEYS = ['api', 'access', 'auth', 'account', 'master', 'private', 'shared', 'signing', 'encryption'];

/** What a password is called elsewhere, and where two letters are all of its name. */
const WORDS_ABROAD = [
  ...['mot de passe', 'mot_de_passe', 'mot-de-passe', 'motDePasse', 'motdepasse', 'mdp', 'contraseña', 'contrasena'],
  ...['wachtwoord', 'hasło', 'haslo', 'пароль', 'パスワード', '密码', '密碼', '비밀번호'],
].flatMap(casesOf);
const SHORT_WORDS: ReadonlySet<string> = new Set(
  ['pw', 'Pw', 'PW'].flatMap((word) => [':', '=', ' ', '"', "'"].map((next) => word + next)),
);

/** Files are looked through as one letter for each byte. */
const SIGNS_ABROAD: ReadonlySet<string> = new Set(WORDS_ABROAD.map((word) => Buffer.from(word).toString('latin1')));

/** As names are written that speak of a secret: `dbPassword`, `DB_PASSWORD`, `db.password`. */
export const TELLING_SIGNS: readonly string[] = [
  ...[...WORDS, ...KEYS.flatMap(keysOf)].flatMap(casesOf),
  ...SIGNS_ABROAD,
  ...SHORT_WORDS,
];

function casesOf(word: string): string[] {
  return [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)];
}

function keysOf(kind: string): string[] {
  return [`${kind}key`, `${kind}Key`, `${kind}_key`, `${kind}-key`, `${kind}.key`];
}

/** From the word that tells to the end of the name. */
const NAME =
  /(?<word>pass(?:w(?:or)?[dt]|phrase|wd|code|key)?|ps?wd|psk|kennwort|senha|clave|authtok|masterauth|secret|token|credential|[a-z]{3,10}[_.-]?key)(?<rest>[\w.-]{0,40})/iy;

/** Names of something about a secret that is none itself. */
const ABOUT =
  /(?:name|path|file|dir|ref|ur[il]|host|types?|len|length|size|ttl|polic(?:y|ies)|hash(?:ed)?|sha\d*|digest|regex|pattern|fields?|label|hint|prompt|help|text|message|attempts|enabled|ids?|mode|format|version|algorithm|encoding|params?|header|column|prefix|suffix|class|s?iz(?:e|er|ed|ing|ation)|expir\w{0,8}|length|provider|store|manager|request|response|endpoint)$/i;

/** What may follow a name up to the quote in which a value stands: in whatever language, in a parameter of Bicep or ARM too. */
const ASSIGNED =
  /(?:\\{0,3}["'`]\]?|\])?[ \t]{0,8}(?:\?[ \t]{0,4})?(?:(?::[ \t]{0,4})?(?:secure)?string[ \t]{0,4}|\[\d{0,4}\][ \t]{0,4}|:[ \t]{0,4}[\w.&'<>[\]?| ]{1,40}(?==))?(?::=|=>|[?|]{2}=|\?=|[:=]|(?<=["'][ \t]{1,8})to(?=[ \t]))[\s(]{0,60}(?:\/\*[^*\n]{0,60}\*\/\s{0,8}|(?:&|!!)[\w-]{1,60}[ \t]{1,4}){0,2}(?:\{\s{0,60}\\{0,3}"value\\{0,3}"[ \t]{0,4}:[ \t]{0,4})?[@$bfru]{0,2}(?<quote>\\{0,3}["'`])/iy;
/** The same up to the next argument of a call. */
const NEXT_ARGUMENT = /\\{0,3}["'`]\s{0,8},\s{0,60}(?<quote>\\{0,3}["'`])/y;
/** What stands before the name where the next argument is its value. */
const PUTS = /(?:put|set|insert|add|env)[\w.]{0,20}\([ \t]{0,4}["'`][\w.-]{0,60}$/i;

/** The same behind a blank alone, as SQL, Gradle and options of commands have it. */
const BEHIND_BLANK = /[ \t]{1,4}(?<quote>["'])(?=\w)/y;

/** What may follow without quotes, from where the name ends; what a form says of the place before the name is asked first. */
const FORMS: readonly { pattern: RegExp; after?: (before: string, name: string) => boolean }[] = [
  {
    // What a variable or a parameter has where nobody gives it a value.
    pattern:
      /["']?[ \t]{0,4}(?:[:=][ \t]{0,4})?\{[^{}]{0,400}?(?<![\w-])["']?(?:default(?:Value)?|value)["']?[ \t]{0,8}[:=][ \t]{0,4}["'](?<secret>[^\s"'\\]{6,512})/y,
  },
  {
    // The value of a pair, in XML, JSON and YAML.
    pattern:
      /\\{0,3}["'`]?(?:,\s{0,60}|\s{1,60})(?:#[^\n]{0,80}\n\s{1,40})?(?:type[ \t]{0,4}:[ \t]{0,4}\w{1,20}\s{1,60})?\\{0,3}["']?(?:value|default)\\{0,3}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,3}["']?(?<secret>[^\s"'<>\\]{6,512})/iy,
  },
  {
    // The content of an element, of one in it, and of one that follows where its name is the content of another.
    pattern:
      /(?:[^<>\n]{0,120}>\s{0,60}(?:<value>)?|<\/[\w:.-]{1,40}>\s{0,60}<[\w:.-]{1,40}(?:[ \t][^<>\n]{0,80})?>)(?:<!\[CDATA\[)?(?<secret>[^<>\s]{6,512}?)(?:\]\]>)?\s{0,60}(?=<\/)/y,
    after: (before) =>
      /<[\w:.-]{0,60}(?:[ \t](?:[^<>\n]{0,60}[ \t:])?(?:name|key)="[\w:.-]{0,60})?$|<(?:[\w:]{0,20}(?:key|name)|stringProp[^<>\n]{0,60})>[\w:.-]{0,60}$/i.test(
        before,
      ),
  },
  {
    // An option of a command, and a variable of an image.
    pattern: /[ \t=]{1,4}(?:\\{0,3}["'])?(?<secret>[^\s"'`<>|;\\]{8,512})/y,
    after: (before) =>
      /(?:(?:^|[\s"'`[(])--?[\w-]{0,40}|^[ \t]{0,20}(?:ENV|ARG|setx)[ \t]{1,8}\w{0,60})$/i.test(before),
  },
];

/** A value that stands alone to the end of its line, and one that others follow. */
const ALONE =
  /["']?[ \t]{0,8}(?:[?:]?=|:[ \t])[ \t]{0,8}(?:(?:&|!!)[\w-]{1,60}[ \t]{1,4}){0,2}(?:[|>][+-]?\r?\n[ \t]{1,40})?(?<secret>[^\s"'`]\S{5,511})/y;
/** The value of a key of YAML on the line below. */
const BELOW = /["']?[ \t]{0,4}:[ \t]{0,8}\r?\n[ \t]{1,40}(?<secret>[^\s"'`]\S{4,510}[^\s:])/y;
/** Words alone to the end of the line, or of an element. */
const PHRASE =
  /["']?[ \t]{0,8}(?:[:=][ \t]{0,8}|>)(?<secret>[a-z]{1,12}(?:[ ][a-z]{1,12}){3,11})(?=[ \t]{0,20}\r?$|<\/)/my;
const AFTER_ALONE = /[ \t]{0,80}(?:\r?$|#)/my;
const AMONG_OTHERS =
  /["']?[ \t]{0,8}(?::?=|:[ \t])[ \t]{0,8}(?<secret>(?:[^\s"'`,;<>|&(){}[\]\\]|&(?![\w.-]{1,40}=)){8,512})/y;

/** The first of a list. */
const LISTED = /["']?[ \t]{0,4}[:=]\s{0,60}\[\s{0,60}(?<quote>["'])/y;
/** A line that is a name and its value: directives of servers, variables of some shells and of tests. */
const DIRECTIVE = /\}?[ \t]{1,8}["']?(?<secret>[^\s"'`<>;]{6,128})["']?[ \t]{0,8};?[ \t]{0,8}(?=\r?$)/my;
const BEFORE_DIRECTIVE = /^[ \t]{0,20}(?:set[ \t]{1,4}(?:-\w{1,4}[ \t]{1,4})?\$?|setenv[ \t]{1,4}|\$\{)?[\w.]{0,60}$/i;
/** What stands before the name where it comes last in its pair. */
const VALUE_FIRST =
  /value["']?[ \t]{0,4}[:=][ \t]{0,4}(?:"(?<one>[^\s"<>]{6,128})"|'(?<other>[^\s'<>]{6,128})'|(?<bare>[^\s"'<>,]{6,128})),?\s{0,60}["']?(?:name|key)["']?[ \t]{0,4}[:=][ \t]{0,4}["']?[\w.:-]{0,60}$/i;

/** Values under names that speak of a secret; they look like values, and the reviewer judges what they open. */
export function toldValues(text: string, places: Places, reading: Reading): FoundSecret[] {
  return TELLING_SIGNS.flatMap((sign) =>
    firstOfStretches(text, places.get(sign) ?? []).flatMap((at) => toldAt(text, at, sign, reading) ?? []),
  );
}

/** Of names that nothing parts, the first: the values of all others are the same letters, looked through again and again. */
function firstOfStretches(text: string, places: readonly number[]): readonly number[] {
  if (places.length <= MOST_OF_STRETCH) return places;
  let [end, count] = [0, 0];
  return places.filter((at) => {
    if (at >= end) [end, count] = [endOfStretch(text, at), 0];
    count += 1;
    return count <= MOST_OF_STRETCH;
  });
}

const MOST_OF_STRETCH = 64;
const PARTS = /[\s"'`]/g;

function endOfStretch(text: string, from: number): number {
  PARTS.lastIndex = from;
  return PARTS.exec(text)?.index ?? text.length;
}

/** The word that tells, and the rest of the name behind it. */
interface Name {
  word: string;
  rest: string;
  /** It speaks of a password, which people think of. */
  isWord: boolean;
}

function nameAt(text: string, at: number, sign: string): Name | null {
  if (SIGNS_ABROAD.has(sign) || SHORT_WORDS.has(sign)) return nameAbroad(text, at, sign);
  const { word = '', rest = '' } = matchAt(NAME, text, at)?.groups ?? {};
  if (word === '' || isPartOfWord(text, at, word)) return null;
  return { word, rest, isWord: /^(?:pass|ps?wd|psk|kennwort|senha|clave|authtok|masterauth)/i.test(word) };
}

function nameAbroad(text: string, at: number, sign: string): Name | null {
  const before = text[at - 1] ?? '';
  if (SHORT_WORDS.has(sign)) return /\w/.test(before) ? null : { word: sign.slice(0, -1), rest: '', isWord: true };
  const rest = matchAt(REST, text, at + sign.length)?.[0] ?? '';
  const isCamel = /[a-z]/.test(before) && /^[A-Z]/.test(sign);
  if (/^[a-z]/.test(rest) || (/[A-Za-z]/.test(before) && !isCamel)) return null;
  return { word: sign, rest, isWord: true };
}

const REST = /[\w.-]{0,40}/y;

function toldAt(text: string, at: number, sign: string, reading: Reading): FoundSecret | null {
  const name = nameAt(text, at, sign);
  if (name === null || ABOUT.test(name.rest)) return null;
  const { word, rest, isWord } = name;
  const end = at + word.length + rest.length;
  if (isWord && /key$/i.test(rest)) return null;
  const isQuoted = (value: string) => (isWord ? isPassword(value, false) : isGenerated(value, false)) || isPlain(value);
  const isOfSecret = isWord || /^(?:secret|[a-z]{3,10}[_.-]?key)$/i.test(word) || /^[_A-Z]+$/.test(word + rest);
  const isReal = (value: string) =>
    (isWord ? isPassword(value, true) : isGenerated(value, true)) ||
    isPlain(value) ||
    looksThrownSmall(value.toLowerCase()) ||
    (isOfSecret && isId(value) && new Set(value).size > 10);
  const line = lineBefore(text, at, 80);
  const isPhrase = (value: string) =>
    reading === 'settings' &&
    isPassphrase(value) &&
    (isWord ? isOfPassword(line, word, rest) : /^(?:secret|[a-z]{3,10}[_.-]?key)(?:[_.-]?key)?$/i.test(word + rest));
  const isPlain = (value: string) =>
    isPhrase(value) ||
    (isWord &&
      isOfPassword(line, word, rest) &&
      isTyped(value) &&
      (reading === 'settings' || isNoCommand(value, reading)));
  const quoted =
    quotedAt(ASSIGNED, text, end, isQuoted) ??
    quotedAt(
      NEXT_ARGUMENT,
      text,
      end,
      PUTS.test(line)
        ? isQuoted
        : (value) => (isReal(value) && (/\d/.test(value) || looksThrownSmall(value.toLowerCase()))) || looksMade(value),
    ) ??
    quotedAt(BEHIND_BLANK, text, end, isQuoted);
  if (quoted) return quoted;
  const listed = isWord && reading === 'settings' && /^s?$/.test(rest) && quotedAt(LISTED, text, end, isTyped);
  if (listed) return listed;
  const beside = defaultsBeside(text, line, at, end).find((one) => {
    const value = text.slice(one.start, one.end);
    if (one.isChosen && !/\d/.test(value)) return false;
    return (one.isQuoted || reading !== 'text' ? isQuoted : isReal)(value);
  });
  if (beside) return told(beside);
  const isAlone = (value: string) =>
    isReal(value) || (reading === 'settings' && !NAME_OR_LINK.test(value) && !isId(value) && isQuoted(value));
  for (const { pattern, after } of FORMS) {
    if (after && !after(line, word)) continue;
    const one = valueAt(pattern, text, end, isAlone, isQuoted);
    if (one) return one;
  }
  const phrase = reading === 'settings' && valueAt(PHRASE, text, end, isPhrase);
  if (phrase) return phrase;
  const inserted = insertedValue(text, at, end);
  if (inserted && isQuoted(text.slice(inserted.start, inserted.end))) return told(inserted);
  const first = valueFirst(text, at);
  if (first && (first.isQuoted ? isQuoted : isAlone)(text.slice(first.start, first.end))) return told(first);
  if (reading === 'code') return valueAt(AMONG_OTHERS, text, end, /[?&][\w.-]{0,40}$/.test(line) ? isReal : isNoName);
  for (const pattern of reading === 'settings' ? [ALONE, BELOW] : [ALONE]) {
    const alone = valueAt(pattern, text, end, isAlone);
    if (alone && matchAt(AFTER_ALONE, text, alone.end)) return alone;
  }
  const directed =
    BEFORE_DIRECTIVE.test(line) && valueAt(DIRECTIVE, text, end, (value) => /\d/.test(value) && isReal(value));
  if (directed) return directed;
  const part = partsBesideReferences(text, end).find(({ start, end: last }) => {
    const value = text.slice(start, last);
    return /\d/.test(value) && isReal(value);
  });
  if (part) return told(part);
  return valueAt(AMONG_OTHERS, text, end, isReal);
}

function valueFirst(text: string, at: number): { start: number; end: number; isQuoted: boolean } | null {
  const before = text.slice(Math.max(0, at - 320), at);
  const match = VALUE_FIRST.exec(before);
  if (!match) return null;
  const { one, other, bare = '' } = match.groups ?? {};
  const value = one ?? other ?? bare;
  const start = at - match[0].length + match[0].indexOf(value, 'value'.length);
  return { start, end: start + value.length, isQuoted: bare === '' };
}

/** Where commands stand beside values, a word alone may be one. */
function isNoCommand(value: string, reading: Reading): boolean {
  return reading === 'text' && /^[A-Za-z]\w*(?:\d\d|[!#%+~^]\w|[!#]$)[\w!#%+~^]*$/.test(value);
}

/** Letters alone, a path of them, and what begins as a link, a mark, a list or a reference does. */
const NAME_OR_LINK =
  /^(?:[A-Za-z]+$|[A-Za-z_.-]{1,64}(?:\/[A-Za-z_.-]{1,64})+$|[&*!][A-Za-z][\w.-]*$|[[{|>]|[$#@%]\w*[({[])/;

/** Names that mean a password and nothing about one, and no verb of what is done with one. */
function isOfPassword(line: string, word: string, rest: string): boolean {
  if (!/^\d{0,3}$/.test(rest)) return false;
  if (/^pass$/i.test(word) && !/[\w.-]$/.test(line)) return false;
  return !DONE_WITH_ONE.test(line);
}

const DONE_WITH_ONE =
  /(?:has|no|is|show|hide|reset|forgot|change|require[ds]?|use|enable|disable|allow|update|need|ask|confirm|log|set|without|with|mask)[_.-]?$/i;

/** `bypass`, `passed` */
function isPartOfWord(text: string, at: number, word: string): boolean {
  if (!/^pass$/i.test(word)) return false;
  const next = text[at + word.length] ?? '';
  const isCamel = /[a-z]/.test(word) && /[A-Z]/.test(next);
  if (/[a-z]/i.test(next) && !isCamel) return true;
  return /(?:by|com|tres|under|over|sur|im)$/i.test(text.slice(Math.max(0, at - 5), at));
}

function quotedAt(lead: RegExp, text: string, from: number, isReal: (value: string) => boolean): FoundSecret | null {
  const match = matchAt(lead, text, from);
  if (!match) return null;
  const start = from + match[0].length;
  const end = endOfQuoted(text, start, match.groups?.quote ?? '"');
  const value = text.slice(start, end);
  if (end - start < SHORTEST || isWord(value) || !isReal(withoutEscapes(value))) return null;
  return told({ start, end });
}

function told({ start, end }: { start: number; end: number }): FoundSecret {
  return { start, end, rule: 'assigned-secret', isCertain: false };
}

const SHORTEST = 6;
/** Tokens of sessions have some thousand letters. */
const LONGEST = 8_192;

/** Where the quote closes again on the same line, escaped ones left out; at the start where it does not. */
function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length && at - start <= LONGEST; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text[at] === '\n') return start;
    if (text[at] === '\\') at += 1;
  }
  return start;
}

/** A label in a language whose letters are written as escapes. */
function isWord(value: string): boolean {
  return /\\u[0-9a-f]{4}/i.test(value) && !/\d/.test(value.replace(/\\u[0-9a-f]{4}/gi, ''));
}

function withoutEscapes(value: string): string {
  return value.replace(/\\(?=["'`\\])/g, '');
}

type Judge = (value: string) => boolean;

/** In quotes all the same, it is judged as what stands in quotes. */
function valueAt(pattern: RegExp, text: string, from: number, isReal: Judge, isQuoted = isReal): FoundSecret | null {
  const match = matchAt(pattern, text, from);
  const value = match?.groups?.secret;
  if (!match || value === undefined) return null;
  const start = from + match[0].lastIndexOf(value);
  const isInQuotes = /["'`]/.test(text[start - 1] ?? '') && text[start - 1] === text[start + value.length];
  if (!(isInQuotes ? isQuoted : isReal)(value)) return null;
  const end = endOfToken(text, start + value.length, value.length);
  // A call, an index, or a name with more to come.
  return /[([{$]/.test(text[end] ?? '') ? null : told({ start, end });
}

/** What was read as far as a pattern reads goes on, if it is a token. */
function endOfToken(text: string, read: number, length: number): number {
  let end = read;
  if (length === 512) while (end - read < LONGEST && /[\w+/=.~-]/.test(text[end] ?? '')) end += 1;
  return end;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
