import type { HostWrite, Iteration } from '../../ports/code-host';
import { findingComment } from '../comments/finding-comment';
import type { Settings } from '../settings/settings';
import type { PlacedFinding, Triaged } from '../triage/placed-finding';
import { type KnownFinding, type OwnThreads, PROPERTY, THREAD_VERSION } from './own-threads';

export interface ThreadOperation {
  operation: 'open' | 'resolve' | 'reopen' | 'leave';
  reason: string;
  /** Done in order; none for `leave`. */
  writes: readonly HostWrite[];
  /** The finding it is about, when it is one of this run. */
  finding?: PlacedFinding;
  /** The thread it is about, when there is one. */
  known?: KnownFinding;
}

export interface ThreadFacts {
  triaged: readonly Triaged[];
  own: OwnThreads;
  iteration: Pick<Iteration, 'id' | 'source'>;
}

/** Wanted findings against existing threads: same input, same plan. */
export function planThreads(facts: ThreadFacts, settings: Pick<Settings, 'name' | 'threadStatus'>): ThreadOperation[] {
  return facts.triaged
    .filter(({ to }) => to === 'thread')
    .map(({ finding }) => {
      const known = facts.own.findings.find((one) => isSame(one, finding));
      if (known)
        return { operation: 'leave', reason: `raised before in thread ${known.threadId}`, writes: [], finding, known };
      return { operation: 'open', reason: 'new finding', writes: [openThread(finding, facts, settings)], finding };
    });
}

export function isSame(known: KnownFinding, finding: PlacedFinding): boolean {
  return known.fingerprint === finding.fingerprint || known.twin === finding.twin;
}

function openThread(
  finding: PlacedFinding,
  { iteration }: ThreadFacts,
  { name, threadStatus }: Pick<Settings, 'name' | 'threadStatus'>,
): HostWrite {
  const { anchor } = finding;
  const place =
    anchor.kind === 'lines'
      ? { path: anchor.path, range: anchor.range, endLineLength: anchor.endLineLength }
      : anchor.kind === 'file'
        ? { path: anchor.path }
        : null;
  return {
    kind: 'openThread',
    iteration: iteration.id,
    ...(place ? { place } : {}),
    status: threadStatus,
    content: findingComment(finding),
    properties: {
      [PROPERTY.kind]: 'finding',
      [PROPERTY.version]: THREAD_VERSION,
      [PROPERTY.name]: name,
      [PROPERTY.fingerprint]: finding.fingerprint,
      [PROPERTY.twin]: finding.twin,
      [PROPERTY.severity]: finding.severity,
      [PROPERTY.category]: finding.category,
      [PROPERTY.source]: iteration.source,
      [PROPERTY.enforced]: String(finding.enforced === true),
    },
  };
}
