import { cutText } from '../../cut-text';
import type { LineRange } from '../../ports/code-host';
import type { LineSpan } from '../diff/line-span';
import type { Candidate } from '../prompt/candidate';
import type { Change } from '../scope/change';
import { holdsMark } from '../triage/code-mark';
import { fileOf } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import type { ReviewedIteration } from './memory';
import { askedAt, isOfTool } from './mended';
import { contentOf, shortHash } from './next-memory';
import type { Recollection } from './own-threads';

const MAX_TEXT_LENGTH = 1000;

/**
 * What the critique looks at once more: open findings whose lines are as they were, or only edited, in a file that is not, since a line
 * beside them may have settled them; and blockers whose lines are gone, since other words may do the same harm.
 */
export function askAgain(
  { known, memory: { reviewed } }: Pick<Recollection, 'known' | 'memory'>,
  change: Change,
): Candidate[] {
  if (reviewed === undefined) return [];
  return known.flatMap((one) => {
    const place = askedAt(one, change);
    if (place !== undefined) return goneCandidate(one, place, change);
    const isAsked = stateOf(one) === 'open' && !isLeftToPeople(one) && !isOfTool(one);
    return isAsked ? standingCandidate(one, change, reviewed) : [];
  });
}

/** There are no lines to quote: all that the file adds is to be looked at. */
function goneCandidate(known: KnownFinding, place: LineSpan, change: Change): Candidate[] {
  const path = fileOf(known, change)?.path ?? known.path;
  return [{ ...saidOf(known), path, range: { side: 'new', ...place }, quote: '', areLinesGone: true }];
}

function standingCandidate(known: KnownFinding, change: Change, { files }: ReviewedIteration): Candidate[] {
  const { range, path, mark } = known;
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
  const place = { side: range.side, startLine: now.startLine, endLine: now.endLine };
  return [{ ...saidOf(known), path, range: place, quote: linesOf(now).join('\n') }];
}

function saidOf({ threadId, category, severity, title, content }: KnownFinding) {
  const said = { category, severity, title, evidence: textOf(content), body: '', replacement: '' };
  return { id: `t${threadId}`, ...said, raisedIn: threadId };
}

/** What our comment says below its title, without its suggestion and without what is folded away. */
function textOf(content: string): string {
  const [, ...parts] = content.split('\n\n');
  const end = parts.findIndex((part) => /^(?:```|~~~|<details>)/.test(part));
  const text = parts.slice(0, end === -1 ? parts.length : end).join('\n\n');
  return cutText(text.replace(/\\(?=[^\w\s])/g, ''), MAX_TEXT_LENGTH);
}
