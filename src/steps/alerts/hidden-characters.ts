import { mayRunUnread } from '../scope/runs-unread';
import { type WholeLine, wholeLine } from './whole-line';

/** One kind of character that makes a reader see something else than a machine does. */
interface Kind {
  name: string;
  characters: RegExp;
  /** What text needs such characters for; never asked without one. */
  isText?: (place: Place) => boolean;
  /** It asks the line alone, so that what holds for one place holds for all. */
  asksLine?: true;
  /** Only looked for where code stands: in prose and translations these are letters and signs like others. */
  inCodeAlone?: true;
}

/** A character with its neighbours. */
interface Place {
  line: WholeLine;
  at: number;
  before: string;
  after: string;
  isFirst: boolean;
  isProse: boolean;
  path: string;
}

/** In files of people alone, lines end as they may; what a program reads may begin something where nobody sees a new line. */
const LINES_COUNT = /\.(?:ya?ml|properties|jsonc|json5|html?)$/i;
const PROSE =
  /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|tex|html?|xml|json5?|jsonc|arb|po|pot|resx|resw|resjson|xlf|xliff|strings|stringsdict|properties|ya?ml|csv|tsv|srt|vtt|ftl|ts\.xml)$/i;

/** But the Arabic mark of direction, which is of that script itself. */
const RIGHT_TO_LEFT =
  /(?!\u061C)[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;
/** Their letters join, or keep apart, by joiners. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Adlam}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** They part words without a space. */
const UNSPACED = /[\p{Script=Khmer}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
const EMOJI_PART = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1F1E6}-\u{1F1FF}\uFE0F\u20E3]$/u;
const EMOJI_START = /^\p{Extended_Pictographic}/u;
/** A black flag, the letters of a region, and the tag that ends it. */
const FLAG = /\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}/gu;
const LETTER = /[\p{L}\p{M}]/u;

/** Look like Latin letters, and make an identifier another one. */
const CYRILLIC_TWIN = 'асеһіјӏорԛѕԝхуАВСЕНІЈКМОРЅТХҮԌ';
const GREEK_TWIN = 'οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const TWIN_WORD = new RegExp(
  `(?<![\\p{L}\\p{N}_$])(?=[\\w$]*[${CYRILLIC_TWIN}${GREEK_TWIN}])(?=[${CYRILLIC_TWIN}${GREEK_TWIN}]*[A-Za-z_$])[A-Za-z0-9_$${CYRILLIC_TWIN}${GREEK_TWIN}]{2,}(?![\\p{L}\\p{N}_$])`,
  'gu',
);

/** In this order: a character counts for the first kind that it belongs to. */
const KINDS: readonly Kind[] = [
  { name: 'turns the direction of text', characters: /[\u202D\u202E]/gu },
  {
    name: 'turns the direction of text',
    characters: /[\u202A-\u202C\u2066-\u2069]/gu,
    isText: isBalancedText,
    asksLine: true,
  },
  { name: 'marks a direction', characters: /[\u200E\u200F\u061C]/gu, isText: isBesideItsLetters, asksLine: true },
  { name: 'is an invisible tag character', characters: /[\u{E0000}-\u{E007F}]/gu, isText: isFlag },
  { name: 'is an invisible joiner', characters: /[\u200C\u200D]/gu, isText: isJoiner },
  {
    name: 'has no width',
    characters: /\u200B/gu,
    isText: (place) => UNSPACED.test(place.before) || UNSPACED.test(place.after) || isLeftOver(place),
  },
  {
    name: 'is a byte-order mark within a file',
    characters: /\uFEFF/gu,
    isText: ({ at, isFirst }) => isFirst && at === 0,
  },
  {
    name: 'is invisible',
    characters: /[\u2060-\u2065\u206A-\u206F\uFFF0-\uFFFB]|\u034F|[\u180B-\u180F]|[\u17B4\u17B5]/gu,
  },
  { name: 'is an invisible sign of music or shorthand', characters: /[\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}]/gu },
  {
    name: 'looks like a blank and is a letter',
    characters: /[\u115F\u1160\u3164\uFFA0\u2800\u1680]/gu,
    isText: isHangul,
  },
  {
    name: 'is a soft hyphen',
    characters: /\u00AD/gu,
    isText: ({ isProse, before, after }) => isProse && LETTER.test(before) && LETTER.test(after),
  },
  { name: 'chooses a variant of nothing', characters: /[\uFE00-\uFE0F]/gu, isText: isVariant },
  {
    name: 'chooses a variant of nothing',
    characters: /[\u{E0100}-\u{E01EF}]/gu,
    isText: ({ before }) => /\p{Script=Han}/u.test(before),
  },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  { name: 'is a control character', characters: /[\u0000-\u0008\u000E-\u001F\u007F-\u009F]/gu, isText: isEndOfFile },
  { name: 'ends a line that is shown on', characters: /[\u2028\u2029]/gu },
  { name: 'ends a line that is shown on', characters: /\r(?!\r?$)/gu, isText: isOfNoLine },
  {
    name: 'ends a line for some readers',
    characters: /[\v\f]/gu,
    isText: (place) => isOfNoLine(place) || isBeside(place),
  },
  {
    name: 'looks like a sign of code',
    characters: /[\u037E\u01C3\uA789\u2236\u2215\uFF1B\uFF1D]/gu,
    inCodeAlone: true,
  },
  { name: 'mixes letters that look alike', characters: TWIN_WORD, inCodeAlone: true },
  {
    name: 'is a letter of another shape in a word of code',
    characters:
      /(?<=[A-Za-z0-9_])[\u{1D400}-\u{1D7FF}\uFF21-\uFF5A]|[\u{1D400}-\u{1D7FF}\uFF21-\uFF5A](?=[A-Za-z0-9_])/gu,
    inCodeAlone: true,
  },
];

