import type { KnownProblem } from './gold';
import type { JudgeAnswer } from './judge-request';
import type { Judgement } from './judgement';

export interface JoinedJudges {
  judgements: Judgement[];
  /** Candidates that both judged, and those on which they agree in every point. */
  both: number;
  agreed: number;
}

/** What two judges say together: a comment is true, worth saying, or a known problem only when both say so. */
export function joinJudges(
  drafts: readonly Judgement[],
  problems: readonly KnownProblem[],
  [first, second]: readonly [JudgeAnswer, JudgeAnswer],
  names: readonly [string, string],
): JoinedJudges {
  let [both, agreed] = [0, 0];
  const isKnown = (id: string) => problems.some((problem) => problem.id === id);
  const judgements = drafts.map((draft) => {
    const [one, two] = [first, second].map((answer) => answer.find(({ id }) => id === draft.id));
    if (draft.isTrue !== null || one === undefined || two === undefined) return draft;
    const isSame = one.matches === two.matches;
    both += 1;
    if (isSame && one.isTrue === two.isTrue && one.isWorthSaying === two.isWorthSaying) agreed += 1;
    return {
      ...draft,
      matches: isSame && isKnown(one.matches) ? one.matches : null,
      isTrue: one.isTrue && two.isTrue,
      isWorthSaying: one.isWorthSaying && two.isWorthSaying,
      by: names.join(' and '),
    };
  });
  return { judgements, both, agreed };
}
