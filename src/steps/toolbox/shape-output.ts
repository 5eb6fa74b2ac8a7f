import { cutStart, cutText } from '../../cut-text';
import type { HandsAnswer } from '../../ports/hands';

/** Characters that are shown from each end. */
const SHOWN = 10_000;

/** What a terminal would obey, and what nobody would see. */
const UNSEEN = /(?![\n\t])\p{Cc}|\p{Bidi_Control}|\p{Default_Ignorable_Code_Point}|\p{Cs}|[\u2028\u2029]/gu;

/**
 * Output as the model gets it: secrets replaced before anything is cut, so that no half of one is left; characters that hide or
 * steer written out; both ends, and how much stood between them.
 */
export function shapeOutput(
  { first, last, printed }: Pick<HandsAnswer, 'first' | 'last' | 'printed'>,
  hide: (text: string) => string,
  most = SHOWN,
): string {
  const isWhole = printed === first.length + last.length;
  const [start, end] = isWhole
    ? [visible(hide(decoded([first, last]))), '']
    : [first, last].map((part) => visible(hide(decoded([part]))));
  const text = start ?? '';
  if (isWhole && text.length <= 2 * most) return text;
  const tail = end || text;
  const [head, foot] = [cutText(text, most), cutStart(tail, most)];
  const gone = printed - Buffer.byteLength(head) - Buffer.byteLength(foot);
  return `${head}\n[... about ${Math.max(0, gone)} bytes are not shown ...]\n${foot}`;
}

/** Any text that the model is shown. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function decoded(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8');
}
