import type { Story } from '../../../src/steps/insights/story';

/** Blockers, warnings and suggestions as a status text counts them; undefined where it counts none. */
export function countsIn(text: string): number[] | undefined {
  return /(\d{1,9}) blockers?, (\d{1,9}) warnings?, (\d{1,9}) suggestions?/.exec(text)?.slice(1, 4).map(Number);
}

/** How many findings the last status counts, of which no thread tells. */
export function withoutThread({ open, decided, iterations }: Story): number {
  const counted = countsIn(iterations.at(-1)?.text ?? '');
  const all = (counted ?? []).reduce((sum, count) => sum + count, 0);
  const told = open.length + decided.filter(({ whyItCounts }) => whyItCounts !== '').length;
  return Math.max(0, all - told);
}
