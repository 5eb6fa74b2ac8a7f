import { type LeadingLine, leadingLines, MAX_OF_FILE } from '../alerts/line-directives';
import type { ChangedFile } from '../diff/changed-file';
import { createReadings, READINGS, type Reading } from '../diff/every-reading';
import { createSeeker, type Effort } from './seek-in-text';
import type { Sought } from './sought-lines';

/** What is asked of a file of which git shows no lines: its content comes in pieces, and nothing of it is kept. */
export interface UnshownReader {
  add(piece: Uint8Array): void;
  end(): UnshownFile;
}

export interface UnshownFile {
  /** Of the lines that are sought, by `soughtBy`. */
  found: ReadonlySet<string>;
  /** Those by which a compiler calls what follows them lines of another place. */
  leading: readonly LeadingLine[];
  bytes: number;
}

/** Letters that are looked through for directives at a time. */
const PART = 65_536;

export function createUnshownReader(path: string, sought: readonly Sought[], effort: Effort): UnshownReader {
  const seekers = new Map(READINGS.map((reading) => [reading, createSeeker(path, sought, effort)] as const));
  const leading: LeadingLine[] = [];
  let [rest, line, bytes] = ['', 1, 0];
  function lookForLeads(text: string): void {
    if (leading.length < MAX_OF_FILE) leading.push(...leadingLines(path, text, line));
    line += text.split('\n').length - 1;
  }
  function hear(reading: Reading, text: string): void {
    seekers.get(reading)?.add(text);
    if (reading !== 'plain') return;
    rest += text;
    if (rest.length < PART) return;
    const end = rest.lastIndexOf('\n') + 1 || rest.length;
    lookForLeads(rest.slice(0, end));
    rest = rest.slice(end);
  }
  const readings = createReadings(hear);
  return {
    add(piece) {
      bytes += piece.length;
      readings.add(piece);
    },
    end() {
      readings.end();
      lookForLeads(rest);
      const all = [...seekers.values()];
      for (const seeker of all) seeker.end();
      const found = new Set(all.flatMap((seeker) => [...seeker.found]));
      return { found, leading, bytes };
    },
  };
}

/** As if it had no other lines. */
export function ledFile(file: ChangedFile, leading: readonly LeadingLine[]): ChangedFile {
  const { unreadable: _, ...rest } = file;
  const lines = leading.map(({ number, text }) => ({ kind: 'added' as const, oldLine: null, newLine: number, text }));
  const last = leading.at(-1)?.number ?? 0;
  return { ...rest, added: lines.length, hunks: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: last, lines }] };
}
