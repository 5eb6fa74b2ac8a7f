import * as z from 'zod';
import { badInputs } from '../../errors';
import { type Comparison, compareCases } from './compare';
import { FIGURES, sumOf } from './figures';
import type { CaseCounts } from './measure';

export const RESULTS_VERSION = 1;

/** An evaluation as one document. */
export interface EvaluationResults {
  resultsVersion: typeof RESULTS_VERSION;
  product: { version: string; instructionsVersion: number };
  reviewer: { model: string; effort: string };
  figures: Readonly<Record<string, number | null>>;
  rescindedBy: Readonly<Record<string, number>>;
  /** Share of judged candidates on which both judges agree; absent without two judges. */
  agreement?: number;
  cases: readonly CaseCounts[];
  /** Cases that could not be measured, and why. */
  unmeasured: readonly { name: string; reason: string }[];
  comparison?: { with: string; figures: readonly Comparison[] };
}

export type Measured = Omit<EvaluationResults, 'resultsVersion' | 'figures' | 'rescindedBy' | 'comparison'>;

export function resultsOf(
  measured: Measured,
  before?: { name: string; cases: readonly CaseCounts[] },
): EvaluationResults {
  const sum = sumOf(measured.cases);
  const rescindedBy: Record<string, number> = {};
  for (const one of measured.cases) {
    for (const [reason, count] of Object.entries(one.rescindedBy)) {
      rescindedBy[reason] = (rescindedBy[reason] ?? 0) + count;
    }
  }
  const comparison = before && { with: before.name, figures: compareCases(before.cases, measured.cases) };
  return {
    resultsVersion: RESULTS_VERSION,
    ...measured,
    figures: Object.fromEntries(FIGURES.map(({ name, of }) => [name, of(sum)])),
    rescindedBy,
    ...(comparison ? { comparison } : {}),
  };
}

const caseShape = z.looseObject({
  name: z.string(),
  changes: z.number(),
  rescindedBy: z.record(z.string(), z.number()),
});

/** Cases of an earlier evaluation. @throws SecondPassError `bad-input` */
export function readResults(text: string, name: string): CaseCounts[] {
  try {
    const { cases } = z
      .object({ resultsVersion: z.literal(RESULTS_VERSION), cases: z.array(caseShape) })
      .parse(JSON.parse(text));
    return cases as unknown as CaseCounts[];
  } catch {
    throw badInputs([
      { input: '--compare', was: JSON.stringify(name), allowed: 'results.json of an earlier evaluation' },
    ]);
  }
}
