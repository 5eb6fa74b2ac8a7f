import { cutText } from '../../../cut-text';
import type { OutlineEntry } from '../../../ports/outliner';

/** An entry while its end is still unknown; rows are 0-based. */
export interface Draft {
  kind: string;
  name: string;
  signature: string;
  row: number;
  headerEndRow: number;
  endRow: number;
  depth: number;
}

export function draft(kind: string, name: string, signature: string, row: number, depth: number): Draft {
  return { kind, name, signature: tidySignature(signature), row, headerEndRow: row, endRow: row, depth };
}

export function entryOf({ kind, name, signature, row, headerEndRow, endRow, depth }: Draft): OutlineEntry {
  const end = Math.max(row, headerEndRow, endRow);
  return { kind, name, signature, startLine: row + 1, endLine: end + 1, headerEndLine: headerEndRow + 1, depth };
}

/** One line; literals whose content was blanked become an ellipsis in quotes. */
export function tidySignature(text: string): string {
  return cutText(
    cutText(text, 1500)
      .replace(/(["'`])[ \t]+\1/g, '"…"')
      .replace(/\s+/g, ' ')
      .replace(/\( /g, '(')
      .replace(/ \)/g, ')')
      .replace(/(?:[\s{;,:]|=>?){1,40}$/, '')
      .trim(),
    600,
  );
}

/** Change of bracket depth over a row of blanked text. */
export function balance(row: string, open: string, close: string): number {
  let depth = 0;
  for (const character of row) {
    if (open.includes(character)) depth++;
    else if (close.includes(character)) depth--;
  }
  return depth;
}

/** Row in which the bracket closes that opens first at or after a row; the row itself when none opens there. */
export function closingRow(rows: readonly string[], from: number, open = '{', close = '}'): number {
  let depth = 0;
  for (let row = from; row < rows.length; row++) {
    for (const character of rows[row] ?? '') {
      if (open.includes(character)) depth++;
      else if (close.includes(character) && --depth === 0) return row;
    }
    if (depth <= 0 && row > from + 40) return from;
  }
  return depth > 0 ? rows.length - 1 : from;
}
