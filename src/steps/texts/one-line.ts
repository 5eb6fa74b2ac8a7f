import { shorten } from '../comments/escape';

/** What would start or stop pipelines, link a work item, or look like a line of ours in a commit or a title. */
const SWITCHES = /\*{2,}\s*(NO_CI)\s*\*{2,}/gi;

/**
 * A model's or a person's text as one plain line for places that no Markdown protects: subjects of commits, titles. No
 * brackets that a service reads as a switch, no number behind a `#`, no mention, nothing invisible.
 */
export function plainLine(text: string, longest: number): string {
  const line = text
    .replace(/[\p{C}\p{Z}\u200b-\u200f\u2028-\u202e]+/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/gu, '')
    .replace(SWITCHES, '$1')
    .replace(/\[/g, '(')
    .replace(/\]/g, ')')
    .replace(/#(?=\d)/g, 'no. ')
    .replace(/!(?=\d)/g, 'no. ')
    .replace(/@(?=<)/g, '')
    .replace(/[<>]/g, '')
    .replace(/^(?:\w+(?:\([^)]*\))?!?:\s*)+/, '')
    .trim();
  return shorten(line, longest);
}
