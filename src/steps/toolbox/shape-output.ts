import { cutStart, cutText } from '../../cut-text';
import type { HandsAnswer } from '../../ports/hands';
import { visible } from '../brief/visible-text';

/** Characters that are shown from each end. */
const SHOWN = 10_000;

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

function decoded(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('utf8');
}
