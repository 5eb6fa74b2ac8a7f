import { SecondPassError } from '../../errors';
import type { HostContext } from './context';
import type { Call } from './rest';

interface Attempt<Result> {
  send(): Promise<Result>;
  /** Looks for what a lost answer may have left behind; absent for writes that do no harm when done twice. */
  findAgain?(): Promise<Result | null>;
  /** Where nobody knows what became of it; 4 when absent, and where it was turned away. */
  tries?: number;
}

const MAX_TRIES = 4;
const FIRST_WAIT = 1000;

/** After these nobody knows whether the service carried the write out. */
const LOST = ['connection', 'timeout', 'cut-off', 'unavailable', 'unexpected-answer'];

/**
 * Sends a write until its answer is known. When the answer was lost the write is looked for before it is sent again;
 * when the service turned it away unread (429, or 503 with Retry-After) it may go again after the wait that was asked.
 */
export async function sendSurely<Result extends object>(
  { clock, log }: Pick<HostContext, 'clock' | 'log'>,
  { send, findAgain, tries = MAX_TRIES }: Attempt<Result>,
): Promise<Result & { foundAgain?: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof SecondPassError)) throw error;
      const isLost = LOST.includes(error.code);
      if (!isLost && error.code !== 'throttled') throw error;
      await clock.sleep(FIRST_WAIT * attempt);
      const found = isLost && findAgain ? await findAgain() : null;
      if (found) return { ...found, foundAgain: true };
      if (attempt >= (isLost ? tries : MAX_TRIES)) throw error;
      log.info(`Writing again, since it was not carried out: ${error.message}`);
    }
  }
}

/** Sends a write below the pull request that does no harm when it is done twice. */
export function sendRepeatable<Shape>(
  context: HostContext,
  call: Call<Shape>,
  tries?: number,
): Promise<{ answer: Shape }> {
  const path = context.place.pullRequest(call.path);
  const whole = { ...call, path, route: `pullRequests/{id}/${call.route}` };
  return sendSurely(context, {
    send: async () => ({ answer: await context.rest.json(whole) }),
    ...(tries === undefined ? {} : { tries }),
  });
}
