import { cutText } from '../../cut-text';

const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cs}/gu;

const CODE_OR_ADDRESS =
  /(?<!`)`(?!`)([^`\n]+)`(?!`)|[a-z][a-z0-9+.-]{0,20}:\/\/[^\s<>`]+|(?<![a-z0-9])(?:mailto|data|javascript|vbscript|tel|sms|vscode|ms-[a-z]+):[^\s<>`]+|(?<![a-z0-9])www\.[^\s<>`]+/gi;

/** Signs that begin a list, a rule or a heading below the line before. */
const LINE_START = /(?<=^)([-+=])(?=[-+= \t]|$)/gm;

const NUMBERED_LIST = /^(\d{1,9})([.)])(?=\s|$)/gm;

/**
 * Text by a model, a tool or a person as Markdown that shows exactly that text: no mention, no work item or pull request
 * reference, no math, no emoji, no html, no link, no image, no fence. Only inline code between backticks keeps its meaning;
 * addresses are shown as code.
 */
export function escapeMarkdown(text: string): string {
  const parts = splitCode(visible(text).replace(/^[ \t]+/gm, ''));
  return sideBySide(parts.map(({ code, text: part }) => (code ? codeSpan(part) : escapeProse(part))))
    .replace(LINE_START, (_all, mark: string) => `\\${mark}`)
    .replace(NUMBERED_LIST, (_all, number: string, mark: string) => `${number}\\${mark}`)
    .trim();
}

/** Two spans side by side would be one, with the backticks between them: a space keeps them apart. */
function sideBySide(parts: readonly string[]): string {
  const shown = parts.filter((part) => part !== '');
  const isBeside = (part: string, at: number) => part.startsWith('`') && shown[at - 1]?.endsWith('`');
  return shown.map((part, at) => (isBeside(part, at) ? ` ${part}` : part)).join('');
}

/** The same on a single line. */
export function escapeLine(text: string): string {
  return escapeMarkdown(visible(text).replace(/\s+/g, ' '));
}

/** A piece of code as an inline span that nothing in it can close. */
export function codeSpan(code: string): string {
  const oneLine = unmentioned(visible(code).replace(/\s+/g, ' ').trim());
  if (oneLine === '') return '';
  const longest = Math.max(0, ...(oneLine.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = oneLine.startsWith('`') || oneLine.endsWith('`') ? ' ' : '';
  return `${fence}${space}${oneLine}${space}${fence}`;
}

/** A block of code behind a fence that is longer than any run of backticks in it. */
export function codeBlock(code: string, language = ''): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${unmentioned(code).replace(/\n$/, '')}\n${fence}`;
}

/** True for code that cannot be shown letter by letter, since it would notify somebody. */
export function mentionsSomebody(code: string): boolean {
  return code !== unmentioned(code);
}

/** At most so many characters, the last an ellipsis where it was longer; no half of a character is left. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${cutText(text, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(INVISIBLE, '');
}

/** A mention is read from the stored text, so code does not protect from it. */
function unmentioned(code: string): string {
  return code.replace(/@(?=<[0-9a-f-]{32,})/gi, '@ ');
}

function splitCode(text: string): { code: boolean; text: string }[] {
  const parts: { code: boolean; text: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE_OR_ADDRESS)) {
    parts.push({ code: false, text: text.slice(end, match.index) });
    parts.push({ code: true, text: match[1] ?? match[0] });
    end = match.index + match[0].length;
  }
  return [...parts, { code: false, text: text.slice(end) }].filter((part) => part.text !== '');
}

/** `@` becomes an entity for the same reason; a dot within a word would make a link of anything that ends like a domain. */
function escapeProse(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_{}[\]<>#!$|~^]/g, '\\$&')
    .replace(/@/g, '&#64;')
    .replace(/:(?=[\w+-]+:|:)/g, '\\:')
    .replace(/(?<=[\p{L}\p{N}_-])\.(?=\p{L})/gu, '\\.');
}
