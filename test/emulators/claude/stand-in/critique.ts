import type { DiffFile, DiffLine, ListedAlert, ListedCandidate } from '../prompt-reader';
import { isComment } from './rule';
import { rulesAt, windowFrom } from './sweep';

const TEST_PATH =
  /(?:^|\/)(?:tests?|__tests__|specs?|testdata|fixtures)\/|[._-](?:tests?|spec)\.\w+$|Tests?\.(?:cs|java|kt)$|(?:^|\/)test_[^/]*\.py$/i;

export interface CheckedCandidate {
  id: string;
  reason: string;
  decision: 'confirm' | 'rescind';
  severity: string;
}

/** Rescinds what does not hold up by the diff alone; everything else stands. */
export function checkCandidate(candidate: ListedCandidate, files: readonly DiffFile[]): CheckedCandidate {
  const { id, severity } = candidate;
  const refuted = refutation(candidate, files);
  if (refuted) return { id, reason: refuted, decision: 'rescind', severity };
  return {
    id,
    reason: `The quoted text stands at line ${candidate.startLine}, and nothing around it prevents the harm.`,
    decision: 'confirm',
    severity,
  };
}

export function checkAlert({ id, path }: ListedAlert): { id: string; reason: string; decision: 'confirm' | 'dismiss' } {
  if (TEST_PATH.test(path))
    return { id, reason: `\`${path}\` is a test; what it does reaches nobody.`, decision: 'dismiss' };
  return { id, reason: 'No line of the diff shows that it does not apply here.', decision: 'confirm' };
}

function refutation(candidate: ListedCandidate, files: readonly DiffFile[]): string | undefined {
  const file = files.find(({ path }) => path === candidate.path);
  if (!file) return `not there: \`${candidate.path}\` is not in the diff.`;
  const line = quotedLine(candidate, file);
  if (!line) return 'not there: the quoted text is not in the diff of this file.';
  if (TEST_PATH.test(file.path)) return `no harm: \`${file.path}\` is a test; the line never runs in production.`;
  const rules = rulesAt(file, line).map(({ rule }) => rule);
  const about = rules.find(({ title }) => title === candidate.title) ?? rules[0];
  if (line.change === 'removed' && about?.lines !== 'removed') {
    return `not from this change: line ${line.number} of the old file is removed by it.`;
  }
  if (isComment(line.text) && !about?.aboutComments) return `no harm: line ${line.number} is a comment and is not run.`;
  const quoted = windowFrom(file, line).slice(0, candidate.endLine - candidate.startLine + 1);
  const untouched = quoted.every(({ change }) => change === 'unchanged');
  return untouched ? `not from this change: line ${line.number} is as it was before.` : undefined;
}

/** Where the first quoted line stands: at the stated number if possible, in the new file before the old one. */
function quotedLine(candidate: ListedCandidate, file: DiffFile): DiffLine | undefined {
  const first = candidate.quote
    .split('\n')
    .find((text) => text.trim() !== '')
    ?.trim();
  const same = file.lines.filter(({ text }) => text.trim() === first);
  const rank = (line: DiffLine) => (line.number === candidate.startLine ? 0 : 2) + (line.side === 'new' ? 0 : 1);
  return same.sort((a, b) => rank(a) - rank(b))[0];
}
