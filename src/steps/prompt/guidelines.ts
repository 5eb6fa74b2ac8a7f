import { visibleLine } from '../diff/visible';
import { ownGlobs } from '../scope/glob';
import { globSet } from '../scope/glob-set';

/** One file of the customer's guidance, as it stands at the tip of the target branch. */
export interface GuidelineFile {
  path: string;
  text: string;
}

export interface Guidelines {
  /** What goes into the prompt; empty if nothing applies. */
  text: string;
  /** Paths of the files that it was taken from. */
  files: string[];
  /** What was left out, and why. */
  notes: string[];
}

/** UTF-16 units of guidance in all; it is sent with every chunk. */
export const MAX_GUIDELINES_LENGTH = 20_000;

/** Files of these names speak, wherever they stand, for the folder they stand in. */
const FOLDER_FILES = /(^|\/)(AGENTS|CLAUDE|REVIEW)\.md$/i;

/**
 * The parts of the guidance that speak of the changed files. A heading that holds globs in backticks, like
 * "## Migrations `db/**`, `*.sql`", limits its section to them, down to the next heading of its level; a file
 * AGENTS.md, CLAUDE.md or REVIEW.md in a folder speaks for that folder alone; all else applies to every file.
 */
export function selectGuidelines(files: readonly GuidelineFile[], changedPaths: readonly string[]): Guidelines {
  const found: Guidelines = { text: '', files: [], notes: [] };
  for (const { path, text } of files) {
    const folder = FOLDER_FILES.test(path) ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    const paths = changedPaths.filter((changed) => changed.startsWith(folder));
    const kept = paths.length === 0 ? '' : keptSections(text, paths);
    if (kept === '') continue;
    const section = `==== guidelines: ${visibleLine(path)}\n${kept}\n`;
    const shown = wholeLines(section, MAX_GUIDELINES_LENGTH - found.text.length);
    if (shown !== section) found.notes.push(`Guidelines were cut at ${MAX_GUIDELINES_LENGTH} characters in ${path}.`);
    if (shown === '') continue;
    found.text += shown;
    found.files.push(path);
  }
  return found;
}

interface Section {
  level: number;
  /** Globs of the heading; empty for a section that applies to all. */
  globs: string[];
  lines: string[];
}

function keptSections(text: string, paths: readonly string[]): string {
  const kept: (readonly string[])[] = [];
  let skippedLevel = Number.POSITIVE_INFINITY;
  for (const { level, globs, lines } of sectionsOf(text)) {
    if (level > skippedLevel) continue;
    const applies = globs.length === 0 || anyMatches(globs, paths);
    skippedLevel = applies ? Number.POSITIVE_INFINITY : level;
    if (applies) kept.push(lines);
  }
  return kept.flat().join('\n').trim();
}

/** Headings within fenced code are text. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ level: 0, globs: [], lines: [] }];
  let fence = '';
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const mark = /^\s*(```|~~~)/.exec(line)?.[1] ?? '';
    if (mark !== '') fence = fence === '' ? mark : fence === mark ? '' : fence;
    const heading = fence === '' ? /^(#{1,6})\s+(.*)$/.exec(line) : null;
    if (heading) sections.push({ level: heading[1]?.length ?? 1, globs: globsOf(heading[2] ?? ''), lines: [] });
    sections.at(-1)?.lines.push(visibleLine(line));
  }
  return sections;
}

/** Backticked words of a heading that look like paths; `retry()` does not. */
function globsOf(heading: string): string[] {
  return [...heading.matchAll(/`([^`\s]{1,200})`/g)]
    .map(([, glob]) => (glob ?? '').replace(/^\.?\//, ''))
    .filter((glob) => /[*/.]/.test(glob) && !/[(){}<>;]/.test(glob));
}

function anyMatches(globs: readonly string[], paths: readonly string[]): boolean {
  const everywhere = globs.map((glob) => (glob.includes('/') ? glob.replace(/\/$/, '/**') : `**/${glob}`));
  const matching = globSet(ownGlobs('guidelines', everywhere));
  return paths.some((path) => matching(path).length > 0);
}

function wholeLines(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, text.lastIndexOf('\n', length - 1) + 1);
}
