import { findingComment } from '../comments/finding-comment';
import type { LinkBase } from '../comments/links';
import type { Settings } from '../settings/settings';
import { codeStateOf } from '../triage/known-code';
import { isLeftToPeople, type KnownFinding, stateOf } from '../triage/known-finding';
import { likeness } from '../triage/likeness';
import type { PlacedFinding } from '../triage/placed-finding';
import { acceptedCode } from './accepted-code';
import { withIdentity } from './identity';
import { identityAfter } from './identity-after';
import { openThread } from './open-thread';
import { planUnfound, reopen } from './plan-unfound';
import type { Decision, ThreadFacts, ThreadOperation } from './thread-operation';

type Policy = Pick<Settings, 'threadStatus' | 'dismissal'>;

/** Wanted findings and existing threads, each with what is to be done about it and why. Same input, same plan. */
export function planThreads(facts: ThreadFacts, policy: Policy): ThreadOperation[] {
  const wanted = facts.triaged.flatMap((one) => (one.to === 'thread' ? [one] : []));
  const found = new Set(wanted.flatMap(({ known }) => known ?? []));
  const rest = facts.known.filter((known) => !found.has(known));
  // What is over goes first: a run that dies in between leaves no two threads open on one problem.
  return [
    ...rest.map((known) => planRest(known, facts, policy)),
    ...wanted.map(({ finding, known, how }) => planFound(finding, known, how ?? '', facts, policy)),
  ];
}

function planRest(known: KnownFinding, facts: ThreadFacts, policy: Policy): ThreadOperation {
  const accepted = acceptedCode(known, undefined, facts, policy);
  const decision = planUnfound(known, facts);
  return { ...(accepted.isLapsed && decision.stands ? openAnew(known, facts) : decision), known, accepted };
}

function planFound(
  finding: PlacedFinding,
  known: KnownFinding | undefined,
  how: string,
  facts: ThreadFacts,
  policy: Policy,
): ThreadOperation {
  if (known === undefined) {
    const writes = [openThread(finding, facts.iteration, linkBase(facts), facts.seal, policy)];
    return { operation: 'open', reason: 'new finding', writes, finding, stands: true };
  }
  const accepted = acceptedCode(known, finding, facts, policy);
  const decision = accepted.isLapsed ? openAnew(known, facts) : planRaisedBefore(finding, known, how, facts, policy);
  return { ...decision, finding, known, accepted };
}

/** What was accepted is not what stands there now. */
function openAnew(known: KnownFinding, facts: ThreadFacts): Decision {
  const note = 'Open again: this was accepted, and its file has changed since, in';
  return reopen(known, note, `its file was changed after it was accepted (thread ${known.threadId})`, facts);
}

function planRaisedBefore(
  finding: PlacedFinding,
  known: KnownFinding,
  how: string,
  facts: ThreadFacts,
  policy: Policy,
): Decision {
  const leave = (reason: string): Decision => ({ operation: 'leave', reason, writes: [], stands: true });
  const { threadId } = known;
  switch (stateOf(known)) {
    case 'decided':
      return leave(`people decided on it in thread ${threadId} (${known.isDeleted ? 'deleted' : known.status})`);
    case 'resolvedByPerson':
      return leave(`still found, though somebody resolved thread ${threadId}`);
    case 'resolved':
      return reopen(known, 'Found again in', `what was fixed came back (thread ${threadId})`, facts);
    case 'open':
      if (isLeftToPeople(known)) return leave(`thread ${threadId} is left to the people who answered in it`);
      return rewrite(finding, known, facts, policy) ?? leave(`raised before in thread ${threadId}: ${how}`);
  }
}

/**
 * The comment is written anew when its label, its code or its signature is no longer right; other words alone are no reason. A run
 * without a key leaves what is signed.
 */
function rewrite(
  finding: PlacedFinding,
  known: KnownFinding,
  facts: ThreadFacts,
  policy: Policy,
): Decision | undefined {
  if (facts.seal.key === null && known.isSealed) return undefined;
  const reason = whyRewritten(finding, known, facts);
  const shown = findingComment(applicable(finding, known), linkBase(facts), policy);
  if (reason === '' || (shown === known.content && known.trust !== 'broken')) return undefined;
  const { threadId, commentId } = known;
  const identity = { ...identityAfter(finding, known, facts.change), severity: finding.severity };
  const content = withIdentity(shown, identity, facts.seal, true);
  return {
    operation: 'update',
    reason: `${reason} (thread ${threadId})`,
    writes: [{ kind: 'editComment', threadId, commentId, content }],
    stands: true,
  };
}

function whyRewritten(finding: PlacedFinding, known: KnownFinding, facts: ThreadFacts): string {
  if (known.trust === 'broken') return 'its text does not bear our signature';
  const isEdited = facts.change !== null && codeStateOf(known, facts.change) === 'gone';
  const isAlike = isEdited || finding.mark === known.mark || likeness(finding.title, known.title) > 0.8;
  if (isAlike && finding.severity !== known.severity) return `severity was ${known.severity}, is ${finding.severity}`;
  return isEdited ? 'its lines were edited and the problem is still there' : '';
}

/** A suggestion replaces the lines on which the service shows the thread, which may be others than the finding's. */
function applicable({ suggestion, ...finding }: PlacedFinding, { range, path }: KnownFinding): PlacedFinding {
  if (suggestion === undefined || finding.anchor.kind !== 'lines' || range === undefined) return finding;
  const { startLine, endLine, side } = finding.anchor.range;
  const isSame = range.side === side && range.startLine === startLine && range.endLine === endLine;
  return isSame && finding.anchor.path === path ? { ...finding, suggestion } : finding;
}

function linkBase({ iteration, webUrl, change }: ThreadFacts): LinkBase {
  return { webUrl, base: iteration.base, source: iteration.source, ...(change ? { paths: change.paths } : {}) };
}
