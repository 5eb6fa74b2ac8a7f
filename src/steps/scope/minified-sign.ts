/** Below this an average says nothing. */
const MIN_SIZE = 1_024;

/** GitHub's linguist draws the line at the same mean. */
const MAX_MEAN_LENGTH = 110;

const MAX_LINE_LENGTH = 5_000;

/** What shows that a script or style sheet was written by a bundler, or null. */
export function minifiedSign(path: string, text: string): string | null {
  if (!/\.(?:js|mjs|cjs|css)$/i.test(path) || text.length < MIN_SIZE) return null;
  const lines = text.trimEnd().split('\n');
  if (lines.some((line) => line.length > MAX_LINE_LENGTH)) return `a line of more than ${MAX_LINE_LENGTH} characters`;
  if (text.length / lines.length > MAX_MEAN_LENGTH)
    return `lines of more than ${MAX_MEAN_LENGTH} characters on average`;
  return lines.slice(-2).some((line) => /^\s*(?:\/\/|\/\*)[#@] ?sourceMappingURL=/.test(line)) ? 'source map' : null;
}
