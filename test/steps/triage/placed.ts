import type { PlacedFinding } from '../../../src/steps/triage/placed-finding';

/** A finding on line 10 of a file; what is given is laid over it. */
export function placedFinding(given: Partial<PlacedFinding> = {}): PlacedFinding {
  const range = given.range ?? { side: 'new', startLine: 10, endLine: 10 };
  const path = given.path ?? 'src/a.ts';
  return {
    id: 'c1',
    key: given.key ?? '1-c1',
    path,
    range,
    quote: 'use(total);',
    evidence: 'It may be undefined.',
    category: 'bug',
    severity: 'warning',
    title: 'Total may be missing',
    body: 'It crashes.',
    replacement: '',
    reason: 'it holds',
    source: 'model',
    anchor: { kind: 'lines', path, range, endLineLength: 11, text: 'use(total);', how: 'stated' },
    fingerprint: 'f'.repeat(64),
    twin: 'e'.repeat(64),
    mark: '1:0:0',
    gist: '',
    ...given,
  };
}
