import { madeOnce, madeOnceFor } from '../../made-once';
import { sha256 } from '../../sha256';
import type { Anchor, LineAnchor } from '../anchors/anchor';
import type { Finding } from '../findings/finding';
import { type CodeMark, markOf, normalised } from './code-mark';
import { type Gist, gistOf, isLongGist } from './gist';
import { isWord, tokensOf } from './gist-tokens';
import { type SideText, sameBefore } from './side-text';

export interface Fingerprint {
  fingerprint: string;
  twin: string;
  mark: CodeMark;
  gist: Gist;
}

/**
 * Identity of a finding from its place in the code, never from the model's words: path, side, category, first telling line
 * without white space, and which of several equal lines it is. `side` is the file's content on the anchor's side.
 */
export function fingerprintOf(finding: Finding, anchor: Anchor, side: SideText): Fingerprint {
  if (anchor.kind !== 'lines') {
    const place = [anchor.kind, finding.category, normalised(finding.rule ?? finding.quote)];
    const gist = anchor.kind === 'file' ? gistOfFile(side, finding.path) : '';
    return { fingerprint: hash([finding.path, ...place]), twin: hash(place), mark: '', gist };
  }
  const line = tellingLine(anchor.text);
  const occurrence = sameBefore(line, side, anchor.range.startLine);
  const place = [anchor.range.side, finding.category, line, String(occurrence)];
  return {
    fingerprint: hash([anchor.path, ...place]),
    twin: hash(place),
    ...lookOfLines(anchor),
  };
}

/** Many results may stand at the same place. */
const lookOfLines = madeOnce(
  ({ text, path }: LineAnchor): Pick<Fingerprint, 'mark' | 'gist'> => ({
    mark: markOf(text),
    gist: gistOf(text, path),
  }),
);

/** Of a whole file it tells where its code went, and for that it must not be like other code by chance. */
const MIN_WORDS = 8;
const MAX_LENGTH = 400;

/** Of its most telling line, or of how it begins where its lines are short. */
const gistOfFile = madeOnceFor((side: SideText, path): Gist => {
  const gists = [tellingCode(side, path), side.text].map((text) => gistOf(text, path));
  return gists.find((gist) => isLongGist(gist, MIN_WORDS)) ?? '';
});

/** The line with the most signs: of comments and of texts that people read there are few. */
function tellingCode({ text }: SideText, path: string): string {
  const lines = text.split('\n').map((line, at) => ({ number: at + 1, text: line.length <= MAX_LENGTH ? line : '' }));
  const signs = new Map<number, number>();
  const { kinds, kindAt, numberAt } = tokensOf(lines, path);
  const weights = kinds.map(({ hash }) => (isWord(hash) ? 0.01 : 1));
  for (const [at, number] of numberAt.entries())
    signs.set(number, (signs.get(number) ?? 0) + (weights[kindAt[at] ?? 0] ?? 0));
  const most = [...signs].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0]);
  return lines[most[0] - 1]?.text ?? '';
}

/** The first line that is more than a bracket; the first one where there is none. */
function tellingLine(text: string): string {
  const lines = text.split('\n').map(normalised);
  return lines.find((line) => line.length > 2) ?? lines.find((line) => line !== '') ?? '';
}

function hash(parts: readonly string[]): string {
  return sha256(parts.join('\u0000'));
}
