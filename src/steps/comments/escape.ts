/**
 * Text by a model or a tool as Markdown that shows exactly that text: no mention, no work item or pull request reference, no math,
 * no emoji, no html, no link, no image, no fence. Only inline code between backticks keeps its meaning; addresses are shown as code.
 */
export function escapeMarkdown(text: string): string {
  return splitCode(text.replace(INVISIBLE, ''))
    .map(({ code, text: part }) => (code ? codeSpan(part) : escapeProse(part)))
    .join('');
}

/** A piece of code as an inline span that nothing in it can close. */
export function codeSpan(code: string): string {
  const oneLine = code
    .replace(INVISIBLE, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
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
  return `${fence}${language}\n${code.replace(/\n$/, '')}\n${fence}`;
}

const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;

const CODE_OR_ADDRESS = /(?<!`)(`)(?!`)([^`\n]+)`(?!`)|\b(?:https?|ftp|file|mailto):[^\s<>`)\]]+/g;

function splitCode(text: string): { code: boolean; text: string }[] {
  const parts: { code: boolean; text: string }[] = [];
  let end = 0;
  for (const match of text.matchAll(CODE_OR_ADDRESS)) {
    parts.push({ code: false, text: text.slice(end, match.index) });
    parts.push({ code: true, text: match[2] ?? match[0] });
    end = match.index + match[0].length;
  }
  return [...parts, { code: false, text: text.slice(end) }].filter((part) => part.text !== '');
}

/** `@` becomes an entity, since a mention is read from the stored text and not from the rendered one. */
function escapeProse(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_{}[\]<>#!$|~^]/g, '\\$&')
    .replace(/@/g, '&#64;')
    .replace(/:(?=[\w+-]+:)/g, '\\:')
    .replace(
      /^(\s*)([-+=]{3,}|[-+]|\d+\.)(?=\s|$)/gm,
      (_all, space, mark) => `${space}${mark.replace(/[-+=.]/g, '\\$&')}`,
    );
}
