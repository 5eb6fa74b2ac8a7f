import type { DiffFile, DiffLine } from '../prompt-reader';
import type { Rule } from './rule';
import { RULES } from './rules';

const WINDOW = 8;

/** A candidate of the answer schema, without its id. */
export interface SweptCandidate {
  path: string;
  side: 'new' | 'old';
  startLine: number;
  endLine: number;
  quote: string;
  evidence: string;
  category: Rule['category'];
  severity: Rule['severity'];
  title: string;
  body: string;
  replacement: string;
}

/** What the rules of thumb see in one file. Recall counts here: comments and tests are left to the critique. */
export function sweepFile(file: DiffFile): SweptCandidate[] {
  const found: SweptCandidate[] = [];
  for (const line of file.lines) {
    if (line.change === 'unchanged') continue;
    for (const { rule, length } of rulesAt(file, line)) found.push(candidate(file, line, rule, length));
  }
  return found;
}

/** The rules that match on a changed line, each with the number of lines that show it. */
export function rulesAt(file: DiffFile, line: DiffLine): { rule: Rule; length: number }[] {
  const window = windowFrom(file, line);
  return RULES.filter((rule) => reads(rule, file, line))
    .map((rule) => ({ rule, length: rule.match(window) }))
    .filter(({ length }) => length > 0);
}

/** That line and those behind it on the same side, as far as their numbers follow each other. */
export function windowFrom(file: DiffFile, line: DiffLine): DiffLine[] {
  const side = file.lines.filter((other) => other.side === line.side);
  const start = side.indexOf(line);
  return side.slice(start, start + WINDOW).filter(({ number }, offset) => number === line.number + offset);
}

function reads(rule: Rule, file: DiffFile, line: DiffLine): boolean {
  if (rule.files && !rule.files.test(file.path)) return false;
  if (rule.lines === 'both') return true;
  if (rule.lines !== 'removed') return line.change === 'added';
  const cameBack = file.lines.some(({ change, text }) => change === 'added' && text.trim() === line.text.trim());
  return line.change === 'removed' && !cameBack;
}

function candidate(file: DiffFile, line: DiffLine, rule: Rule, length: number): SweptCandidate {
  const quoted = windowFrom(file, line).slice(0, length);
  const mended = length === 1 ? (rule.mend?.(line.text) ?? '') : '';
  const endLine = quoted.at(-1)?.number ?? line.number;
  return {
    path: file.path,
    side: line.side,
    startLine: line.number,
    endLine,
    quote: quoted.map(({ text }) => text).join('\n'),
    evidence: `${line.change === 'removed' ? 'Removed line' : 'Line'} ${line.number}: \`${line.text.trim()}\``,
    category: rule.category,
    severity: rule.severity,
    title: rule.title,
    body: rule.body,
    replacement: mended === line.text ? '' : mended,
  };
}
