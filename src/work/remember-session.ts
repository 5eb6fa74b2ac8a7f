import { inFull, isSecondPassError } from '../errors';
import type { Writer } from '../fix-world';
import type { BelievedPlan } from '../steps/plan/believed-plan';
import { readSession, SESSION_PROPERTY, withPlan } from '../steps/session/session';

/** What the next request on this pull request has to know. A pull request that cannot remember is a note: the branch is the truth. */
export async function rememberSession(
  { plan, hash }: BelievedPlan,
  { sessions }: Writer,
  pullRequest: { id: number },
  tip: string,
): Promise<string[]> {
  try {
    const before = readSession(await sessions.property(pullRequest.id, SESSION_PROPERTY));
    const after = withPlan(before, { request: plan.request.id, plan: hash, costUsd: plan.cost.usd ?? 0, tip });
    const text = JSON.stringify(after);
    if (text !== JSON.stringify(before)) await sessions.setProperty(pullRequest.id, SESSION_PROPERTY, text);
    return [];
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    return [`The pull request could not be given the memory of this session: ${inFull(error)}`];
  }
}
