import * as z from 'zod';
import { sumOf } from '../../sum-of';

/** Of the pull request that a session opened. */
export const SESSION_PROPERTY = 'SecondPass.Session';

/** All requests on one branch of ours, as the pull request of that branch remembers them. */
export const session = z.object({
  requests: z.array(z.string().max(60)).max(500),
  costUsd: z.number().nonnegative().max(1_000_000),
  tip: z.string().regex(/^[0-9a-f]{40}$/),
  plans: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(500),
});

export interface Session extends z.infer<typeof session> {}

const NEW: Omit<Session, 'tip'> = { requests: [], costUsd: 0, plans: [] };

/** Null for what is no session. */
export function readSession(text: string | undefined): Session | null {
  try {
    const read = session.safeParse(JSON.parse(text ?? ''));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** The session with one more plan applied; a plan that it knows already changes nothing but the tip. */
export function withPlan(
  before: Session | null,
  { request, plan, costUsd, tip }: { request: string; plan: string; costUsd: number; tip: string },
): Session {
  const { requests, plans, costUsd: spent } = before ?? NEW;
  if (plans.includes(plan)) return { requests, plans, costUsd: spent, tip };
  return {
    requests: [...new Set([...requests, request])],
    plans: [...plans, plan],
    costUsd: Number((spent + costUsd).toFixed(4)),
    tip,
  };
}

/**
 * What all requests of a session cost: those whose plan was applied are remembered by the pull request, the others by our own
 * answers to them.
 */
export function spentOfSession(
  session: Session | null,
  answers: readonly { request: string; buildId: string; usd?: number }[],
): number {
  const { requests, costUsd } = session ?? NEW;
  const byRun = new Map<string, number>();
  for (const { request, buildId, usd = 0 } of answers)
    if (!requests.includes(request)) byRun.set(buildId, Math.max(usd, byRun.get(buildId) ?? 0));
  return costUsd + sumOf([...byRun.values()], (usd) => usd);
}
