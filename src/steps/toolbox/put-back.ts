import { grouped } from '../../grouped';
import { type MaskedPart, type MaskedText, PLACEHOLDER_SIGN } from '../secrets/placeholders';
import type { Edited } from './edit-text';

const SIGNS = new RegExp(PLACEHOLDER_SIGN, 'g');

/**
 * What a file becomes that was edited as the model sees it: what the edit left alone stays as it was, and in what it wrote each
 * placeholder is the value that it stands for in this very file. Where that cannot be told, nothing is written.
 */
export function putBack(masked: MaskedText, edited: string): Edited {
  const { source, text, parts } = masked;
  const { start, end } = changedSpan(masked, edited);
  const written = edited.slice(start, edited.length - (text.length - end));
  const secrets = grouped(parts, ({ placeholder }) => placeholder);
  const gone = grouped(
    parts.filter((part) => part.start >= start && part.end <= end),
    ({ placeholder }) => placeholder,
  );
  const counts = new Map<string, number>();
  const middle = written.replace(SIGNS, (sign) => {
    const values = secrets.get(sign) ?? [];
    const count = counts.get(sign) ?? 0;
    counts.set(sign, count + 1);
    return values[count % values.length]?.value ?? sign;
  });
  const foreign = [...counts.keys()].find((sign) => !secrets.has(sign) && !source.includes(sign));
  if (foreign !== undefined) return { problem: `${foreign} ${FOREIGN}` };
  for (const [sign, [first]] of secrets) {
    const lines = first?.lines ?? 1;
    if ((gone.get(sign)?.length ?? 0) % lines === 0 && (counts.get(sign) ?? 0) % lines === 0) continue;
    return { problem: `${sign} stands for a secret of ${lines} lines: keep all of them or take all of them out.` };
  }
  const [head, tail] = [sourceLength(parts, 0, start), sourceLength(parts, end, text.length)];
  return { text: source.slice(0, head) + middle + source.slice(source.length - tail) };
}

const FOREIGN =
  'stands for no value of this file: a secret that you cannot see can be kept where it is or taken out, and written nowhere else.';

/** What of the text was edited: all but how both begin and how both end, and no placeholder in part. */
function changedSpan({ text, parts }: MaskedText, edited: string): { start: number; end: number } {
  const shorter = Math.min(text.length, edited.length);
  let start = 0;
  while (start < shorter && text[start] === edited[start]) start += 1;
  let same = 0;
  while (same < shorter - start && text[text.length - 1 - same] === edited[edited.length - 1 - same]) same += 1;
  const end = text.length - same;
  const within = (at: number) => parts.find((part) => part.start < at && at < part.end);
  return { start: within(start)?.start ?? start, end: within(end)?.end ?? end };
}

function sourceLength(parts: readonly MaskedPart[], from: number, to: number): number {
  return parts
    .filter(({ start, end }) => start >= from && end <= to)
    .reduce((length, { start, end, value }) => length + value.length - (end - start), to - from);
}
