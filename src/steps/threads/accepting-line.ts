import { cutText } from '../../cut-text';

/** The whole grammar: a line that says this, and nothing else. */
const DECISION = /^ {0,3}[*_]{0,2}(?:\/accept|accepted)[.!]?[*_]{0,2}\s*$/iu;

export const NO_DECISION = 'does not end with a line that says “/accept” and nothing else; that would accept it';

/** Nobody answers in more. */
const MAX_LENGTH = 5000;

/**
 * True where a comment ends with a line that accepts and says nothing else. What stands before it is the reason, in any language, and
 * is not judged: a condition, an order or a doubt beside the decision would leave none.
 */
export function acceptsInPlain(content: string): boolean {
  return endsWithDecision(content) && endsWithDecision(ownLines(content));
}

/** What stands before the decision; empty where that stands alone. */
export function reasonBefore(content: string): string {
  return content.trimEnd().split('\n').slice(0, -1).join('\n').trim();
}

function endsWithDecision(text: string): boolean {
  return DECISION.test(text.trimEnd().split('\n').at(-1) ?? '');
}

/** Without the lines that are quoted, shown as code, crossed out or not shown at all; a quotation goes on to the next empty line. */
function ownLines(content: string): string {
  return cutText(content, MAX_LENGTH)
    .replace(/\r/g, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/^[ \t]*(?:```|~~~)[\s\S]*?(?:^[ \t]*(?:```|~~~)|$(?![\s\S]))/gm, ' ')
    .replace(/^[ \t]*>.*(?:\n[ \t]*\S.*)*/gm, ' ')
    .replace(/<(s|del|strike|blockquote|code|pre)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ');
}
