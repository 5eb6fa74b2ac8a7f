import type { DiffLine } from '../prompt-reader';

/** One rule of thumb. It looks at one line and at most a few behind it; it knows nothing of the rest. */
export interface Rule {
  title: string;
  category: 'bug' | 'security' | 'performance' | 'error-handling' | 'maintainability' | 'testing';
  severity: 'blocker' | 'warning' | 'suggestion';
  /** Files it reads, by the end of their path; all when absent. */
  files?: RegExp;
  /** `removed`: what it looks for is a problem when it disappears. `both`: on either side. Default: added lines. */
  lines?: 'removed' | 'both';
  /** True when it is about comments, so that a match in a comment stands. */
  aboutComments?: boolean;
  /** How many lines, beginning with the first, show the problem; 0 when there is none. */
  match(lines: readonly DiffLine[]): number;
  body: string;
  /** The quoted line mended, where that is trivial. */
  mend?(text: string): string;
}

export const CODE = /\.(?:[cm]?[jt]sx?|cs|py|java|go|rb|php|kt|rs|cpp|c|h|sh|ps1|sql|vue|razor|cshtml|html?)$/i;
export const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|html?)$/i;
export const CSHARP = /\.cs$/i;
export const PYTHON = /\.py$/i;
export const JAVA = /\.(?:java|kt)$/i;
export const GO = /\.go$/i;
export const BRACES = /\.(?:[cm]?[jt]sx?|cs|java|kt|php|vue)$/i;

/** A rule about one line. */
export function seen(pattern: RegExp, unless?: RegExp): Rule['match'] {
  return ([line]) => (line && pattern.test(line.text) && !unless?.test(line.text) ? 1 : 0);
}

export function isComment(text: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*|<!--|--\s|#(?!include|define|if|endif|region|endregion|pragma|!))/.test(text);
}
