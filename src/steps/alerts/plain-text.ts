import { madeOnce } from '../../made-once';
import type { LineSpan } from '../diff/line-span';
import type { LineTexts } from './line-texts';

/** So much of its beginning and of its end tells a long range of lines apart from others. */
const MAX_SHOWN = 1_000;

/** All lines of a file without white space in one text, and where each begins in it: read once, however many results name it. */
interface Plain {
  text: string;
  starts: readonly number[];
}

const plainOf = madeOnce(({ lines }: LineTexts): Plain => {
  const plain = lines.map((line) => line.replace(/\s+/g, ''));
  const starts = [0];
  for (const line of plain) starts.push((starts.at(-1) ?? 0) + line.length);
  return { text: plain.join(''), starts };
});

/** The code of some lines without white space; of what is very long, the beginning, the length and the end. */
export function plainText(texts: LineTexts, { startLine, endLine }: LineSpan): string {
  const { text, starts } = plainOf(texts);
  const [from, to] = [starts[startLine - 1] ?? text.length, starts[endLine] ?? text.length];
  if (to - from <= 2 * MAX_SHOWN) return text.slice(from, to);
  return `${text.slice(from, from + MAX_SHOWN)}[${to - from}]${text.slice(to - MAX_SHOWN, to)}`;
}
