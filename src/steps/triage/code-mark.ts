import { madeOnce } from '../../made-once';
import { sha256 } from '../../sha256';

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
  return first === undefined ? '' : `${lines.length}:${shortHash(first)}:${hashed(lines.join('\n'))}`;
}

/** True when the lines stand somewhere in the text one after the other. */
export function holdsMark(text: readonly string[], mark: CodeMark): boolean {
  const [count, first, all = ''] = mark.split(':');
  const marked = markedLines(text);
  const starts = marked.places.get(first ?? '');
  if (starts === undefined) return false;
  const hashes = marked.asked.get(`${count}:${first}`) ?? hashesOf(marked, starts, Number(count));
  marked.asked.set(`${count}:${first}`, hashes);
  return hashes.has(all);
}

/** What marks may begin with that stand in the text. */
export function markStarts(text: readonly string[]): Iterable<string> {
  return markedLines(text).places.keys();
}

/** What the mark begins with. */
export function startOfMark(mark: CodeMark): string {
  return mark.split(':')[1] ?? '';
}

/** A text as it is read for any number of marks. */
interface MarkedLines {
  lines: readonly string[];
  /** How many of the next lines equal each. */
  repeats: readonly number[];
  /** Where the lines of a hash stand. */
  places: ReadonlyMap<string, readonly number[]>;
  /** What begins there with so many lines, for the marks that were asked for. */
  asked: Map<string, ReadonlySet<string>>;
}

const markedLines = madeOnce((text: readonly string[]): MarkedLines => {
  const lines = significantLines(text);
  const places = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const hash = shortHash(line);
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [at]);
    else known.push(at);
  }
  return { lines, repeats: repeatsOf(lines), places, asked: new Map() };
});

function repeatsOf(lines: readonly string[]): number[] {
  const repeats: number[] = new Array(lines.length).fill(0);
  for (let at = lines.length - 2; at >= 0; at -= 1)
    if (lines[at] === lines[at + 1]) repeats[at] = (repeats[at + 1] ?? 0) + 1;
  return repeats;
}

/** Of many equal lines the first ones tell what the next ones begin. */
function hashesOf({ lines, repeats }: MarkedLines, starts: readonly number[], length: number): ReadonlySet<string> {
  const telling = starts.filter((at) => at === 0 || !((repeats[at - 1] ?? 0) >= length));
  return new Set(telling.map((at) => hashed(lines.slice(at, at + length).join('\n'))));
}

/** True for the line that a mark begins with. */
export function beginsMark(line: string, mark: CodeMark): boolean {
  return startOfMark(mark) === shortHash(normalised(line));
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
  const hash = hashed(text);
  hashes.set(text, hash);
  return hash;
}

function hashed(text: string): string {
  return sha256(text, 16);
}
