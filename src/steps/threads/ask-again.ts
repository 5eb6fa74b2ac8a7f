import { cutText } from '../../cut-text';
import type { LineRange } from '../../ports/code-host';
import type { Candidate } from '../prompt/candidate';
import type { Change } from '../scope/change';
import { holdsMark } from '../triage/code-mark';
import { fileOf } from '../triage/known-code';
import { editOf } from '../triage/known-edit';
import { gravestOf, isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import { isAsReviewed } from './as-reviewed';
import { goneListed } from './listed-places';
import type { ReviewedIteration } from './memory';
import { type AskedAt, askedAt, isOfTool } from './mended';
import type { Recollection } from './own-threads';

const MAX_TEXT_LENGTH = 1000;

/**
 * What the critique looks at once more: findings whose lines are as they were, or only edited, in a file that is not, since a line beside
 * them may have settled them, or settles them no longer; and blockers whose lines are gone, since other words may do the same harm.
 */
export function askAgain(past: Pick<Recollection, 'known' | 'memory'>, change: Change): Candidate[] {
  const { known, memory } = past;
  const { reviewed } = memory;
  if (reviewed === undefined) return [];
  const threads = known.flatMap((one) => {
    const place = askedAt(one, { change, memory });
    if (place !== undefined) return goneCandidate(saidOf(one), place);
    return isAskedWhereItStands(one) ? standingCandidate(one, change, reviewed) : [];
  });
  const listed = goneListed(past, change).map(({ name, one: { category, severity, title }, place }, index) => {
    const said = { category, severity, title, evidence: '', body: '', replacement: '' };
    return goneCandidate({ ...said, id: `l${index + 1}`, raisedIn: name }, place);
  });
  return [...threads, ...listed];
}

/** What is over may be back, or what settled it be taken away. */
function isAskedWhereItStands(known: KnownFinding): boolean {
  if (isOfTool(known)) return false;
  const isOver = stateOf(known) === 'resolved';
  return isOver ? known.settledWith !== undefined || gravestOf(known) === 'blocker' : isOpen(known);
}

function isOpen(known: KnownFinding): boolean {
  return stateOf(known) === 'open' && !isLeftToPeople(known);
}

/** There are no lines to quote: all that the change adds is to be looked at. */
function goneCandidate(said: Said, { file, line }: AskedAt): Candidate {
  return { ...said, path: file.path, range: { side: 'new', ...line }, quote: '', areLinesGone: true };
}

function standingCandidate(known: KnownFinding, change: Change, reviewed: ReviewedIteration): Candidate[] {
  const { range, path, mark } = known;
  const file = fileOf(known, change);
  if (file?.path !== path || range?.side !== 'new' || mark === '' || isAsReviewed(file, reviewed)) return [];
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

type Said = Omit<Candidate, 'path' | 'range' | 'quote'>;

function saidOf({ threadId, category, severity, title, content }: KnownFinding): Said {
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