/** Whether one of these lines may hide something: nearly no text does. */
export function mayHide(lines: string): boolean {
  return /[^\t\r\n\x20-\x7e]|\r(?!\n|$)/.test(lines);
}

/**
 * What is hidden in a line, as `U+202E turns the direction of text`; empty for what text needs: flags, joiners of emoji and
 * of scripts that join, marks of direction beside letters that run from right to left, and the like.
 */
export function hiddenIn(line: string, path: string, isFirst = false): string[] {
  if (!/[^\t\r\x20-\x7e]|\r(?!$)/.test(line)) return [];
  const shared = { line: wholeLine(line), isFirst, isProse: PROSE.test(path), path };
  const found = new Set<string>();
  for (const { name, characters, isText, asksLine, inCodeAlone } of KINDS) {
    if (inCodeAlone && shared.isProse) continue;
    const told = new Set<string>();
    for (const { 0: character, index } of line.matchAll(characters)) {
      if (told.has(character)) continue;
      const isHarmless = isText?.({ ...shared, ...besides(line, index, character) });
      if (isHarmless && asksLine) break;
      if (isHarmless) continue;
      told.add(character);
      found.add(`${pointsOf(character)} ${name}`);
    }
  }
  return [...found];
}

function besides(line: string, at: number, character: string): Pick<Place, 'at' | 'before' | 'after'> {
  const after = String.fromCodePoint(line.codePointAt(at + character.length) ?? 0x20);
  return { at, before: letterBefore(line, at), after };
}

/** With the marks on it; nearly always there are none, which is told at a tenth of the cost. */
function letterBefore(line: string, at: number): string {
  const last = line.slice(/[\uDC00-\uDFFF]/.test(line[at - 1] ?? '') ? Math.max(0, at - 2) : Math.max(0, at - 1), at);
  if (!MARKED.test(last)) return last;
  return /\P{M}?\p{M}*$/u.exec(line.slice(Math.max(0, at - 8), at))?.[0] ?? '';
}

/** A mark, or half of a letter. */
const MARKED = /[\p{M}\p{Cs}]/u;

function pointsOf(text: string): string {
  const points = [...text].filter((character) => /[^\x20-\x7e]/.test(character)).slice(0, 3);
  return points
    .map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
}

function isBesideItsLetters({ line }: Place): boolean {
  return line.count(RIGHT_TO_LEFT) > 0;
}

const ISOLATE = { opens: /[\u2066-\u2068]/gu, closes: /\u2069/gu };
const EMBEDDING = { opens: /[\u202A\u202B]/gu, closes: /\u202C/gu };

