import type { ThreadOperation } from '../threads/thread-operation';
import type { Triaged } from '../triage/placed-finding';
import type { FindingFate } from './finding-record';

/** Every finding with what became of it. */
export function findingFates(
  triaged: readonly Triaged[],
  operations: readonly ThreadOperation[],
  threadIds: ReadonlyMap<string, number>,
  isReadOnly = false,
): FindingFate[] {
  return triaged.map((one) => {
    const { finding } = one;
    const operation = operations.find((candidate) => candidate.finding?.key === finding.key);
    const threadId = threadIds.get(finding.key) ?? operation?.known?.threadId;
    return {
      key: finding.key,
      fingerprint: finding.fingerprint,
      path: finding.path,
      ...place(finding),
      severity: finding.severity,
      category: finding.category,
      title: finding.title,
      body: finding.body,
      evidence: finding.evidence,
      ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
      ...(finding.refusedSuggestion === undefined ? {} : { refusedSuggestion: finding.refusedSuggestion }),
      source: finding.source,
      ...(finding.unverified ? { unverified: true } : {}),
      ...(finding.rule === undefined ? {} : { rule: finding.rule }),
      enforced: finding.enforced === true,
      ...fate(one, operation, threadId, isReadOnly),
      ...(one.to === 'list' && finding.replacement !== '' ? { replacement: finding.replacement } : {}),
      ...(finding.isOnlyListed ? { onlyListed: true as const } : {}),
      ...(finding.confidence === undefined ? {} : { confidence: finding.confidence }),
      ...(threadId === undefined ? {} : { threadId }),
    };
  });
}

function place({
  anchor,
}: Triaged['finding']): Pick<FindingFate, 'anchor' | 'startLine' | 'endLine' | 'side' | 'excerpt'> {
  if (anchor.kind !== 'lines') return { anchor: anchor.kind };
  return { anchor: 'lines', ...anchor.range, excerpt: anchor.text };
}

function fate(
  one: Triaged,
  operation: ThreadOperation | undefined,
  threadId: number | undefined,
  isReadOnly: boolean,
): Pick<FindingFate, 'fate' | 'reason'> {
  if (one.to === 'merged') return { fate: 'merged', reason: one.reason };
  if (one.to === 'list') return { fate: 'listed', reason: one.reason };
  if (operation === undefined || (operation.operation === 'open' && threadId === undefined)) {
    return { fate: 'listed', reason: isReadOnly ? 'would get a thread' : 'no thread was written' };
  }
  return { fate: operation.operation === 'open' ? 'posted' : 'known', reason: operation.reason };
}
