import { isReview, type RunRecord } from './record';

/** Figures for the task's output variables; a run mode that reviews nothing has found nothing and paid nothing. */
export function outputsOf(record: RunRecord) {
  const { verdict, outcome } = record.ending;
  if (!isReview(record)) return { verdict, outcome, blockers: 0, warnings: 0, suggestions: 0, costUsd: 0 };
  return { verdict, outcome, ...record.counts, costUsd: record.cost.usd ?? 0 };
}
