import type { Identity } from '../../ports/code-host';
import type { Settings, Severity } from '../settings/settings';
import type { Triaged } from '../triage/placed-finding';
import type { KnownFinding } from './own-threads';
import { isSame, type ThreadOperation } from './plan';

/** A finding of the pull request as people left it. */
export interface Accepted {
  threadId: number;
  title: string;
  severity: Severity;
  status: string;
  by: string;
  reason: string;
}

export interface Standing {
  /** Everything that counts for the verdict: found now, or open from before. */
  open: readonly OpenFinding[];
  accepted: readonly Accepted[];
}

export interface OpenFinding {
  severity: Severity;
  enforced: boolean;
}

export interface StandingFacts {
  triaged: readonly Triaged[];
  known: readonly KnownFinding[];
  operations: readonly ThreadOperation[];
  author: Identity;
}

type Policy = Pick<Settings, 'dismissal' | 'threadStatus'>;

/** What stands of all findings, new and old, after people's decisions. */
export function standing({ triaged, known, operations, author }: StandingFacts, policy: Policy): Standing {
  const found = triaged.filter(({ to }) => to !== 'merged').map(({ finding }) => finding);
  const accepted = known.filter((one) => isAccepted(one, author, policy));
  const resolved = new Set(
    operations.filter(({ operation }) => operation === 'resolve').map((one) => one.known?.threadId),
  );
  const openNow = found.filter((finding) => !accepted.some((one) => isSame(one, finding)));
  const openBefore = known.filter(
    (one) =>
      isOpen(one) &&
      !resolved.has(one.threadId) &&
      !accepted.includes(one) &&
      !found.some((finding) => isSame(one, finding)),
  );
  const open = [...openNow, ...openBefore].map(({ severity, enforced }) => ({ severity, enforced: enforced === true }));
  return { open, accepted: accepted.map(acceptedFinding) };
}

function isOpen({ status, isDeleted }: KnownFinding): boolean {
  return !isDeleted && (status === 'active' || status === 'pending');
}

/** A status that equals the one we set is no decision; a blocker needs somebody to answer for it. */
function isAccepted(one: KnownFinding, author: Identity, { dismissal, threadStatus }: Policy): boolean {
  const decided = one.status === 'wontFix' || one.status === 'byDesign' || one.status === 'closed';
  if (!decided || one.status === threadStatus || one.enforced || one.isDeleted) return false;
  if (one.severity !== 'blocker' || dismissal === 'anyone') return true;
  return dismissal === 'notAuthor' && one.replies.some((reply) => reply.author.id !== author.id);
}

function acceptedFinding(one: KnownFinding): Accepted {
  const reply = one.replies.at(-1);
  return {
    threadId: one.threadId,
    title: one.title,
    severity: one.severity,
    status: one.status,
    by: reply?.author.name ?? 'somebody',
    reason: reply?.content ?? '',
  };
}
