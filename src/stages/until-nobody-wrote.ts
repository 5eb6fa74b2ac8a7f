import type { HostWrite, Written } from '../ports/code-host';
import { withheld } from '../steps/conclusion/unwritten';
import type { ReviewRecord } from '../steps/record/review-record';
import type { World } from '../world';

/** Each needs another run that posts in the very moment. */
const MOST_ROUNDS = 5;

/**
 * Ends a run, and once more as long as its status went over one that nobody had read: what another run found meanwhile has to count.
 * A status that fails or tells of an error hides nothing.
 */
export async function untilNobodyWrote<Last extends World>(
  world: Last,
  end: (world: Last, round: number) => Promise<ReviewRecord>,
): Promise<ReviewRecord> {
  for (let round = 1; ; round += 1) {
    let [isOver, isWithheld] = [true, false];
    const apply = async (write: HostWrite): Promise<Written> => {
      const written = await world.host.apply(write);
      if (written.overtakes && mayHide(write)) isOver = false;
      if (written.isWithheld) isWithheld = true;
      return written;
    };
    const record = await end({ ...world, host: { ...world.host, apply } }, round);
    if (isOver || round === MOST_ROUNDS) return isWithheld ? withheld(record) : record;
    world.log.info('Another run posted a status meanwhile: what it left is read, and the verdict made again.');
  }
}

function mayHide(write: HostWrite): boolean {
  return write.kind === 'status' && (write.state === 'succeeded' || write.state === 'pending');
}
