import type { ScanFile } from '../../ports/scanner';
import { type ByNeed, byNeed } from './by-need';
import type { SarifRegion } from './sarif-result';

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
  const head = headOf(region, offset, texts.bytes);
  if (head === undefined) return undefined;
  return Math.min(head.split('\n').length, texts.lines.length);
}

/** The text before an offset. */
function headOf(
  region: Exclude<SarifRegion, { kind: 'lines' }>,
  offset: number,
  bytes: Uint8Array,
): string | undefined {
  if (region.kind === 'bytes')
    return offset > bytes.length ? undefined : new TextDecoder('latin1').decode(bytes.subarray(0, offset));
  const text = new TextDecoder('utf-8').decode(bytes);
  if (region.unit === 'utf16') return offset > text.length ? undefined : text.slice(0, offset);
  const points = [...text.slice(0, offset * 2)];
  return offset > points.length ? undefined : points.slice(0, offset).join('');
}
