/** Text to parse, and where its lines stand in the diff. */
export interface SourceText {
  text: string;
  /** Lines as git counts them: by line feeds alone. */
  lines: number;
  /** Whether every row of `text` is a line of the diff. */
  rowsAreLines: boolean;
  /** 1-based line of the diff for a 0-based row of `text`. */
  line(row: number): number;
}

/**
 * Bytes of a file as text, or null for what is not text.
 * Bare carriage returns become line feeds, because grammars do not know them as line ends; the diff does not
 * count them, so rows are mapped back.
 */
export function sourceText(content: Uint8Array): SourceText | null {
  const text = decoded(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  if (text === null) return null;
  const lines = lineCount(text);
  const parts = text.includes('\r') ? text.split(/\r(?!\n)/) : [text];
  if (parts.length === 1) return { text, lines, rowsAreLines: true, line: (row) => row + 1 };
  const line = linesOfRows(parts);
  const lineOf = (row: number) => line[Math.min(row, line.length - 1)] ?? lines;
  return { text: parts.join('\n'), lines, rowsAreLines: false, line: lineOf };
}

function linesOfRows(parts: readonly string[]): number[] {
  const line: number[] = [];
  let current = 1;
  for (const part of parts) {
    line.push(current);
    for (let at = part.indexOf('\n'); at !== -1; at = part.indexOf('\n', at + 1)) line.push(++current);
  }
  return line;
}

function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return text === '' || text.endsWith('\n') ? lines : lines + 1;
}

function decoded(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapped(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  const { even, odd } = zeros(bytes.subarray(0, 8000));
  if (even + odd === 0) return bytes.toString('utf8');
  // Without a mark, UTF-16 shows by zeros on one side only; zeros on both are a binary file.
  const half = Math.min(bytes.length, 8000) / 2;
  if (odd > half * 0.4 && even < half * 0.05) return bytes.toString('utf16le');
  if (even > half * 0.4 && odd < half * 0.05) return swapped(bytes);
  return null;
}

function swapped(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');
}

function zeros(bytes: Buffer): { even: number; odd: number } {
  const counts = { even: 0, odd: 0 };
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) counts[at % 2 === 0 ? 'even' : 'odd']++;
  return counts;
}
