import * as z from 'zod';
import { badInputs } from '../../errors';
import type { CandidateFate } from './candidate-fate';
import type { KnownProblem } from './gold';
import { onSameLines } from './same-lines';

const row = z.object({
  id: z.string(),
  path: z.string(),
  title: z.string(),
  fate: z.string(),
  matches: z.string().nullable(),
  isTrue: z.boolean().nullable(),
  isWorthSaying: z.boolean().nullable(),
  by: z.string(),
});

/** What somebody who knows the code says of one candidate; null is not said yet. */
export type Judgement = z.infer<typeof row>;

/** @throws SecondPassError `bad-input` for a file that is no list of judgements */
export function readJudgements(text: string, name: string): Judgement[] {
  try {
    return z.array(row).parse(JSON.parse(text));
  } catch {
    const allowed = 'the JSON that an evaluation wrote, with true, false or null, and a known problem or null';
    throw badInputs([{ input: name, was: 'something else', allowed }]);
  }
}

/** One row for each candidate; what was said of the same one before is kept, and its lines propose a known problem. */
export function draftJudgements(
  fates: readonly CandidateFate[],
  problems: readonly KnownProblem[],
  earlier: readonly Judgement[],
): Judgement[] {
  return fates.map((fate) => {
    const said = earlier.find(({ id, isTrue }) => id === fate.id && isTrue !== null);
    const { id, path, title, fate: ended } = fate;
    if (said) return { ...said, path, title, fate: ended };
    const near = problems.find((problem) => onSameLines(fate, problem));
    return { id, path, title, fate: ended, matches: near?.id ?? null, isTrue: null, isWorthSaying: null, by: '' };
  });
}
