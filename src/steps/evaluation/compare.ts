import { FIGURES, type Sums, sumOf } from './figures';
import type { CaseCounts } from './measure';

/** One figure of two evaluations of the same cases. */
export interface Comparison {
  name: string;
  before: number | null;
  after: number | null;
  /** `after - before`, and where it lies in 95 of 100 draws of the cases; null where it cannot be said. */
  difference: number | null;
  from: number | null;
  to: number | null;
}

const DRAWS = 2000;

/** Pairs the cases that both hold, and draws them anew again and again; the same cases give the same interval. */
export function compareCases(before: readonly CaseCounts[], after: readonly CaseCounts[]): Comparison[] {
  const earlier = new Map(before.map((one) => [one.name, one]));
  const pairs = after.flatMap((one) => {
    const other = earlier.get(one.name);
    return other ? [{ before: other, after: one }] : [];
  });
  const whole = sums(pairs);
  const draws = drawn(pairs);
  return FIGURES.map(({ name, of }) => {
    const values = draws.flatMap((draw) => difference(of(draw.before), of(draw.after)) ?? []).sort((a, b) => a - b);
    const [first, last] = [of(whole.before), of(whole.after)];
    const isTelling = values.length > DRAWS / 2;
    return {
      name,
      before: first,
      after: last,
      difference: difference(first, last),
      from: isTelling ? (values[Math.floor(values.length * 0.025)] ?? null) : null,
      to: isTelling ? (values[Math.ceil(values.length * 0.975) - 1] ?? null) : null,
    };
  });
}

interface Pair {
  before: CaseCounts;
  after: CaseCounts;
}

function sums(pairs: readonly Pair[]): { before: Sums; after: Sums } {
  return { before: sumOf(pairs.map(({ before }) => before)), after: sumOf(pairs.map(({ after }) => after)) };
}

function drawn(pairs: readonly Pair[]): { before: Sums; after: Sums }[] {
  if (pairs.length === 0) return [];
  const next = numbers();
  return Array.from({ length: DRAWS }, () =>
    sums(pairs.map(() => pairs[Math.floor(next() * pairs.length)] ?? (pairs[0] as Pair))),
  );
}

/** Numbers from 0 to 1 that are the same in every run (Park and Miller). */
function numbers(): () => number {
  let state = 20_261_128;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}
