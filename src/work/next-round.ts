import { inFull, isSecondPassError } from '../errors';
import type { FixWorld } from '../fix-world';
import { PATCH_FILE, PLAN_FILE } from '../steps/plan/believed-plan';
import type { FixRecord } from '../steps/record/fix-record';
import { toldLogs } from './failed-build';
import type { AcceptedRequest } from './heard';
import { SESSION_FILE } from './session-log';

/** Of one request: a change that a pipeline refuses three times is for a person. */
export const MOST_ROUNDS = 3;

export function afterFailure(round: number): { next: string } {
  return { next: `Round ${round} of ${MOST_ROUNDS} begins.` };
}

/** The same request with what the validation pipeline said of the change; null where that has no complaint, or nothing was written. */
export async function nextRound(
  world: FixWorld,
  accepted: AcceptedRequest,
  { situation, validation, pushes }: FixRecord,
): Promise<AcceptedRequest | null> {
  const tip = pushes?.at(-1)?.to;
  const isRefused = validation?.result === 'failed' || validation?.result === 'partiallySucceeded';
  if (situation !== 'applied' || !isRefused || tip === undefined || world.signal.aborted) return null;
  keepRound(world);
  const { claim: _, ...request } = accepted;
  return {
    ...request,
    earlier: { tip, materials: await failures(world, validation), calls: world.calls.length },
  };
}

/** The ends of the logs; without them at least the steps that failed. */
async function failures({ pipelines, log }: FixWorld, { run, failures: told }: FixRecord['validation'] & object) {
  try {
    const logs = toldLogs(await pipelines.failedLogs(run));
    if (logs.length > 0) return logs;
  } catch (error) {
    if (!isSecondPassError(error)) throw error;
    log.warn(`The log of the validation pipeline could not be read: ${inFull(error)}`);
  }
  return [
    { kind: 'build', title: 'Steps of the validation pipeline that failed after the change', text: told.join('\n') },
  ];
}

const OF_A_ROUND = [PLAN_FILE, PATCH_FILE, SESSION_FILE];

/** Every round leaves its own files; those of the last one have the plain names. */
function keepRound({ left }: FixWorld): void {
  const rounds = left.filter(({ name }) => name.endsWith(PLAN_FILE)).length;
  for (const file of left) if (OF_A_ROUND.includes(file.name)) file.name = `round-${rounds}-${file.name}`;
}

/** What was written before stays told, however the later round ended. */
export function joinedRecord(before: FixRecord, now: FixRecord): FixRecord {
  const { pushes, fixPullRequest, branch, gate } = before;
  return {
    ...now,
    ...(pushes ? { pushes: [...pushes, ...(now.pushes ?? [])] } : {}),
    ...(fixPullRequest
      ? { fixPullRequest: { ...fixPullRequest, ...now.fixPullRequest, isNew: fixPullRequest.isNew } }
      : {}),
    ...(branch ? { branch } : {}),
    ...(gate ? { gate } : {}),
  };
}
