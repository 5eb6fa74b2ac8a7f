/** What shows that a script or style sheet was written by a bundler, or null. */
export function minifiedSign(path: string, text: string): string | null {
  if (!/\.(?:js|mjs|cjs|css)$/i.test(path) || text.length < smallest) return null;
  const lines = text.trimEnd().split('\n');
  if (lines.some((line) => line.length > maxLineLength)) return `a line of more than ${maxLineLength} characters`;
  if (text.length / lines.length > maxMeanLength) return `lines of more than ${maxMeanLength} characters on average`;
  return lines.slice(-2).some((line) => /^\s*(?:\/\/|\/\*)[#@] ?sourceMappingURL=/.test(line)) ? 'source map' : null;
}

/** Below this an average says nothing. */
const smallest = 1_024;
/** GitHub's linguist draws the line at the same mean. */
const maxMeanLength = 110;
const maxLineLength = 5_000;
