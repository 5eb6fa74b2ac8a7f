import { type Files, type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';

/** A change of two files with one blocker (a loop one step too far) for the stand-in. */
export const BASE: Files = {
  'src/total.ts': 'export function total(prices: number[]): number {\n  return prices.reduce((a, b) => a + b, 0);\n}\n',
  'docs/prices.md': 'Prices are in cents.\n',
};

export const SOURCE: Files = {
  'src/total.ts': `export function total(prices: number[]): number {
  let sum = 0;
  for (let i = 0; i <= prices.length; i++) {
    sum += prices[i] ?? 0;
  }
  return sum;
}
`,
  'docs/prices.md': 'Prices are in whole cents.\n',
};

export function smallChange(more: Files = {}): RepositoryOnDisk {
  return repositoryOf(BASE, { ...SOURCE, ...more });
}

/** A candidate on the loop, for scripted reviewers. */
export function loopCandidate(severity: 'blocker' | 'warning' | 'suggestion'): Record<string, unknown> {
  return {
    id: 'c1',
    path: 'src/total.ts',
    side: 'new',
    startLine: 3,
    endLine: 3,
    quote: '  for (let i = 0; i <= prices.length; i++) {',
    evidence: 'Line 3 compares with <=.',
    category: 'bug',
    severity,
    title: 'The loop reads behind the end',
    body: 'The last step reads one element too many.',
    replacement: '',
  };
}
