import type { ChangedFile } from '../diff/changed-file';
import { hunkSpan } from '../diff/hunk-span';
import type { LineSpan } from '../diff/line-span';
import type { Change } from '../scope/change';
import { addedTokens } from '../triage/added-tokens';
import { sharedWords } from '../triage/gist-edit';
import { fileOf } from '../triage/known-code';
import { gravestOf, type KnownFinding, stateOf } from '../triage/known-finding';
import { lineStateOf } from '../triage/line-state';
import { isAsReviewed } from './as-reviewed';
import type { ReviewedIteration } from './memory';

/** Where a blocker is asked about whose lines are gone. */
export interface AskedAt {
  file: ChangedFile;
  line: LineSpan;
}

/** What an earlier review saw, and what a later one was asked. */
export interface AskedFacts {
  change: Change | null;
  memory?: { reviewed?: ReviewedIteration };
  /** Paths whose review is complete: only there an answer means something. */
  reviewed: ReadonlySet<string>;
  /** True where blockers were told under another target than there is now. */
  isRetargeted?: boolean;
  /** What the critique was asked about once more, by `raisedIn`: why what changed settles it, or null. */
  askedAgain?: ReadonlyMap<number | string, string | null>;
}

/** Why it counts on. */
export const UNSAID = 'its lines are gone, and no review has said that the problem is';

/** Against another branch other lines are new, and the old ones may only be out of sight. */
export const OTHER_TARGET =
  'its lines are gone, and the target is another branch than the one under which it was found';

export type Mended =
  /** Nobody has to say so. */
  | { kind: 'byCode' }
  /** The critique says so, in these words; the lines are gone. */
  | { kind: 'said'; reason: string }
  /** Nobody has said so, or can. */
  | { kind: 'unsaid'; why: string };

/**
 * Where an earlier blocker is asked about whose lines are gone: other words may do the same harm, here or elsewhere, and only who reads
 * them can tell. Undefined where code alone can say that it is over.
 */
export function askedAt(known: KnownFinding, { change, memory }: Pick<AskedFacts, 'change' | 'memory'>) {
  if (change === null || gravestOf(known) !== 'blocker' || known.path === '') return undefined;
  if (known.saidMended || isOfTool(known) || stateOf(known) === 'resolved') return undefined;
  // What other findings of a run say of it is not known before it.
  return lineStateOf(known, { change }) === 'gone' ? placeOfQuestion(known, change, memory?.reviewed) : undefined;
}

/** In its own file, else in the file of those changed since that holds most of its words; undefined where nothing took its place. */
export function placeOfQuestion(
  { path, gist, range }: Pick<KnownFinding, 'path' | 'gist'> & Partial<Pick<KnownFinding, 'range'>>,
  change: Change,
  reviewed: ReviewedIteration | undefined,
): AskedAt | undefined {
  const own = fileOf({ path }, change);
  const line = own && change.scope.files.includes(own) ? nearestLine(own, range?.startLine ?? 1) : undefined;
  if (own && line) return { file: own, line };
  let best: (AskedAt & { shared: number }) | undefined;
  for (const file of change.scope.files) {
    const first = file === own || isAsReviewed(file, reviewed) ? undefined : nearestLine(file, 1);
    const shared = first === undefined ? 0 : sharedWords(addedTokens(file), gist);
    if (first && shared > (best?.shared ?? -1)) best = { file, line: first, shared };
  }
  return best && { file: best.file, line: best.line };
}

/** Whether a problem whose lines are gone is over: silence proves nothing about a blocker. */
export function mendedBy(known: KnownFinding, facts: AskedFacts): Mended {
  const isBlocker = gravestOf(known) === 'blocker' && known.path !== '' && !isOfTool(known);
  if (facts.isRetargeted && isBlocker && !known.saidMended) return { kind: 'unsaid', why: OTHER_TARGET };
  return saidMended(known.threadId, askedAt(known, facts), facts);
}

/** Of what goes by this name in `askedAgain`, and was asked about there. */
export function saidMended(
  name: number | string,
  asked: AskedAt | undefined,
  { reviewed, askedAgain }: Pick<AskedFacts, 'reviewed' | 'askedAgain'>,
): Mended {
  if (asked === undefined) return { kind: 'byCode' };
  const reason = reviewed.has(asked.file.path) ? askedAgain?.get(name) : undefined;
  return reason ? { kind: 'said', reason } : { kind: 'unsaid', why: UNSAID };
}

/** What a tool reports, the tool takes back, but not what the reviewer says beside it; of the text of a comment nothing is a proof. */
export function isOfTool({ enforced, content }: Pick<KnownFinding, 'enforced' | 'content'>): boolean {
  return enforced && !/^\* Also /m.test(content);
}

/** The line of the change that is nearest to where the problem was; undefined where nothing is left of the file. */
function nearestLine({ hunks }: ChangedFile, number: number): LineSpan | undefined {
  const distance = ({ startLine, endLine }: LineSpan) => Math.max(0, startLine - number, number - endLine);
  let nearest: LineSpan | undefined;
  for (const hunk of hunks) {
    const span = hunkSpan(hunk, 'new');
    const isLine = span.endLine >= span.startLine;
    if (isLine && (nearest === undefined || distance(span) < distance(nearest))) nearest = span;
  }
  if (nearest === undefined) return undefined;
  const line = Math.min(Math.max(number, nearest.startLine), nearest.endLine);
  return { startLine: line, endLine: line };
}
