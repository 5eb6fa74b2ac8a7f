import { isSecondPassError } from '../../errors';
import type { CandidateFate } from '../../steps/evaluation/candidate-fate';
import type { KnownProblem } from '../../steps/evaluation/gold';
import { type JoinedJudges, joinJudges } from '../../steps/evaluation/join-judges';
import { type JudgeAnswer, judgeRequest, readJudgeAnswer } from '../../steps/evaluation/judge-request';
import type { Judgement } from '../../steps/evaluation/judgement';
import type { World } from '../../world';
import type { EvaluationPlan } from './evaluation-plan';

export type Judged = JoinedJudges;

interface Material {
  drafts: readonly Judgement[];
  fates: readonly CandidateFate[];
  problems: readonly KnownProblem[];
  shown: readonly string[];
}

/** Two models judge what nobody has judged yet; what either of them does not answer stays open for a person. */
export async function askJudges(
  { judges, settings }: EvaluationPlan,
  world: Pick<World, 'model' | 'signal' | 'log'>,
  { drafts, fates, problems, shown }: Material,
): Promise<Judged> {
  const open = new Set(drafts.filter(({ isTrue }) => isTrue === null).map(({ id }) => id));
  if (judges === null || open.size === 0) return { judgements: [...drafts], both: 0, agreed: 0 };
  const material = { shown, problems, fates: fates.filter(({ id }) => open.has(id)) };
  const ask = async (model: string): Promise<JudgeAnswer> => {
    try {
      const { text } = await world.model.ask(judgeRequest(model, settings, material), world.signal);
      return readJudgeAnswer(text) ?? [];
    } catch (error) {
      if (!isSecondPassError(error)) throw error;
      world.log.warn(`${model} does not judge: ${error.message}`);
      return [];
    }
  };
  return joinJudges(drafts, problems, [await ask(judges[0]), await ask(judges[1])], judges);
}
