import { countBelow } from '../../count-below';
import { grouped } from '../../grouped';
import { madeOnce } from '../../made-once';
import { normalised } from './code-mark';

/** One side of a file as text. */
export interface SideText {
  text: string;
  /** False: what was not decoded to the last byte would come back as other bytes, all over the file. */
  isExact: boolean;
}

/** Decoded once, however many findings stand in it. */
const decoded = madeOnce((bytes: Uint8Array): SideText => {
  const side = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = side.toString('utf8');
  return { text, isExact: Buffer.from(text).equals(side) };
});

const NO_TEXT: SideText = { text: '', isExact: true };

export function sideTextOf(bytes: Uint8Array | undefined): SideText {
  return bytes === undefined ? NO_TEXT : decoded(bytes);
}

/** The same of lines, joined once however many findings stand in them. */
export const sideTextOfLines = madeOnce(
  (lines: readonly string[]): SideText => ({ text: lines.join('\n'), isExact: true }),
);

/** Numbers of the lines of a text by what stands there without white space. */
const linesBy = madeOnce(({ text }: SideText) => {
  const lines = text.split('\n').map((line, at) => ({ plain: normalised(line), number: at + 1 }));
  return new Map(
    [...grouped(lines, ({ plain }) => plain)].map(([plain, all]) => [plain, all.map(({ number }) => number)]),
  );
});

/** How many lines before this one are the same without white space. */
export function sameBefore(line: string, side: SideText, startLine: number): number {
  return countBelow(linesBy(side).get(line) ?? [], startLine);
}
