import { Minimatch, minimatch } from 'minimatch';
import { cutText } from '../../cut-text';
import { badInputs, type InputProblem } from '../../errors';

/** One line of a list of globs, brought to the form that minimatch reads. */
export interface Glob {
  input: string;
  /** 1-based line of the list. */
  line: number;
  /** As it was written, trimmed. */
  text: string;
  /** What minimatch gets: no `!`, no leading slash, `/` as separator. */
  pattern: string;
  /** Begins with `!`: takes back what an earlier line matched. */
  negated: boolean;
  /** Also matches everything below a folder that the pattern names. */
  coversFolders: boolean;
}

export interface GlobList {
  globs: readonly Glob[];
  /** How a line was read where that may surprise. */
  notes: readonly string[];
}

export const MAX_PATTERNS = 1_000;
export const MAX_PATTERN_LENGTH = 512;
/** All brace alternatives of a list together; keeps the worst list at seconds for the largest pull requests. */
export const MAX_ALTERNATIVES = 2_000;

const ALLOWED =
  `globs of at most ${MAX_PATTERN_LENGTH} characters, one per line; ` +
  `at most ${MAX_PATTERNS} lines and ${MAX_ALTERNATIVES} brace alternatives in all (docs/globs.md)`;

const MAX_BRACES = 1_000;

// The platform is fixed: on a Windows agent a backslash would otherwise become a separator.
const MATCH_OPTIONS = {
  dot: true,
  nocase: true,
  nonegate: true,
  nocomment: true,
  braceExpandMax: MAX_BRACES,
  platform: 'linux',
} as const;

/** Reads the lines of an input in gitignore's manner. Throws a bad-input error that names every line it cannot use. */
export function readGlobs(input: string, list: readonly string[]): GlobList {
  const globs: Glob[] = [];
  const notes: string[] = [];
  const problems: InputProblem[] = [];
  let alternatives = 0;
  for (const [index, text] of linesOf(list).entries()) {
    if (text === '' || text.startsWith('#')) continue;
    const glob = normalise(input, index + 1, text);
    const problem = problemOf(glob);
    if (problem) problems.push({ input, was: `line ${glob.line}: ${shown(text)} (${problem})`, allowed: ALLOWED });
    else alternatives += alternativesOf(glob.pattern);
    if (alternatives > MAX_ALTERNATIVES || globs.length >= MAX_PATTERNS) throw tooMany(input, glob);
    globs.push(glob);
    notes.push(...noteOf(glob));
  }
  if (problems.length > 0) throw badInputs(problems);
  return { globs, notes };
}

/** Globs that are ours and written for minimatch as they stand. */
export function ownGlobs(input: string, patterns: readonly string[]): readonly Glob[] {
  return patterns.map((pattern, index) => ({
    input,
    line: index + 1,
    text: pattern,
    pattern,
    negated: false,
    coversFolders: false,
  }));
}

/** True for a line with a comma that is neither an alternative in braces nor one of a set of characters. */
export function isListInOne({ text }: Glob): boolean {
  let rest = text.replace(/\\./gs, '');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\{[^{}]*\}|\[[^[\]]*\]/g, '');
  }
  return rest.includes(',');
}

/** Tests one NFC path; case counts for nothing, dotfiles are files like others. */
export function compileGlob(pattern: string): (path: string) => boolean {
  const compiled = new Minimatch(pattern, MATCH_OPTIONS);
  return (path) => compiled.match(path);
}

/** A list written on one line may be separated by semicolons, as branch policies are. */
function linesOf(list: readonly string[]): string[] {
  const lines = list.flatMap((entry) => entry.split(/\r\n|\n|\r/)).map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  const only = filled.length === 1 ? (filled[0] ?? '') : '';
  if (!only.includes(';') || only.startsWith('#')) return lines;
  return only.split(';').map((part) => part.trim());
}

function normalise(input: string, line: number, text: string): Glob {
  const negated = text.startsWith('!');
  const body = slashes(text.slice(negated ? 1 : 0).trim()).normalize('NFC');
  const bare = body.replace(/^(?:\.\/)+/, '');
  const anchored = bare.startsWith('/');
  const path = bare.replace(/^\/+/, '');
  const folder = path.endsWith('/');
  const name = path.replace(/\/{1,64}$/, '');
  const rooted = anchored || name.includes('/') || name === '' ? name : `**/${name}`;
  const pattern = folder && name !== '' ? `${rooted}/**` : rooted;
  return { input, line, text, pattern, negated, coversFolders: true };
}

/** A backslash before an ordinary character can only be a Windows separator; before a glob character it escapes. */
function slashes(text: string): string {
  return text.replace(/\\(.?)/gs, (both, next: string) =>
    next !== '' && '*?[]{}()!+@#\\'.includes(next) ? both : `/${next}`,
  );
}

function problemOf(glob: Glob): string | null {
  if (glob.pattern === '') return 'names no file';
  if (glob.text.length > MAX_PATTERN_LENGTH) return `${glob.text.length} characters`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a path never holds them, so the line is a mistake
  if (/[\u0000-\u001f]/.test(glob.text)) return 'holds a control character';
  try {
    if (alternativesOf(glob.pattern) > MAX_BRACES) return `its braces make more than ${MAX_BRACES} alternatives`;
    compileGlob(glob.pattern);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'is no glob';
  }
}

function alternativesOf(pattern: string): number {
  return minimatch.braceExpand(pattern, { braceExpandMax: MAX_BRACES + 1 }).length;
}

function tooMany(input: string, glob: Glob): Error {
  return badInputs([
    { input, was: `line ${glob.line}: ${shown(glob.text)} (the list is too long there)`, allowed: ALLOWED },
  ]);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${cutText(text, 80)}...` : text);
}

function noteOf(glob: Glob): string[] {
  const where = `${glob.input} line ${glob.line}, ${shown(glob.text)}`;
  if (/\w\\\*/.test(glob.text)) return [`${where}: \`\\*\` is the character itself; write \`/\` between folders.`];
  const windows = slashes(glob.text) !== glob.text;
  return windows ? [`${where}: backslashes were read as \`/\`.`] : [];
}