/** Embeddings and isolates that are closed on their line, in a translation that has letters of such a script. */
function isBalancedText({ line, isProse }: Place): boolean {
  const isClosed = [ISOLATE, EMBEDDING].every(({ opens, closes }) => line.count(opens) === line.count(closes));
  return isProse && isClosed && line.count(RIGHT_TO_LEFT) > 0;
}

/** What people read and no program does. */
const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|tex|html?)$/i;
const FOREIGN_LETTER = /[^\P{L}A-Za-z]/gu;
const NO_WIDTH = /\u200B/gu;
/** More of them in a line may spell something. */
const MAX_LEFT_OVER = 12;

/** Texts of another language than English, in a format that holds no code. */
const TRANSLATION =
  /(?:^|\/)(?:locales?|i18n|l10n|lang(?:uages?)?|translations?)\/(?:.{1,200}\/)?(?!en\b)[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?(?:\/[^/]{1,100})?\.(?:json5?|jsonc|arb|po|resx|resjson|xlf|xliff|strings|properties|ya?ml)$/i;

/** Machines that translate leave some beside blanks and foreign letters; within a word of ASCII it could be a name or an address. */
function isLeftOver({ line, at, path }: Place): boolean {
  const isTranslation = TRANSLATION.test(path);
  if ((!DOCUMENT.test(path) && !isTranslation) || line.count(NO_WIDTH) > MAX_LEFT_OVER) return false;
  // A line of nothing else says nothing.
  if (/^\s*\u200B\s*$/.test(line.text)) return true;
  if (!isTranslation && line.count(FOREIGN_LETTER) === 0) return false;
  const isBehind = /[!-~]\u200B*$/u.test(line.text.slice(Math.max(0, at - MAX_LEFT_OVER), at));
  return !(isBehind && /^\u200B+[!-~]/u.test(line.text.slice(at, at + MAX_LEFT_OVER + 1)));
}

/** UTF-16 units of the longest flag. */
const LONGEST_FLAG = 14;

function isFlag({ line, at }: Place): boolean {
  const start = Math.max(0, at - LONGEST_FLAG);
  const around = line.text.slice(start, at + LONGEST_FLAG);
  return [...around.matchAll(FLAG)].some(({ 0: flag, index }) => {
    return at > start + index && at < start + index + flag.length;
  });
}

function isJoiner({ before, after, line, at }: Place): boolean {
  if (JOINING.test(before)) return true;
  const { text } = line;
  return text[at] === '\u200D' && EMOJI_PART.test(text.slice(Math.max(0, at - 4), at)) && EMOJI_START.test(after);
}

const BRAILLE = /[\u2801-\u28FF]/gu;

/** Fillers hold the place of a missing part of a syllable. */
function isHangul({ before, after, line, at, isProse }: Place): boolean {
  const sign = line.text[at];
  const isFiller = sign === '\u115F' || sign === '\u1160';
  if (isFiller) return /[\u1100-\u115E\u1161-\u11FF]/u.test(before + after);
  return sign === '\u2800' && isProse && line.count(BRAILLE) > 0;
}

function isVariant({ before, line, at, path }: Place): boolean {
  const sign = line.text[at];
  const isChoice = sign === '\uFE0E' || sign === '\uFE0F';
  const ahead = line.text.slice(at, at + 5);
  if (isChoice && DOCUMENT.test(path) && /^. {0,2}\p{Extended_Pictographic}/u.test(ahead)) return true;
  const base = [...before][0] ?? '';
  return isChoice
    ? /[\p{Emoji}\p{Extended_Pictographic}]/u.test(base)
    : /[\p{Script=Han}\p{Script=Mongolian}\p{Sm}\p{Script=Myanmar}]/u.test(base);
}

/** Nobody reads the file line by line but people. */
function isOfNoLine({ isProse, path }: Place): boolean {
  return isProse && !LINES_COUNT.test(path) && !mayRunUnread(path);
}

/** It parts pages, as printers take it: nothing stands before it on the line, or nothing behind. */
function isBeside({ line: { ink }, at }: Place): boolean {
  return at < ink[0] || at > ink[1];
}

/** Old editors end a file with it. */
function isEndOfFile({ line }: Place): boolean {
  return line.text === '\u001a';
}
