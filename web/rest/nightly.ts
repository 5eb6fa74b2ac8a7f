import type { Aggregate } from '../../src/steps/insights/aggregate';
import { readAggregate } from '../../src/steps/insights/packed-aggregate';
import { objectOf, textOf } from './conversation';
import { RestFailure } from './failure';
import { entriesOf } from './history';
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
    const path = await attachedPath(rest, project, run.id);
    const text = path === undefined ? '' : await rest.text(path, MOST_BYTES, { isLate: true });
    const aggregate = text === '' ? undefined : readAggregate(parsed(text));
    return aggregate && { aggregate, runId: run.id };
  } catch (error) {
    if (error instanceof RestFailure && (error.kind === 'notFound' || error.kind === 'tooLarge')) return undefined;
    throw error;
  }
}

/** Made anew from the ids in it, so that no answer can lead a token elsewhere. */
async function attachedPath(rest: Rest, project: string, runId: number): Promise<string | undefined> {
  const base = [project, '_apis', 'build', 'builds', String(runId)];
  const answer = await rest.json([...base, 'attachments', TYPE].map(encodeURIComponent).join('/'), { isLate: true });
  for (const entry of entriesOf(answer)) {
    const href = textOf(objectOf(objectOf(objectOf(entry)._links).self).href);
    const ids = /\/builds\/\d+\/([\w-]{36})\/([\w-]{36})\/attachments\//i.exec(href);
    const name = objectOf(entry).name;
    if (ids && typeof name === 'string')
      return [...base, ids[1] ?? '', ids[2] ?? '', 'attachments', TYPE, name].map(encodeURIComponent).join('/');
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
