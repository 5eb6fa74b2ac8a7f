import { createHash } from 'node:crypto';

/**
 * What the lines of a finding look like, whatever their indentation: `<number of lines>:<first line>:<all lines>`, blank
 * lines left out, hashes of 16 hexadecimal digits. Empty for findings without lines.
 */
export type CodeMark = string;

const MAX_HASHES = 50_000;

/** The mark of these lines; empty when they hold nothing but white space. */
export function markOf(text: string): CodeMark {
  const lines = significantLines(text.split('\n'));
  const [first] = lines;
  return first === undefined ? '' : `${lines.length}:${shortHash(first)}:${shortHash(lines.join('\n'))}`;
}

/** True when the lines stand somewhere in the text one after the other. */
export function holdsMark(text: readonly string[], mark: CodeMark): boolean {
  const [count, first, all] = mark.split(':');
  const length = Number(count);
  const lines = significantLines(text);
  return lines.some(
    (line, at) => shortHash(line) === first && shortHash(lines.slice(at, at + length).join('\n')) === all,
  );
}

/** True for the line that a mark begins with. */
export function beginsMark(line: string, mark: CodeMark): boolean {
  return mark.split(':')[1] === shortHash(normalised(line));
}

/** A line without white space: what survives another indentation. */
export function normalised(line: string): string {
  return line.replace(/\s+/g, '');
}

function significantLines(lines: readonly string[]): string[] {
  return lines.map(normalised).filter((line) => line !== '');
}

const hashes = new Map<string, string>();

/** The same lines are looked at for every thread of a file. */
function shortHash(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  if (hashes.size >= MAX_HASHES) hashes.clear();
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  hashes.set(text, hash);
  return hash;
}
