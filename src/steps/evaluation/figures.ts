import type { CaseCounts } from './measure';

/** What an evaluation tells; a share is null where there is nothing to share. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'recall',
    words: 'known problems posted',
    unit: 'share',
    of: (sum) => share(sum.problemsPosted, sum.problems),
  },
  {
    name: 'recallListed',
    words: 'known problems posted or listed',
    unit: 'share',
    of: (sum) => share(sum.problemsPostedOrListed, sum.problems),
  },
  {
    name: 'precision',
    words: 'comments that match a known problem',
    unit: 'share',
    of: (sum) => share(sum.postedMatching, sum.posted),
  },
  {
    name: 'worthSaying',
    words: 'judged comments that are true and worth saying',
    unit: 'share',
    of: (sum) => share(sum.postedWorthSaying, sum.postedJudged),
  },
  {
    name: 'true',
    words: 'judged comments that are true',
    unit: 'share',
    of: (sum) => share(sum.postedTrue, sum.postedJudged),
  },
  { name: 'f1', words: 'F1 of recall and precision', unit: 'share', of: f1 },
  { name: 'comments', words: 'comments per change', unit: 'number', of: (sum) => share(sum.posted, sum.changes) },
  {
    name: 'falseAlarms',
    words: 'comments per clean change',
    unit: 'number',
    of: (sum) => share(sum.postedOnClean, sum.cleanChanges),
  },
  {
    name: 'linePrecision',
    words: 'matching comments on the known lines',
    unit: 'share',
    of: (sum) => share(sum.postedMatchingOnLines, sum.postedMatching),
  },
  {
    name: 'rescinded',
    words: 'candidates rescinded or only listed',
    unit: 'share',
    of: (sum) => share(sum.rescinded, sum.candidates),
  },
  {
    name: 'rescindedRightly',
    words: 'judged ones of them that were rightly so',
    unit: 'share',
    of: (sum) => share(sum.rescindedRightly, sum.rescindedJudged),
  },
  {
    name: 'inputTokens',
    words: 'input tokens per change',
    unit: 'number',
    of: (sum) => share(sum.inputTokens, sum.changes),
  },
  {
    name: 'outputTokens',
    words: 'output tokens per change',
    unit: 'number',
    of: (sum) => share(sum.outputTokens, sum.changes),
  },
  { name: 'usd', words: 'USD per change', unit: 'usd', of: (sum) => share(sum.usd, sum.changes) },
];

export interface Figure {
  name: string;
  words: string;
  unit: 'share' | 'number' | 'usd';
  of(sum: Sums): number | null;
}

export type Sums = Readonly<Record<CountName, number>>;
type CountName = Exclude<keyof CaseCounts, 'name' | 'rescindedBy'>;

export function sumOf(cases: readonly CaseCounts[]): Sums {
  const sum = {} as Record<CountName, number>;
  for (const counts of cases) {
    for (const [name, value] of Object.entries(counts)) {
      if (typeof value === 'number') sum[name as CountName] = (sum[name as CountName] ?? 0) + value;
    }
  }
  return sum;
}

function share(part: number | undefined, whole: number | undefined): number | null {
  return part === undefined || !whole ? null : part / whole;
}

function f1(sum: Sums): number | null {
  const [recall, precision] = [share(sum.problemsPosted, sum.problems), share(sum.postedMatching, sum.posted)];
  if (recall === null || precision === null) return null;
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}

export function shownFigure(value: number | null, { unit }: Pick<Figure, 'unit'>): string {
  if (value === null) return '-';
  if (unit === 'share') return `${(100 * value).toFixed(1)}%`;
  return unit === 'usd' ? `$${value.toFixed(4)}` : value.toFixed(value < 100 ? 1 : 0);
}
