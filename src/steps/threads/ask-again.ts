import { cutText } from '../../cut-text';
import type { LineRange } from '../../ports/code-host';
import type { Candidate } from '../prompt/candidate';
import type { Change } from '../scope/change';
import { holdsMark } from '../triage/code-mark';
import { fileOf } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import type { ReviewedIteration } from './memory';
import { contentOf, shortHash } from './next-memory';
import type { Recollection } from './own-threads';

const MAX_TEXT_LENGTH = 1000;

/**
 * Open findings whose lines are as they were, or only edited, in a file that is not: a line beside them may have settled them. The critique
 * looks at them once more; without them a problem that a guard has fixed would stay open for ever.
 */
export function askAgain(
  { known, memory: { reviewed } }: Pick<Recollection, 'known' | 'memory'>,
  change: Change,
): Candidate[] {
  if (reviewed === undefined) return [];
  return known
    .filter((one) => stateOf(one) === 'open' && !isLeftToPeople(one) && !isOfTool(one))
    .flatMap((one) => candidateOf(one, change, reviewed));
}

/** What a tool reports, the tool takes back. */
function isOfTool({ enforced, content }: KnownFinding): boolean {
  return enforced || /^Rule `/m.test(content);
}

function candidateOf(known: KnownFinding, change: Change, { files }: ReviewedIteration): Candidate[] {
  const { threadId, range, path, category, severity, title, content, mark } = known;
  const file = fileOf(known, change);
  if (file?.path !== path || range?.side !== 'new' || mark === '') return [];
  if (files[shortHash(path)] === contentOf(file.oldBlob, file.newBlob)) return [];
  const text = Buffer.from(change.contents.get(file.newBlob) ?? [])
    .toString('utf8')
    .split('\n');
  const linesOf = ({ startLine, endLine }: Pick<LineRange, 'startLine' | 'endLine'>) =>
    text.slice(startLine - 1, endLine);
  const now = holdsMark(linesOf(range), mark) ? range : editOf(known, change);
  if (now === undefined) return [];
  const place = { path, range: { side: range.side, startLine: now.startLine, endLine: now.endLine } };
  const said = { category, severity, title, evidence: textOf(content), body: '', replacement: '' };
  return [{ id: `t${threadId}`, ...place, quote: linesOf(now).join('\n'), ...said, raisedIn: threadId }];
}

/** What our comment says below its title, without its suggestion and without what is folded away. */
function textOf(content: string): string {
  const [, ...parts] = content.split('\n\n');
  const end = parts.findIndex((part) => /^(?:```|~~~|<details>)/.test(part));
  const text = parts.slice(0, end === -1 ? parts.length : end).join('\n\n');
  return cutText(text.replace(/\\(?=[^\w\s])/g, ''), MAX_TEXT_LENGTH);
}
