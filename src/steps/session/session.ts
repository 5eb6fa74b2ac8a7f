import * as z from 'zod';

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
