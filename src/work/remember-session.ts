import { inFull, isSecondPassError } from '../errors';
import type { Writer } from '../fix-world';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import { SESSION_PROPERTY, sessionText } from '../steps/session/session';

/** What the next request on this pull request has to know. A pull request that cannot remember is a note: the branch is the truth. */
export async function rememberSession(
  { plan }: BelievedPlan,
  { sessions }: Writer,
  pullRequest: { id: number },
  tip: string,
): Promise<string[]> {
  try {
    const text = sessionText(plan.session, tip);
    if (text !== (await sessions.property(pullRequest.id, SESSION_PROPERTY)))
      await sessions.setProperty(pullRequest.id, SESSION_PROPERTY, text);
    return [];
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    return [`The pull request could not be given the memory of this session: ${inFull(error)}`];
  }
}
