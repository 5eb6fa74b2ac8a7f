import type { ModelAnswer, ModelRequest, Sending } from '../ports/model';
import { answerTokens } from '../steps/pricing/answer-tokens';
import { factsOf } from '../steps/pricing/models';
import { type ChunkPrompt, sweepRequest } from '../steps/prompt/compose';
import type { RunState } from './run-state';

/** From so many requests on it pays to keep the instructions: items of a batch read each other's cache now and then. */
const WORTH_KEEPING = 3;

/**
 * All sweeps in one batch, for `batch: wait`: half the price, answers by chunk number. What the batch does not answer in
 * time is missing, and is asked like any other chunk. Critiques never go into a batch: the agent waits for them.
 */
export async function sweepTogether(run: RunState, prompts: readonly ChunkPrompt[]): Promise<Map<number, ModelAnswer>> {
  const { settings, world, budget } = run;
  const { model } = world;
  if (settings.batch !== 'wait' || model.askTogether === undefined || prompts.length === 0) return new Map();
  const options = {
    contentTtl: 'none' as const,
    maxOutputTokens: answerTokens(factsOf(run.model(), settings), settings.effort),
    model: run.model(),
  };
  const requests = prompts.map((prompt) => marked(sweepRequest(prompt, settings, options), prompts.length));
  const answers = await budget.askTogether(requests, async (asked, witness) => {
    const sends = (sending: Sending) => {
      run.markSent(prompts.slice(0, asked.length).map(({ chunk }) => chunk.number));
      witness.sends(sending);
    };
    const deadline = settings.batchDeadlineMinutes * 60_000;
    return (await model.askTogether?.(asked, deadline, world.signal, { sends })) ?? [];
  });
  const found = prompts.flatMap(({ chunk }, index): [number, ModelAnswer][] => {
    const answer = answers[index];
    return answer ? [[chunk.number, answer]] : [];
  });
  world.log.info(`The batch answered ${found.length} of ${prompts.length} sweeps.`);
  return new Map(found);
}

function marked(request: ModelRequest, count: number): ModelRequest {
  return count >= WORTH_KEEPING ? request : { ...request, system: request.system.map(({ text }) => ({ text })) };
}
