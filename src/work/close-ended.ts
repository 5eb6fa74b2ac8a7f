import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { withAnswerMark } from '../steps/texts/answer';
import { endedText } from '../steps/texts/gate-text';
import type { OpenAnswer } from './find-lost';

/** Tells those whose run is over without a last word: its approval was refused or ran out, or the run died. */
export async function closeEnded(world: FixWorld, open: readonly OpenAnswer[]): Promise<string[]> {
  const notes: string[] = [];
  for (const { mark, pullRequestId, threadId } of open) {
    try {
      if (mark.buildId === world.run.buildId || !(await world.pipelines.runState(mark.buildId)).isDone) continue;
      const content = withAnswerMark(endedText(mark.state === 'planned'), { ...mark, state: 'ended' });
      await world.host(world.run.repositoryId, pullRequestId).apply({ kind: 'reply', threadId, content });
      notes.push(`${mark.request} was told that its run is over.`);
    } catch (error) {
      if (!isSecondPassError(error)) throw error;
      notes.push(`${mark.request} could not be looked after: ${inFull(error)}`);
    }
  }
  return notes;
}
