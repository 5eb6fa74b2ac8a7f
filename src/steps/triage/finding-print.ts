import type { Change } from '../scope/change';
import { type CodePrint, printOf } from './code-print';
import { fileOf, sideLines } from './known-code';
import type { PlacedFinding } from './placed-finding';

/** The code of a finding's lines, wherever it stands later; of a finding without lines the whole file is meant. */
export function printOfFinding({ anchor, path }: PlacedFinding, change: Change): CodePrint | undefined {
  const file = fileOf({ path: anchor.kind === 'summary' ? path : anchor.path }, change);
  if (file === undefined) return undefined;
  if (anchor.kind !== 'lines') return `file ${file.newBlob}`;
  if (anchor.range.side === 'old')
    return printOf(anchor.text.split('\n'), file.path, { startLine: 1, endLine: Infinity });
  return printOf(sideLines(file, 'new', change), file.path, anchor.range);
}
