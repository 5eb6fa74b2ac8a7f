import * as z from 'zod';
import { sumOf } from '../../sum-of';
import { type Seal, signatureOf, trustIn } from '../threads/signature';

/** Of the pull request that a session opened. */
export const SESSION_PROPERTY = 'SecondPass.Session';

/**
 * All requests on one branch of ours and what they cost, as the run that made the newest plan sums them up. It stands in that
 * plan: whoever writes the branch holds no key, and hands it on as it is.
 */
export const session = z.strictObject({
  requests: z.array(z.string().max(60)).max(500),
  costUsd: z.number().nonnegative().max(1_000_000),
  signature: z.string().max(64).exactOptional(),
});

export interface Session extends z.infer<typeof session> {}

/** As the pull request of the branch remembers it, with the commit at which the branch was left. */
const remembered = session.extend({ tip: z.string().regex(/^[0-9a-f]{40}$/) });

export interface RememberedSession extends z.infer<typeof remembered> {}

/** What a session is signed for. */
export interface SessionSeal extends Pick<Seal, 'key' | 'repositoryId'> {
  /** Full name: a session is a branch, and has it for itself. */
  branch: string;
}

/** Null for what is no session, or not ours; then the doubt says why. Without a key nothing can be told apart, and it is taken as it is. */
export function readSession(
  text: string | undefined,
  seal: SessionSeal,
): { session: RememberedSession | null; doubt?: string } {
  const read = remembered.safeParse(parsed(text ?? ''));
  if (!read.success) return { session: null, doubt: DOUBTS.unread };
  const { signature, ...told } = read.data;
  const isOurs = seal.key === null || trustIn(() => partsOf(told), signature, sealOf(seal)) === 'signed';
  return isOurs ? { session: read.data } : { session: null, doubt: DOUBTS.notOurs };
}

const BEGUN_ANEW =
  '`budgetUsdPerSession` counts from here on and what our answers on it say; `budgetUsdPerDay` holds as ever.';
const DOUBTS = {
  unread: `The pull request of this branch does not tell what was spent on it. ${BEGUN_ANEW}`,
  notOurs: `What the pull request of this branch says was spent is not signed by our key, and is not believed. ${BEGUN_ANEW}`,
};

/** The session with one more request. */
export function withRequest(
  before: Pick<Session, 'requests' | 'costUsd'> | null,
  { id, usd }: { id: string; usd: number },
  seal: SessionSeal,
): Session {
  const told = {
    requests: [...new Set([...(before?.requests ?? []), id])],
    costUsd: Number(((before?.costUsd ?? 0) + usd).toFixed(4)),
  };
  const signature = signatureOf(partsOf(told), sealOf(seal));
  return { ...told, ...(signature === undefined ? {} : { signature }) };
}

export function sessionText({ requests, costUsd, signature }: Session, tip: string): string {
  return JSON.stringify({ requests, costUsd, tip, ...(signature === undefined ? {} : { signature }) });
}

function partsOf({ requests, costUsd }: Pick<Session, 'requests' | 'costUsd'>): string[] {
  return ['session', JSON.stringify(requests), String(costUsd)];
}

/** It is signed before its pull request has a number; the branch has one pull request alone. */
function sealOf({ key, repositoryId, branch }: SessionSeal): Seal {
  return { key, repositoryId, pullRequestId: 0, name: branch };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What all requests of a session cost: those whose plan was applied are remembered by the pull request, the others by our own
 * answers to them. It is never less than these answers say together, whatever the pull request remembers.
 */
export function spentOfSession(
  session: Session | null,
  answers: readonly { request: string; buildId: string; usd?: number }[],
): number {
  const { requests, costUsd } = session ?? { requests: [], costUsd: 0 };
  const beyond = answers.filter(({ request }) => !requests.includes(request));
  return Math.max(costUsd + paidIn(beyond), paidIn(answers));
}

/** What a run that has only said that it is at work may spend; it may also have died, and told nobody what it cost. */
export function withReserves<Answer extends { state: string; usd?: number }>(
  answers: readonly Answer[],
  reserve: number,
): Answer[] {
  return answers.map((one) => (one.state === 'claimed' ? { ...one, usd: Math.max(one.usd ?? 0, reserve) } : one));
}

/** Where requests that are comments were made, by their ids; each thread once. */
export function threadsAsked(requests: readonly string[]): { pullRequestId: number; threadId: number }[] {
  const threads = requests.flatMap((id) => /^pr-(\d+\.\d+)\.\d+$/.exec(id)?.[1] ?? []);
  return [...new Set(threads)].map((thread) => {
    const [pullRequestId = 0, threadId = 0] = thread.split('.').map(Number);
    return { pullRequestId, threadId };
  });
}

/** What the runs that wrote these answers cost; the dearest figure of a run counts. */
function paidIn(answers: readonly { buildId: string; usd?: number }[]): number {
  const byRun = new Map<string, number>();
  for (const { buildId, usd = 0 } of answers) byRun.set(buildId, Math.max(usd, byRun.get(buildId) ?? 0));
  return sumOf([...byRun.values()], (usd) => usd);
}
