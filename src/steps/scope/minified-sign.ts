import { percentText } from '../../percent-text';
import { lengthWithoutRuns } from '../diff/data-runs';

/** Below this, lines say nothing. */
const MIN_SIZE = 1_024;
/** No person writes lines of this length, data aside. */
const LONG_LINE = 200;
const MIN_SHARE = 0.5;
const COMMENT = /^\s*(?:\/\/|\/?\*|$)/;

export function isScriptOrStyle(path: string): boolean {
  return /\.(?:js|mjs|cjs|css)$/i.test(path);
}

/**
 * What shows that a script or style sheet was written by a bundler, or null. The share of long lines decides, never one of
 * them: a picture as text in a line is no bundle.
 */
export function minifiedSign(text: string): string | null {
  if (text.length < MIN_SIZE) return null;
  const lines = text.trimEnd().split('\n');
  if (lines.slice(-2).some((line) => /^\s*(?:\/\/|\/\*)[#@] ?sourceMappingURL=/.test(line))) return 'source map';
  const code = lines.filter((line) => !COMMENT.test(line));
  const long = code.filter((line) => line.length > LONG_LINE && lengthWithoutRuns(line) > LONG_LINE);
  const share = long.length / Math.max(1, code.length);
  return share >= MIN_SHARE ? `${percentText(share)} of its lines are longer than ${LONG_LINE} characters` : null;
}
