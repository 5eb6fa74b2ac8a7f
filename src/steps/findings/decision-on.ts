/**
 * What was decided on one candidate or alert. Answers that contradict each other decide nothing, and neither does one that takes
 * back without a word.
 */
export function decisionOn<Verdict extends { id: string; reason: string; decision: string }>(
  id: string | undefined,
  verdicts: readonly Verdict[],
): Verdict | undefined {
  const [first, ...others] = verdicts.filter((one) => one.id === id);
  if (first === undefined || others.some(({ decision }) => decision !== first.decision)) return undefined;
  return first.decision === 'confirm' || READABLE.test(first.reason) ? first : undefined;
}

/** A letter that a person can see: Hangul fillers and the like are letters too. */
const READABLE = /(?!\p{Default_Ignorable_Code_Point})\p{L}/u;
