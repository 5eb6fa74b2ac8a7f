import type { LineRange } from '../../../src/ports/code-host';
import type { ChangedFile, DiffLine } from '../../../src/steps/diff/changed-file';

/** Numbers from 0 to below `limit`, the same for the same seed. */
export type Random = (limit: number) => number;

/** What a reviewer who errs writes, and what is true of it. */
export interface NoisyCandidate {
  path: string;
  range: LineRange;
  quote: string;
  /** Where the quoted lines stand; null for code that stands nowhere. */
  truth: LineRange | null;
  /** Texts, white space left out, of which the lines of any line anchor must hold one. */
  held: readonly string[];
}

/** Lines of one file that somebody might speak of. */
export interface Sample {
  file: ChangedFile;
  range: LineRange;
  lines: readonly DiffLine[];
  /** Lines of other files of the same repository. */
  elsewhere: readonly string[];
}

export type Noise = (sample: Sample, random: Random) => NoisyCandidate | null;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A sample of `length` lines of one side; telling lines are those one can speak of, others those with hardly a word. */
export function sampleLines(
  file: ChangedFile,
  want: { side: 'new' | 'old'; length: number; telling: boolean; changed: boolean },
  random: Random,
): Pick<Sample, 'range' | 'lines'> | null {
  const number = (line: DiffLine) => (want.side === 'new' ? line.newLine : line.oldLine);
  const blocks = file.hunks.flatMap((hunk) => {
    const lines = hunk.lines.filter((line) => number(line) !== null);
    return lines.map((_, start) => lines.slice(start, start + want.length)).filter((block) => fits(block, want));
  });
  const lines = blocks[random(blocks.length)];
  if (!lines) return null;
  const [startLine, endLine] = [number(lines[0]!)!, number(lines.at(-1)!)!];
  return { range: { side: want.side, startLine, endLine }, lines };
}

function fits(block: readonly DiffLine[], want: { length: number; telling: boolean; changed: boolean }): boolean {
  const [first] = block;
  if (!first || block.length < want.length || isTelling(first.text) !== want.telling || first.text.trim() === '')
    return false;
  return block.some(({ kind }) => kind !== 'context') === want.changed;
}

function isTelling(text: string): boolean {
  return text.replace(/[^\p{L}\p{N}]/gu, '').length >= 8;
}

const off: Noise = (sample, random) => shifted(plain(sample), 1 + random(20), random(2) === 0);

/** Each kind of error by its name, with the kind of lines it is about. */
export const kinds: Record<string, { noise: Noise; length?: number; telling?: boolean; side?: 'old'; context?: true }> =
  {
    none: { noise: plain },
    'none, 3 lines': { noise: plain, length: 3 },
    'none, unchanged line': { noise: plain, context: true },
    'line off by 1..20': { noise: off },
    'line off by 1..20, unchanged line': { noise: off, context: true },
    'line random': { noise: (sample, random) => at(plain(sample), 1 + random(5_000)) },
    'indentation lost': { noise: quoted((text) => text.trim()) },
    'indentation lost, line off': { noise: quoted((text) => text.trim(), off) },
    'tabs and spaces changed, line off': { noise: quoted(otherIndentation, off) },
    'white space within lines, line off': { noise: quoted((text) => text.replace(/([(),])/g, ' $1  '), off) },
    'sign kept, line off': { noise: signed },
    'number kept, line off': { noise: numberedAsShown },
    'code fence, line off': { noise: quotedWhole((text) => `\`\`\`js\n${text}\n\`\`\``, off) },
    'cut with an ellipsis, line off': { noise: cut('...') },
    'cut without a mark, line off': { noise: cut('') },
    'middle lines left out, line off': { noise: middleLeftOut, length: 3 },
    '1-2 characters wrong, line off': { noise: misspelt },
    '3 lines, line off': { noise: off, length: 3 },
    'range too wide': { noise: widened },
    'side wrong, line off': { noise: (sample, random) => otherSide(off(sample, random)) },
    'path spelled otherwise, line off': { noise: otherPath },
    'trivial line': { noise: plain, telling: false },
    'trivial line, line off': { noise: off, telling: false },
    'deleted line': { noise: plain, side: 'old' },
    'deleted line, line off': { noise: off, side: 'old' },
    'deleted line said to be new, line off': { noise: (sample, random) => otherSide(off(sample, random)), side: 'old' },
    'code invented': { noise: invented },
    'code of another file': { noise: ofAnotherFile },
  };

export function squeezed(text: string): string {
  return text.normalize('NFC').replace(/[\s\ufeff]+/g, '');
}

function plain(sample: Sample): NoisyCandidate {
  const text = sample.lines.map((line) => line.text.replace(/\r$/, '')).join('\n');
  const unchanged = sample.lines.every(({ kind }) => kind === 'context');
  const truth = unchanged ? { ...sample.range, side: 'new' as const } : sample.range;
  return { path: sample.file.path, range: sample.range, quote: text, truth, held: [squeezed(text)] };
}

