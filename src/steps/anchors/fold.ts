import { visibleLine } from '../diff/visible';

/** Most lines: nothing in them to compose or to make visible. */
const PLAIN = /^[\t -~]*$/;

const KEYWORDS = new Set(
  (
    'begin break case catch continue default do done else elsif elif end endif ensure esac except fi finally ' +
    'if null none nil pass return then true false try void while div br span p'
  ).split(' '),
);

/** White space of every kind removed, characters composed: what two lines have in common when only their layout differs. */
export function squeeze(text: string): string {
  return seen(text).replace(/\s+/g, '');
}

/** White space brought to single spaces and trimmed, so that words stay apart. */
export function collapse(text: string): string {
  return seen(text).replace(/\s+/g, ' ').trim();
}

/** The prompt shows hidden characters escaped; models copy the escape, the character or, as with a byte-order mark, neither. */
function seen(text: string): string {
  const shown = PLAIN.test(text) ? text : visibleLine(text.normalize('NFC').replace(/[\s\ufeff]+/g, ' '));
  return shown.includes('\\u{') ? shown.replace(/\\u\{[0-9a-f]+\}/g, '') : shown;
}

/** True for text that says nothing about where it stands: brackets, `else`, `return`, a bare comment mark. */
export function isTrivial(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const telling = words.filter((word) => !KEYWORDS.has(word.toLowerCase()));
  return telling.join('').length < 3;
}
