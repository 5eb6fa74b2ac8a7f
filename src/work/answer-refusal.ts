import { inFull, isSecondPassError, ourFault } from '../errors';
import type { FixWorld } from '../fix-world';
import type { Plan } from '../steps/plan/plan';
import { refusedText } from '../steps/texts/applied-text';
import { answerOnce } from './answer-once';

/** Whoever asked is told why nothing came of it; when that fails too, the log and the record still say so. */
export async function answerRefusal(plan: Plan, world: FixWorld, error: unknown): Promise<void> {
  const failure = isSecondPassError(error) ? error : ourFault(error);
  if (failure.kind === 'cancelled') return;
  try {
    await answerOnce(plan, world, refusedText(world.masking.text(inFull(failure)), world.run.url), {
      state: 'ended',
      plan: failure.code,
    });
  } catch (second) {
    world.log.warn(`The thread that asked could not be told: ${isSecondPassError(second) ? inFull(second) : second}`);
  }
}
