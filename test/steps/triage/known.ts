import type { KnownFinding } from '../../../src/steps/triage/known-finding';

/** An open thread on line 10 of a file, for the finding of `placedFinding`. */
export function knownFinding(given: Partial<KnownFinding> = {}): KnownFinding {
  return {
    threadId: 101,
    commentId: 1,
    status: 'active',
    openedAs: 'active',
    isDeleted: false,
    fingerprint: 'f'.repeat(64),
    twin: 'e'.repeat(64),
    mark: '1:0:0',
    gist: '',
    trust: 'signed',
    side: 'new',
    severity: 'warning',
    category: 'bug',
    path: 'src/a.ts',
    range: { side: 'new', startLine: 10, endLine: 10 },
    title: 'Total may be missing',
    content: '**Warning** · bug — **Total may be missing**',
    replies: [],
    enforced: false,
    saidFixed: false,
    resolvedByUs: false,
    ...given,
  };
}