function at(candidate: NoisyCandidate, startLine: number): NoisyCandidate {
  const length = candidate.range.endLine - candidate.range.startLine;
  return { ...candidate, range: { ...candidate.range, startLine, endLine: startLine + length } };
}

function shifted(candidate: NoisyCandidate, by: number, up: boolean): NoisyCandidate {
  return at(candidate, Math.max(1, candidate.range.startLine + (up && candidate.range.startLine > by ? -by : by)));
}

function quoted(change: (line: string) => string, base: Noise = plain): Noise {
  return quotedWhole((text) => text.split('\n').map(change).join('\n'), base);
}

function quotedWhole(change: (text: string) => string, base: Noise): Noise {
  return (sample, random) => {
    const candidate = base(sample, random);
    return candidate && { ...candidate, quote: change(candidate.quote) };
  };
}

function otherIndentation(text: string): string {
  return text.startsWith('\t') ? text.replace(/\t/g, '    ') : text.replace(/^ {2,4}/, '\t');
}

function signed(sample: Sample, random: Random): NoisyCandidate {
  const signs = { context: ' ', added: '+', removed: '-' };
  const quote = sample.lines.map(({ kind, text }) => signs[kind] + text).join('\n');
  return { ...off(sample, random)!, quote };
}

function numberedAsShown(sample: Sample, random: Random): NoisyCandidate {
  const signs = { context: ' ', added: '+', removed: '-' };
  const quote = sample.lines.map(({ kind, text, oldLine, newLine }) => {
    return `${kind === 'removed' ? oldLine : newLine}${signs[kind]}${text}`;
  });
  return { ...off(sample, random)!, quote: quote.join('\n') };
}

function cut(mark: string): Noise {
  return (sample, random) => {
    const candidate = off(sample, random)!;
    const keep = Math.ceil(candidate.quote.trimEnd().length * (0.5 + random(40) / 100));
    const part = candidate.quote.slice(0, keep);
    return part === candidate.quote ? null : { ...candidate, quote: part + mark, held: [squeezed(part)] };
  };
}

function middleLeftOut(sample: Sample, random: Random): NoisyCandidate {
  const candidate = off(sample, random)!;
  const [first = '', , third = ''] = candidate.quote.split('\n');
  return { ...candidate, quote: `${first}\n...\n${third}`, held: [squeezed(first), squeezed(third)] };
}

function misspelt(sample: Sample, random: Random): NoisyCandidate {
  const candidate = off(sample, random)!;
  let quote = candidate.quote;
  for (let times = 1 + random(2); times > 0; times -= 1) {
    const position = quote.search(/\S/) + random(quote.trim().length);
    quote = `${quote.slice(0, position)}\u00a7${quote.slice(position + 1)}`;
  }
  return { ...candidate, quote, held: [squeezed(quote)] };
}

function widened(sample: Sample, random: Random): NoisyCandidate {
  const candidate = plain(sample);
  const { side, startLine, endLine } = candidate.range;
  return { ...candidate, range: { side, startLine: Math.max(1, startLine - random(4)), endLine: endLine + random(8) } };
}

function otherSide(candidate: NoisyCandidate | null): NoisyCandidate | null {
  if (!candidate) return null;
  return { ...candidate, range: { ...candidate.range, side: candidate.range.side === 'new' ? 'old' : 'new' } };
}

function otherPath(sample: Sample, random: Random): NoisyCandidate {
  const candidate = off(sample, random)!;
  const spellings = [`/${candidate.path}`, `b/${candidate.path}`, `./${candidate.path}`, `/a/${candidate.path}`];
  return { ...candidate, path: spellings[random(spellings.length)]! };
}

/** Code that nobody wrote, made of the file's own words. */
function invented(sample: Sample, random: Random): NoisyCandidate {
  const candidate = off(sample, random)!;
  const words = candidate.quote.match(/[\p{L}_]{3,}/gu) ?? ['value'];
  const word = () => words[random(words.length)]!;
  const quote = `    const invented${random(1_000)} = await ${word()}.${word()}Unchecked(${word()}, ${random(90)});`;
  return { ...candidate, quote, truth: null, held: [squeezed(quote)] };
}

function ofAnotherFile(sample: Sample, random: Random): NoisyCandidate | null {
  const quote = sample.elsewhere[random(sample.elsewhere.length)];
  const shown = sample.file.hunks.flatMap(({ lines }) => lines.map(({ text }) => squeezed(text)));
  if (quote === undefined || !isTelling(quote) || shown.some((text) => text.includes(squeezed(quote)))) return null;
  return { ...off(sample, random)!, quote, truth: null, held: [squeezed(quote)] };
}
