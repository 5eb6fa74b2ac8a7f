import type { Identity, LineRange } from '../../ports/code-host';
import type { Settings, Severity } from '../settings/settings';
import { gravestOf, isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import { isGraverThan } from '../triage/match-known';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { acceptanceOf, whyNotAccepted } from './acceptance';
import type { ThreadOperation } from './thread-operation';
import { isGrave, weightOf } from './weight';

/** Where a thread stands; a stored answer of an older version does not say. */
interface ThreadPlace {
  path?: string;
  /** 1-based; absent without a line. */
  startLine?: number;
  side?: 'new' | 'old';
}

/** A finding of the pull request as people left it. */
export interface Accepted extends ThreadPlace {
  threadId: number;
  title: string;
  severity: Severity;
  status: string;
  by: string;
  reason: string;
}

/** A finding that still counts though people dealt with its thread, and why it does. */
export interface Discussed extends ThreadPlace {
  threadId: number;
  title: string;
  severity: Severity;
  why: string;
}

export interface Standing {
  /** Everything that counts for the verdict: found now, or open from before. */
  open: readonly OpenFinding[];
  accepted: readonly Accepted[];
  discussed: readonly Discussed[];
}

export interface OpenFinding {
  severity: Severity;
  enforced: boolean;
  title: string;
  path: string;
  /** Absent without a line. */
  range?: LineRange;
  /** Of the finding, when it is one of this run. */
  key?: string;
  /** Absent before it has a thread. */
  threadId?: number;
}

export interface StandingFacts {
  triaged: readonly Triaged[];
  operations: readonly ThreadOperation[];
  /** Of the pull request: who opened it, and who pushed to it. */
  authors?: readonly Identity[];
}

type Policy = Pick<Settings, 'dismissal'>;

/** What stands of all findings, new and old, after people's decisions. */
export function standing({ triaged, operations, authors = [] }: StandingFacts, policy: Policy): Standing {
  const listed = triaged.flatMap(({ to, finding }) =>
    to === 'list' && !isGroundless(finding) ? [openFinding(finding)] : [],
  );
  const left = operations.filter(stillThere);
  const accepted = left.filter((one) => isAccepted(one, authors, policy));
  const counting = left.filter((one) => !accepted.includes(one));
  return {
    open: [...counting.flatMap(openOperation), ...listed],
    accepted: accepted.flatMap((one) =>
      one.known ? [acceptedFinding(one.known, weightOf(one).severity, authors)] : [],
    ),
    discussed: counting.flatMap((one) => discussedFinding(one, authors)),
  };
}

/** What the critique did not confirm, and a model's word about a file that the change does not hold, decide nothing. */
function isGroundless({ source, anchor, isOnlyListed }: PlacedFinding): boolean {
  return isOnlyListed === true || (source === 'model' && anchor.kind === 'summary');
}

/** What is found counts, whatever became of its thread; what is not counts as long as its thread or its code stands. */
function stillThere({ finding, known, stands }: ThreadOperation): boolean {
  return finding !== undefined || (known !== undefined && stands);
}

/** A blocker needs a person to answer for it, as grave as it is now and for the lines that stand now; a thread that vanished is an answer by nobody. */
function isAccepted(operation: ThreadOperation, authors: readonly Identity[], { dismissal }: Policy): boolean {
  const { known, finding } = operation;
  if (known === undefined || stateOf(known) !== 'decided') return false;
  const weight = weightOf(operation);
  if (weight.enforced) return false;
  if (!isGrave(weight, known) || dismissal === 'anyone') return true;
  if (operation.accepted?.isLapsed) return false;
  if (dismissal !== 'notAuthor' || known.isDeleted || isGraverNow(known, finding)) return false;
  const acceptance = acceptanceOf(known, authors);
  return acceptance !== undefined && acceptance.id > (known.gravest?.after ?? 0);
}

function isGraverNow(known: KnownFinding, finding: PlacedFinding | undefined): boolean {
  return finding !== undefined && isGraverThan(finding, { ...known, severity: gravestOf(known) });
}

function openFinding({ severity, enforced, title, path, key, anchor }: PlacedFinding): OpenFinding {
  const range = anchor.kind === 'lines' ? { range: anchor.range } : {};
  return { severity, enforced: enforced === true, title, path, key, ...range };
}

function openOperation(operation: ThreadOperation): OpenFinding[] {
  const { finding, known } = operation;
  const thread = known ? { threadId: known.threadId } : {};
  if (finding) return [{ ...openFinding(finding), ...weightOf(operation), ...thread }];
  if (known === undefined) return [];
  const { title, path, range } = known;
  return [{ ...weightOf(operation), title, path, ...(range ? { range } : {}), ...thread }];
}

/** By whom and why the word says that accepts; where a status is enough, the last word. */
function acceptedFinding(one: KnownFinding, severity: Severity, authors: readonly Identity[]): Accepted {
  const reply = acceptanceOf(one, authors) ?? one.replies.at(-1);
  return {
    threadId: one.threadId,
    ...placeOf(one),
    title: one.title,
    severity,
    status: one.isDeleted ? 'deleted' : one.status,
    by: reply?.author.name ?? 'somebody',
    reason: reply?.content ?? '',
  };
}

/** What a person accepted is not what stands there now. */
const LAPSED = 'its file was changed after somebody accepted it: it needs a new answer';

function placeOf({ path, range }: KnownFinding): ThreadPlace {
  return { path, ...(range ? { startLine: range.startLine, side: range.side } : {}) };
}

function discussedFinding(
  { known, finding, accepted, whyOpen }: ThreadOperation,
  authors: readonly Identity[],
): Discussed[] {
  if (known === undefined) return [];
  const { threadId, title, severity } = known;
  const why = accepted?.isLapsed ? LAPSED : (whyOpen ?? whyDiscussed(known, finding, authors));
  return why === '' ? [] : [{ threadId, ...placeOf(known), title, severity, why }];
}

function whyDiscussed(known: KnownFinding, finding: PlacedFinding | undefined, authors: readonly Identity[]): string {
  const { replies } = known;
  switch (stateOf(known)) {
    case 'decided':
      return whyNotDecided(known, finding, authors);
    case 'resolvedByPerson':
      return finding ? 'resolved by hand, but still found' : 'resolved by hand, but its lines stand';
    case 'open':
      return isLeftToPeople(known)
        ? `left to people${replies.length > 0 ? `; last word by ${replies.at(-1)?.author.name ?? ''}` : ''}`
        : '';
    case 'resolved':
      return finding ? '' : 'resolved, but its lines stand';
  }
}

function whyNotDecided(known: KnownFinding, finding: PlacedFinding | undefined, authors: readonly Identity[]): string {
  const how = known.isDeleted ? 'deleted' : known.status;
  if (known.enforced) return `${how}, but its rule is enforced`;
  const severity = finding && isGraverThan(finding, known) ? finding.severity : gravestOf(known);
  if (severity !== known.severity) return `${how} as a ${known.severity}, but is a ${severity} now`;
  const why = known.isDeleted ? '' : whyNotAccepted(known, authors);
  const base = `${how}, but a blocker is accepted only by an answer of somebody who may`;
  return why === '' ? base : `${base}: ${why}`;
}
