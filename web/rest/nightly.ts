import type { Aggregate } from '../../src/steps/insights/aggregate';
import { readAggregate } from '../../src/steps/insights/packed-aggregate';
import { objectOf, parsed, pathOf, textOf } from './answers';
import { type Attached, listAttached } from './attachments';
import { RestFailure } from './failure';
import type { Rest } from './rest';
import { listTaggedRuns, type TaggedRun } from './tagged-runs';

const TAG = 'second-pass-insights';
const TYPE = 'second-pass.insights';
const MOST_BYTES = 5_000_000;

export interface Nightly {
  aggregate: Aggregate;
  runId: number;
}

/**
 * The figures of the newest nightly run; undefined where there is none that can be read. Four questions as a rule, two of them
 * side by side, so that the reader waits for three.
 */
export async function readNightly(rest: Rest, project: string): Promise<Nightly | undefined> {
  const runs = await listTaggedRuns(rest, project, TAG, MOST_RUNS);
  const candidates = runs.filter(({ branch }) => branch.startsWith('refs/heads/'));
  const [newest] = candidates;
  if (newest === undefined) return undefined;
  const attachedToNewest = attachedTo(rest, project, newest);
  // Awaited only where the newest is believed.
  attachedToNewest.catch(() => undefined);
  const run = await newestOfDefaultBranch(rest, project, candidates);
  if (run === undefined) return undefined;
  try {
    const attached = await (run === newest ? attachedToNewest : attachedTo(rest, project, run));
    const text = attached ? await rest.text(attached.path, MOST_BYTES, { isLate: true }) : '';
    const aggregate = text === '' ? undefined : readAggregate(parsed(text));
    return aggregate && { aggregate, runId: run.id };
  } catch (error) {
    if (error instanceof RestFailure && (error.kind === 'notFound' || error.kind === 'tooLarge')) return undefined;
    throw error;
  }
}

async function attachedTo(rest: Rest, project: string, run: TaggedRun): Promise<Attached | undefined> {
  const [attached] = await listAttached(rest, project, run.id, TYPE);
  return attached;
}

/**
 * Whatever runs in a pull request or on a branch of somebody, a test for one, can tag its run and attach what it likes: figures
 * count of runs of a default branch alone.
 */
async function newestOfDefaultBranch(
  rest: Rest,
  project: string,
  runs: readonly TaggedRun[],
): Promise<TaggedRun | undefined> {
  const defaults = new Map<string, Promise<string>>();
  for (const run of runs) {
    const asked = defaults.get(run.repositoryId) ?? defaultBranchOf(rest, project, run.repositoryId);
    defaults.set(run.repositoryId, asked);
    const known = await asked;
    if (known === '' ? USUAL.has(run.branch) : run.branch === known) return run;
  }
  return undefined;
}

const MOST_RUNS = 50;

/** Where the service does not tell, as of a repository elsewhere. */
const USUAL = new Set(['refs/heads/main', 'refs/heads/master']);

async function defaultBranchOf(rest: Rest, project: string, repositoryId: string): Promise<string> {
  if (!/^[\da-f-]{36}$/.test(repositoryId)) return '';
  const answer = await rest.json(pathOf(project, '_apis', 'git', 'repositories', repositoryId)).catch(() => ({}));
  return textOf(objectOf(answer).defaultBranch);
}
