import type { ChangedFile } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import type { LineSpan } from '../diff/line-span';
import type { Change } from '../scope/change';
import { fileOf } from '../triage/known-code';
import { gravestOf, type KnownFinding, stateOf } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import type { ThreadFacts } from './thread-operation';

/**
 * Where an earlier blocker is asked about whose lines are gone although its file is still part of the change: other words may do the same
 * harm, and only who reads them can tell. Undefined where code alone can say that it is over.
 */
export function askedAt(known: KnownFinding, change: Change): LineSpan | undefined {
  if (gravestOf(known) !== 'blocker' || known.saidMended || isOfTool(known) || stateOf(known) === 'resolved')
    return undefined;
  const file = fileOf(known, change);
  if (file === undefined || !change.scope.files.includes(file)) return undefined;
  // What other findings of a run say of it is not known before it.
  return lineStateOf(known, { change }) === 'gone' ? nearestLine(file, known.range?.startLine ?? 1) : undefined;
}

export type Mended =
  /** Nobody has to say so. */
  | { kind: 'byCode' }
  /** The critique says so, in these words; the lines are gone. */
  | { kind: 'said'; reason: string }
  /** Nobody has said so. */
  | { kind: 'unsaid' };

/** Whether a problem whose lines are gone is over: silence proves nothing about a blocker. */
export function mendedBy(known: KnownFinding, { change, reviewed, askedAgain }: ThreadFacts): Mended {
  if (change === null || askedAt(known, change) === undefined) return { kind: 'byCode' };
  const reason = reviewed.has(fileOf(known, change)?.path ?? '') ? askedAgain?.get(known.threadId) : undefined;
  return reason ? { kind: 'said', reason } : { kind: 'unsaid' };
}

/** What a tool reports, the tool takes back. */
export function isOfTool({ enforced, content }: KnownFinding): boolean {
  return enforced || /^Rule `/m.test(content);
}

/** The line of the change that is nearest to where the problem was; undefined where nothing is left of the file. */
function nearestLine({ hunks }: ChangedFile, number: number): LineSpan | undefined {
  const spans = hunks.map((hunk) => hunkSpan(hunk, 'new')).filter((span) => span.endLine >= span.startLine);
  const distance = ({ startLine, endLine }: LineSpan) => Math.max(0, startLine - number, number - endLine);
  const [nearest] = spans.sort((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return undefined;
  const line = Math.min(Math.max(number, nearest.startLine), nearest.endLine);
  return { startLine: line, endLine: line };
}
