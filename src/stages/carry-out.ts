import { isSecondPassError } from '../errors';
import type { CodeHost, HostWrite } from '../ports/code-host';
import type { Unwritten } from '../steps/conclusion/unwritten';

/** One after the other; a write that is refused does not stop the others, the end of the run does. */
export async function carryOut(
  writes: readonly HostWrite[],
  host: Pick<CodeHost, 'apply'>,
  signal?: AbortSignal,
): Promise<Unwritten[]> {
  const unwritten: Unwritten[] = [];
  for (const write of writes) {
    signal?.throwIfAborted();
    try {
      await host.apply(write);
    } catch (error) {
      if (!isSecondPassError(error) || error.kind === 'cancelled' || error.kind === 'deadline') throw error;
      unwritten.push({ write, error });
    }
  }
  return unwritten;
}
