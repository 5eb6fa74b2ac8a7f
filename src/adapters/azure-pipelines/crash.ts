import { addressFault, inFull, isSecondPassError } from '../../errors';
import type { LogWriter } from './log-writer';

/**
 * What nobody caught is our bug, unless it has a name: it is told with its stack, and the task fails. Without this Node would print it past
 * the log writer, and text of the pull request in a message would reach the agent as it is.
 */
export function catchCrashes(writer: LogWriter, events: Pick<NodeJS.Process, 'on'> = process): void {
  let isTold = false;
  const tell = (error: unknown) => {
    if (isBrokenPipe(error)) return;
    writer.info(error instanceof Error && error.stack ? error.stack : String(error));
    if (isTold) return;
    isTold = true;
    process.exitCode = 1;
    const known = isSecondPassError(error) ? error : addressFault(String(error));
    if (known) {
      writer.error(inFull(known));
      writer.complete('Failed', known.message, true);
      return;
    }
    writer.error('Second Pass ended unexpectedly. This is a fault of the task; the log shows where.');
    writer.complete('Failed', 'Second Pass ended unexpectedly.', true);
  };
  events.on('uncaughtException', tell);
  events.on('unhandledRejection', tell);
}

/** A process that waits for what nothing will bring ends by itself and without an error: the agent would call that a success. */
export function catchSilentEnd(writer: LogWriter, events: Pick<NodeJS.Process, 'on'> = process): void {
  events.on('beforeExit', () => {
    if (!writer.isComplete()) throw new Error('Nothing is under way any more, and no result was told.');
  });
}

/** The agent has gone: nobody is left to tell. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
