import { cutText } from '../../cut-text';
import type { OutlineEntry } from '../../ports/outliner';
import { visibleLine } from '../diff/visible';

const MAX_LINE_LENGTH = 180;

/** How much of a line is shown. */
export interface LineDetail {
  attributes: boolean;
  parameters: boolean;
  doc: boolean;
}

/** One declaration as text: attributes go first when it is too long, the name never. */
export function entryText(entry: OutlineEntry, detail: LineDetail): string {
  const signature = detail.parameters ? entry.signature : withoutParameters(entry.signature, entry.name);
  const attributes = detail.attributes ? (entry.attributes ?? '') : '';
  const room = MAX_LINE_LENGTH - signature.length - 1;
  const shown = attributes === '' ? '' : attributes.length <= room ? `${attributes} ` : '';
  const doc = detail.doc && entry.doc ? ` // ${entry.doc}` : '';
  return plain(shown + shortened(signature, entry.name) + doc);
}

/** Its name alone, where the diff shows the rest. */
export function nameText({ name }: OutlineEntry): string {
  return plain(cutText(name, MAX_LINE_LENGTH));
}

/** Text of the change inside a line of ours: nothing in it may end the line or hide. */
export function plain(text: string): string {
  return visibleLine(text.replace(/[\t\n\r]/g, ' '));
}

function shortened(signature: string, name: string): string {
  if (signature.length <= MAX_LINE_LENGTH) return signature;
  const at = Math.max(0, signature.indexOf(name));
  if (at + name.length < MAX_LINE_LENGTH) return `${cutText(signature, MAX_LINE_LENGTH - 1)}…`;
  return `…${signature.slice(at, at + Math.max(name.length, MAX_LINE_LENGTH - 2))}…`;
}

/** The parameter list behind the name as `(...)`; nested parentheses belong to it. */
function withoutParameters(signature: string, name: string): string {
  const named = signature.indexOf(name);
  const open = signature.indexOf('(', named === -1 ? 0 : named + name.length);
  if (open === -1) return signature;
  let depth = 0;
  for (let at = open; at < signature.length; at++) {
    if (signature[at] === '(') depth++;
    if (signature[at] === ')' && --depth === 0) {
      return at - open < 6 ? signature : `${signature.slice(0, open)}(...)${signature.slice(at + 1)}`;
    }
  }
  return signature;
}
