import { type FailureKind, isSecondPassError } from '../errors';
import type { Iteration } from '../ports/code-host';
import type { WantedChange } from '../ports/repository';
import type { TreeChange } from '../steps/diff/changed-file';
import { readDifference } from '../steps/diff/read-difference';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import type { Change } from '../steps/scope/change';
import type { Settings } from '../steps/settings/settings';
import { contentOf, endedWith, shortHash } from '../steps/threads/as-reviewed';
import type { ReviewedIteration } from '../steps/threads/memory';
import { settingsHash } from '../steps/threads/next-memory';
import { type Since, sinceLines } from '../steps/triage/changed-since';
import type { World } from '../world';

/** Reasons of an iteration after which the pull request is another one. */
const REWRITTEN: ReadonlySet<string> = new Set(['forcePush', 'rebase', 'retarget']);

/** Failures after which the lines cannot be told and the files still can; a stopped run has to end with what it knows. */
const UNKNOWING: ReadonlySet<FailureKind> = new Set(['platform', 'deadline', 'cancelled']);

/** What changed since the last iteration that was reviewed as a whole; everything when that cannot or must not be told. */
export async function changedSince(
  settings: Settings,
  { repository, log }: Pick<World, 'repository' | 'log'>,
  last: ReviewedIteration | undefined,
  iteration: Iteration,
  { scope }: Change,
): Promise<Since> {
  const reason = whyEverything(settings, last, iteration);
  if (last === undefined || reason !== '') return { kind: 'all', reason };
  try {
    const range = { base: last.source, source: iteration.source };
    const paths = new Set(scope.files.map(({ path }) => path));
    const wanted = readTreeChanges(await repository.changes(range)).filter((one) => isWanted(one, paths, last));
    if (!wanted.every((change) => isContinued(change, last))) return byContent(last, scope.files);
    return sinceLines(readDifference(await repository.patch(range, wanted), wanted), last.iteration);
  } catch (error) {
    if (!isSecondPassError(error) || !UNKNOWING.has(error.kind)) throw error;
    log.info(`The lines changed since iteration ${last.iteration} are not known, only the files: ${error.message}`);
    return byContent(last, scope.files);
  }
}

function whyEverything(settings: Settings, last: ReviewedIteration | undefined, { id, reason }: Iteration): string {
  if (last === undefined) return 'no iteration was reviewed before';
  if (settings.force || last.iteration === id) return 'this iteration is reviewed once more';
  if (last.settings !== settingsHash(settings)) return 'the settings have changed';
  return REWRITTEN.has(reason) ? `the branch was rewritten (${reason})` : '';
}

/** Files in scope now, and those that were in scope then: a file that was renamed is both. Nothing else is fetched. */
function isWanted({ path, change }: TreeChange, paths: ReadonlySet<string>, last: ReviewedIteration): boolean {
  return paths.has(path) || (change === 'deleted' && last.files[shortHash(path)] !== undefined);
}

/** False where the old side is not what was reviewed then; over REST only the pull request's own difference can be had. */
function isContinued({ path, oldBlob }: WantedChange & { path: string }, last: ReviewedIteration): boolean {
  const content = last.files[shortHash(path)];
  return content === undefined || endedWith(content, oldBlob);
}

function byContent({ files, iteration }: ReviewedIteration, now: Change['scope']['files']): Since {
  const changed = now.filter(({ path, oldBlob, newBlob }) => files[shortHash(path)] !== contentOf(oldBlob, newBlob));
  return { kind: 'files', iteration, paths: new Set(changed.map(({ path }) => path)) };
}
