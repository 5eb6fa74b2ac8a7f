import type { FoundSecret } from './found-secret';
import { lineBefore } from './line-before';
import { isInComment } from './within-text';

/** What says something to people begins with a blank: `//DEPS`, `#cgo` and `///` are read by programs. */
const SIGN = /^[ \t]*(?:\/\/|#)[ \t]+/;
/** Letters of a comment that are read. */
const MOST = 4096;

/** A word of a sentence, and none with which an order begins: `eslint-disable`, `syntax=`, `@ts-check`, `vim:`. */
const FIRST_WORD = /^[ \t]*(?:[A-Za-z\d]+[,.;]?|(?:note|todo|fixme|hack|warning|see|example):)(?=[ \t]|$)/i;
/** Words that sentences need and orders have not. */
const OF_SENTENCES =
  /(?<![\w-])(?:the|an?|of|to|is|are|was|were|be|for|with|this|that|these|in|on|by|as|at|see|and|or|it|its)(?![\w-])/i;
/** What code has around its names, and what puts them in quotes or in the place of something. */
const OF_CODE = /["`=;{}<>$\\|&@[\]#~]|(?<![A-Za-z])'|'(?![A-Za-z])|\w\(|:\/\/|::|--|-\*-|(?:^|[ \t])[-+!]/;
const ADDRESS = /(?<=^|[ \t(<])https?:\/\/[^\s"'`<>()]{1,1000}/g;

/**
 * Whether it stands in a comment that is a line of its own and tells people something: as a word of a sentence, in an address, or as a line
 * of the signature of a script. Any other comment may be read by a program.
 */
export function isInRemark(text: string, { start, end }: Pick<FoundSecret, 'start' | 'end'>): boolean {
  if (!isInComment(text, start)) return false;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = lineFrom(text, from);
  const sign = SIGN.exec(line)?.[0] ?? '';
  if (sign === '' || line.length === MOST || isCompiled(text, sign)) return false;
  const before = line.slice(sign.length, start - from);
  const behind = line.slice(end - from);
  const isInAddress = BEGINS_ADDRESS.test(before);
  if (!isInAddress && !(ENDS_WORD.test(before) && BEGINS_WORD.test(behind))) return false;
  const rest = isInAddress ? line.slice(sign.length).replace(ADDRESS, '') : `${before}${behind}`;
  if (rest.trim() === '') return isInAddress || isOfSignature(text, from);
  return FIRST_WORD.test(rest) && OF_SENTENCES.test(rest) && !OF_CODE.test(rest);
}

/** Whether it stands in a comment that a program may read, be it a test. */
export function isOrder(text: string, one: FoundSecret): boolean {
  return isInComment(text, one.start) ? !isInRemark(text, one) : OF_BLOCK.test(lineBefore(text, one.start, MOST));
}

/** `@jest-environment` in a comment of several lines, which has its argument right behind it. */
const OF_BLOCK = /^[ \t]*(?:\/\*|\*)(?:[^\n]{0,200}[ \t])?@[\w.-]{1,60}[ \t]{1,20}$/;

/** Whether a program runs it out of a page: a command in a text for agents, a line of a session, an order of reStructuredText. */
export function isCommandOfPage(text: string, start: number): boolean {
  return COMMAND_OF_PAGE.test(lineBefore(text, start, MOST));
}

const COMMAND_OF_PAGE =
  /(?:^|[ \t])!`[^`\n]{0,400}$|^[ \t]{0,40}>>> |^[ \t]{0,40}\.\.[ \t]{1,4}[\w:-]{1,60}::[ \t]{1,20}\S{0,200}$/;

const BEGINS_ADDRESS = /(?:^|[ \t(<])https?:\/\/[^\s"'`<>()]{1,1000}$/;
const ENDS_WORD = /(?:^|[ \t])$/;
const BEGINS_WORD = /^[),.;:!?]{0,3}(?:\s|$)/;

function lineFrom(text: string, from: number): string {
  const [line = ''] = text.slice(from, from + MOST).split('\n', 1);
  return line.trimEnd();
}

/** Before `import "C"` such comments are a program in C. */
function isCompiled(text: string, sign: string): boolean {
  return sign.includes('//') && text.includes('"C"');
}

const BEGIN = '# SIG # Begin signature block';
const END = '# SIG # End signature block';
/** What a script is signed with has some 10 kB. */
const MOST_OF_SIGNATURE = 65_536;
const LETTERS_OF_LINE = 64;

/** Whether a line is one of those that PowerShell signs a script with: as many as their first one says. */
function isOfSignature(text: string, from: number): boolean {
  const mark = text.lastIndexOf(BEGIN, from);
  if (mark < 0 || from - mark > MOST_OF_SIGNATURE) return false;
  const first = text.indexOf('\n', mark) + 1;
  const head = /^# (?<letters>MII[\w+/]{60}.)(?<end>\r?\n)/.exec(text.slice(first, first + 80))?.groups;
  if (head?.letters === undefined || head.end === undefined || !head.letters.includes(SIGNED_DATA)) return false;
  const length = 4 + Buffer.from(head.letters, 'base64').readUInt16BE(2);
  const letters = Math.ceil(length / 3) * 4;
  const lines = Math.ceil(letters / LETTERS_OF_LINE);
  return text.startsWith(END, first + letters + lines * (2 + head.end.length));
}

/** How PKCS #7 says that something signed follows, in base64. */
const SIGNED_DATA = 'YJKoZIhvcNAQcC';
