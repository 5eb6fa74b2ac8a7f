import type { Aggregate } from '../../src/steps/insights/aggregate';
import { readAggregate } from '../../src/steps/insights/packed-aggregate';
import { parsed } from './answers';
import { listAttached } from './attachments';
import { RestFailure } from './failure';
import type { Rest } from './rest';
import { listTaggedRuns } from './tagged-runs';

const TAG = 'second-pass-insights';
const TYPE = 'second-pass.insights';
const MOST_BYTES = 5_000_000;

export interface Nightly {
  aggregate: Aggregate;
  runId: number;
}

/** The figures of the newest nightly run; undefined where there is none that can be read. Three questions at most. */
export async function readNightly(rest: Rest, project: string): Promise<Nightly | undefined> {
  const [run] = await listTaggedRuns(rest, project, TAG, 1);
  if (run === undefined) return undefined;
  try {
    const [attached] = await listAttached(rest, project, run.id, TYPE);
    const text = attached ? await rest.text(attached.path, MOST_BYTES, { isLate: true }) : '';
    const aggregate = text === '' ? undefined : readAggregate(parsed(text));
    return aggregate && { aggregate, runId: run.id };
  } catch (error) {
    if (error instanceof RestFailure && (error.kind === 'notFound' || error.kind === 'tooLarge')) return undefined;
    throw error;
  }
}
