import { countBelow } from '../../count-below';
import { madeOnce } from '../../made-once';
import type { ScanFile } from '../../ports/scanner';
import { type ByNeed, byNeed } from './by-need';
import type { SarifRegion } from './sarif-result';

const LINE_FEED = 0x0a;

/** The text of one side of a file, by lines. */
export interface LineTexts {
  bytes: Uint8Array;
  /** Without line ends. */
  lines: readonly string[];
}

export interface SideTexts {
  /** By path at the source commit. */
  after: ByNeed<LineTexts>;
  /** By path at the base commit. */
  before: ByNeed<LineTexts>;
}

/** Both sides of the changed files; a file is decoded when an alert names it. */
export function lineTextsOf(files: readonly ScanFile[]): SideTexts {
  const after = files.map((file) => [file.path, file.after] as const);
  const before = files.flatMap((file) => (file.before ? [[file.oldPath ?? file.path, file.before] as const] : []));
  return { after: byNeed(after, splitLines), before: byNeed(before, splitLines) };
}

/**
 * Lines that a region covers, 1-based and inclusive, cut to the lines that exist. Undefined for the whole file: without
 * a region, behind the end of the file, or with offsets where the content is not known.
 */
export function linesOfRegion(
  region: SarifRegion | undefined,
  texts: LineTexts | undefined,
): { startLine: number; endLine: number } | undefined {
  if (!region) return undefined;
  if (region.kind !== 'lines') return texts && linesOfOffsets(region, texts);
  const { startLine, endLine } = region;
  if (!texts) return { startLine, endLine };
  return startLine > texts.lines.length ? undefined : { startLine, endLine: Math.min(endLine, texts.lines.length) };
}

/** Where tools end a line, as Python does, that are not ended here. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const MORE_ENDS = /[\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;

/** The same lines for a tool that ends lines at more signs; undefined where it counts as we do. */
export function linesOtherwise(
  region: SarifRegion | undefined,
  texts: LineTexts | undefined,
): { startLine: number; endLine: number } | undefined {
  if (region?.kind !== 'lines' || texts === undefined) return undefined;
  const ends = otherEndsOf(texts);
  const lineOf = (number: number) => Math.min(countBelow(ends, number) + 1, texts.lines.length);
  return ends.length === 0 ? undefined : { startLine: lineOf(region.startLine), endLine: lineOf(region.endLine) };
}

/** What each line's end counts as there; empty where that is its own number. */
const otherEndsOf = madeOnce(({ lines }: LineTexts): readonly number[] => {
  let count = 0;
  const ends = lines.map((line) => {
    count += 1 + (line.match(MORE_ENDS)?.length ?? 0);
    return count;
  });
  return count === lines.length ? [] : ends;
});

export function splitLines(bytes: Uint8Array): LineTexts {
  const text = new TextDecoder('utf-8').decode(bytes);
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return { bytes, lines };
}

function linesOfOffsets(region: Exclude<SarifRegion, { kind: 'lines' }>, texts: LineTexts) {
  const start = lineAt(region, region.offset, texts);
  if (start === undefined) return undefined;
  // The end is exclusive; an empty region stands where it starts.
  const end = lineAt(region, region.offset + Math.max(0, region.length - 1), texts);
  return { startLine: start, endLine: Math.max(start, end ?? texts.lines.length) };
}

/** The line that holds a 0-based offset; undefined behind the end of the file. */
function lineAt(region: Exclude<SarifRegion, { kind: 'lines' }>, offset: number, texts: LineTexts): number | undefined {
  const { ends, length } = endsOf(texts)[region.kind === 'bytes' ? 'bytes' : region.unit];
  return offset > length ? undefined : Math.min(countBelow(ends, offset) + 1, texts.lines.length);
}

/** Where the line feeds of a file stand, counted in one unit, and how long it is. */
interface Ends {
  ends: readonly number[];
  length: number;
}

/** Walked through once, however many results name an offset. */
const endsOf = madeOnce(({ bytes }: LineTexts): Record<'bytes' | 'utf16' | 'codePoints', Ends> => {
  const text = new TextDecoder('utf-8').decode(bytes);
  const ends = { bytes: [] as number[], utf16: [] as number[], codePoints: [] as number[] };
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) ends.bytes.push(at);
  let points = 0;
  for (let at = 0; at < text.length; at += 1, points += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code === LINE_FEED) ends.utf16.push(at);
    if (code === LINE_FEED) ends.codePoints.push(points);
    if (code > 0xffff) at += 1;
  }
  return {
    bytes: { ends: ends.bytes, length: bytes.length },
    utf16: { ends: ends.utf16, length: text.length },
    codePoints: { ends: ends.codePoints, length: points },
  };
});
