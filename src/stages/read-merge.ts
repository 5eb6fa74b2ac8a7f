import { isSecondPassError } from '../errors';
import type { CodeHost, Iteration, PullRequest } from '../ports/code-host';
import type { CommitId, Merge, Repository } from '../ports/repository';
import type { TreeChange } from '../steps/diff/changed-file';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import type { FileFate } from '../steps/scope/file-fate';
import type { Gap } from '../steps/scope/gap';
import { mergeGap, unmergedGap } from '../steps/scope/merge-gap';
import { scopeByPath } from '../steps/scope/scope-by-path';
import type { Settings } from '../steps/settings/settings';
import type { StoredResult } from '../steps/threads/stored-result';
import type { World } from '../world';

/** An author can make thousands. */
const MOST_BASES = 10;

/** The service takes a moment to merge what was pushed. */
const PATIENCE = [1_000, 2_000, 4_000];

/** As it stands, with its merge if that comes about in time. */
export async function pullRequestWithMerge({
  host,
  clock,
  signal,
}: Pick<World, 'host' | 'clock' | 'signal'>): Promise<PullRequest> {
  let pullRequest = await host.pullRequest();
  for (const pause of PATIENCE) {
    if (pullRequest.iteration.unmerged !== 'unknown' || signal.aborted) break;
    await clock.sleep(pause, signal);
    pullRequest = await host.pullRequest();
  }
  return pullRequest;
}

/** What of the merge a result that was stored knows nothing of: a conflict may have been resolved since. Only names that it tells are told. */
export async function readMergeSince(
  settings: Settings,
  world: Pick<World, 'host' | 'repository' | 'clock' | 'signal'>,
  { merge, files }: Pick<StoredResult, 'merge' | 'files'>,
  pullRequest: PullRequest,
): Promise<readonly Gap[]> {
  if (merge !== undefined && merge === pullRequest.iteration.merge?.commit) return [];
  const isNew = pullRequest.iteration.unmerged === 'unknown';
  const { iteration } = isNew ? await pullRequestWithMerge(world) : pullRequest;
  const known = new Set(files.map(({ path }) => path));
  const leftOut = files.filter(({ state }) => state === 'skipped');
  return readMerge(settings, world, iteration, { leftOut, named: (path) => (known.has(path) ? path : 'another file') });
}

/** What will be merged must be what was read: a file of which the merge makes something that neither branch holds is told. */
export async function readMerge(
  settings: Settings,
  { host, repository }: Pick<World, 'host' | 'repository'>,
  iteration: Iteration,
  { leftOut, named }: { leftOut: readonly LeftOut[]; named: (path: string) => string },
): Promise<readonly Gap[]> {
  const { merge, unmerged } = iteration;
  if (unmerged !== undefined) return unmergedGap(unmerged);
  if (merge === undefined || repository.mergedOtherwise === undefined) return [];
  try {
    const changes = await mergedOtherwise(host, repository, { ...iteration, merge });
    return mergeGap(changes && inScope(changes, settings, leftOut).map(named));
  } catch (error) {
    if (!isSecondPassError(error) || error.kind !== 'platform') throw error;
    return mergeGap(null);
  }
}

type LeftOut = Pick<FileFate, 'path' | 'reason'>;

/** They hold for a name, whatever stands in the file: that it was binary, empty or the work of a tool says nothing of its merge. */
const BY_NAME: ReadonlySet<string | undefined> = new Set(['default exclusion', 'exclude', 'include', '.gitattributes']);

/** What rules leave out of a review they leave out of its merge. */
function inScope(changes: readonly TreeChange[], settings: Settings, leftOut: readonly LeftOut[]): string[] {
  const isLeftOut = new Set(leftOut.filter(({ reason }) => BY_NAME.has(reason)).map(({ path }) => path));
  const { kept, skipped } = scopeByPath(changes, settings);
  const counted = [...kept, ...skipped.filter(({ missed }) => missed)].map(({ path }) => path);
  return counted.filter((path) => !isLeftOut.has(path));
}

/** A file counts that no common commit accounts for: of several each is asked, and so is a newer one where the target moved on. */
async function mergedOtherwise(
  host: CodeHost,
  repository: Repository,
  iteration: Iteration & { merge: Merge },
): Promise<readonly TreeChange[] | null> {
  const { base, otherBases = [], source, merge } = iteration;
  const ask = async (commit: CommitId) => {
    const raw = await repository.mergedOtherwise?.(commit, source, merge);
    return raw ? readTreeChanges(raw) : null;
  };
  let left = await ask(base);
  if (left === null || left.length === 0) return left;
  const others = [...otherBases.map(({ commit }) => commit), ...(await newerBases(host, iteration))];
  for (const commit of others) {
    const those = await ask(commit);
    const paths = those && new Set(those.map(({ path }) => path));
    left = left.filter(({ path }) => paths?.has(path) ?? true);
  }
  return left;
}

/** The target may have taken a part of the source in. What it threw away comes back by the merge, and was not read: an older one accounts for nothing. */
async function newerBases(
  { commonCommits }: CodeHost,
  { base, source, target, merge }: Iteration & { merge: Merge },
): Promise<readonly CommitId[]> {
  if (merge.target === target || commonCommits === undefined) return [];
  const newer: CommitId[] = [];
  for (const commit of (await commonCommits(source, merge.target)).slice(0, MOST_BASES)) {
    if (commit !== base && (await commonCommits(base, commit)).includes(base)) newer.push(commit);
  }
  return newer;
}
