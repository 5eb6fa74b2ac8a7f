import { grouped } from '../../grouped';
import { madeOnce } from '../../made-once';

/**
 * What was decided on one candidate or alert. Answers that contradict each other decide nothing, and neither does one that takes
 * back without a word.
 */
export function decisionOn<One extends Verdict>(id: string, verdicts: readonly One[]): One | undefined {
  return decisions(verdicts).get(id) as One | undefined;
}

interface Verdict {
  id: string;
  reason: string;
  decision: string;
}

const decisions = madeOnce((verdicts: readonly Verdict[]) => {
  const byId = [...grouped(verdicts, ({ id }) => id).values()];
  return new Map(
    byId.flatMap((all) =>
      all
        .slice(0, 1)
        .filter((first) => decides(first, all))
        .map((one) => [one.id, one]),
    ),
  );
});

function decides({ decision, reason }: Verdict, all: readonly Verdict[]): boolean {
  return all.every((one) => one.decision === decision) && (decision === 'confirm' || READABLE.test(reason));
}

/** A letter that a person can see: Hangul fillers and the like are letters too. */
const READABLE = /(?!\p{Default_Ignorable_Code_Point})\p{L}/u;
