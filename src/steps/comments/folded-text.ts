import { codeBlock, escapeMarkdown, shorten } from './escape';

const MAX_TEXT_LENGTH = 2000;

/** Below an entry of a list, folded away: what a thread of its own would have said. */
export function foldedText(body: string, replacement = ''): string {
  const edit = replacement === '' ? '' : codeBlock(shorten(replacement, MAX_TEXT_LENGTH));
  const text = [escapeMarkdown(shorten(body, MAX_TEXT_LENGTH)), edit].filter((part) => part !== '').join('\n\n');
  if (text === '') return '';
  const folded = `<details><summary>Its text</summary>\n\n${text}\n\n</details>`;
  return `\n${folded.replace(/^(?=.)/gm, '  ')}`;
}
