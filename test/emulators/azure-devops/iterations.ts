import { type Collection, now } from './collection';
import { mergeBranches } from './conflicts';
import { gitRemembered, gitText, mergeBases, type RawChange, rawChanges, resolve, setRef, writeCommit } from './git';
import type { FileChange, Identity, Iteration, IterationReason, PullRequest } from './model';

/** Iterations the service shows on one page of changes. */
export const changePage = { usual: 100, most: 2000 };

/**
 * Reads the branches as they are now and appends an iteration: new source, target and common commit, changed files with
 * tracking ids that stay with a file, merge commit and `refs/pull/N/merge`. Throws when a branch is missing.
 */
export async function appendIteration(
  collection: Collection,
  pullRequest: PullRequest,
  reason: IterationReason,
  author: Identity,
): Promise<Iteration> {
  const source = await bringSource(pullRequest);
  const target = await tip(pullRequest.repository.directory, pullRequest.targetRef);
  const bases = await mergeBases(pullRequest.repository.directory, source, target);
  const common = bases[0];
  if (!common) throw new Error(`${pullRequest.sourceRef} and ${pullRequest.targetRef} have no common commit`);
  pullRequest.hasMultipleMergeBases = bases.length > 1;
  const iteration: Iteration = {
    id: pullRequest.iterations.length + 1,
    reason,
    source,
    target,
    common,
    author,
    createdDate: now(collection),
    changes: [],
  };
  iteration.changes = await changesOf(pullRequest, iteration);
  keep(pullRequest, iteration);
  pullRequest.iterations.push(iteration);
  await refreshMerge(pullRequest);
  return iteration;
}

/** Merges anew after the target or the source moved: `refs/pull/N/merge` as the service keeps it. */
export async function refreshMerge(pullRequest: PullRequest): Promise<void> {
  const directory = pullRequest.repository.directory;
  const source = newest(pullRequest).source;
  const target = await tip(directory, pullRequest.targetRef);
  pullRequest.mergeSource = source;
  pullRequest.mergeTarget = target;
  const tree = await mergedTree(pullRequest, target, source);
  pullRequest.mergeStatus = tree ? 'succeeded' : 'conflicts';
  if (!tree) return;
  const { name, email } = signature('Azure DevOps');
  pullRequest.mergeCommit = writeCommit(directory, {
    tree,
    parents: [target, source],
    author: `${name} <${email}>`,
    date: pullRequest.creationDate,
    message: `Merge pull request ${pullRequest.id} from ${short(pullRequest.sourceRef)} into ${short(pullRequest.targetRef)}`,
  });
  setRef(directory, `refs/pull/${pullRequest.id}/merge`, pullRequest.mergeCommit);
}

/** The changes of an iteration against the common commit (0) or against an earlier iteration's source. */
export async function changesAgainst(
  pullRequest: PullRequest,
  iteration: Iteration,
  base: number,
): Promise<FileChange[]> {
  if (base === 0) return iteration.changes;
  const from = pullRequest.iterations[base - 1] as Iteration;
  const raw = await rawChanges(pullRequest.repository.directory, from.source, iteration.source);
  return raw.map((change) => fileChange(change, trackedId(pullRequest, change, new Map())));
}

export function newest(pullRequest: PullRequest): Iteration {
  return pullRequest.iterations.at(-1) as Iteration;
}

function signature(name: string): { name: string; email: string } {
  return { name, email: `${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@fabrikam.example` };
}

export function committer(name: string, date: string): Record<string, string> {
  const { email } = signature(name);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}

export function short(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

async function changesOf(pullRequest: PullRequest, iteration: Iteration): Promise<FileChange[]> {
  const directory = pullRequest.repository.directory;
  const before = pullRequest.iterations.at(-1);
  const movedSince = before ? await renames(directory, before.source, iteration.source) : new Map<string, string>();
  const raw = await rawChanges(directory, iteration.common, iteration.source);
  return raw.map((change) => fileChange(change, trackedId(pullRequest, change, movedSince)));
}

/** A file keeps its id when it is renamed, against the target branch or since the last iteration. */
function trackedId(pullRequest: PullRequest, change: RawChange, movedSince: Map<string, string>): number {
  const names = [change.newPath, movedSince.get(change.newPath), change.oldPath];
  const known = names.map((name) => pullRequest.trackingIds.get(`/${name}`)).find((id) => id !== undefined);
  const id = known ?? Math.max(0, ...pullRequest.trackingIds.values()) + 1;
  pullRequest.trackingIds.set(`/${change.newPath}`, id);
  return id;
}

function fileChange(change: RawChange, trackingId: number): FileChange {
  const absent = /^0+$/;
  return {
    trackingId,
    path: `/${change.newPath}`,
    ...(change.letter === 'R' ? { originalPath: `/${change.oldPath}` } : {}),
    flags: flagsOf(change),
    ...(absent.test(change.newId) ? {} : { objectId: change.newId }),
    ...(absent.test(change.oldId) ? {} : { originalObjectId: change.oldId }),
    isSubmodule: change.newMode === '160000' || change.oldMode === '160000',
  };
}

function flagsOf(change: RawChange): string {
  if (change.letter === 'A' || change.letter === 'C') return 'add';
  if (change.letter === 'D') return 'delete';
  if (change.letter === 'R') return change.oldId === change.newId ? 'rename' : 'edit, rename';
  return 'edit';
}

/** New path to old path of the files renamed between two commits. */
async function renames(directory: string, from: string, to: string): Promise<Map<string, string>> {
  const raw = await rawChanges(directory, from, to);
  return new Map(raw.filter((one) => one.letter === 'R').map((one) => [one.newPath, one.oldPath]));
}

/** The tip of the source branch, its objects made present in the target repository. */
async function bringSource(pullRequest: PullRequest): Promise<string> {
  const { repository, sourceRepository, sourceRef } = pullRequest;
  const source = await tip(sourceRepository.directory, sourceRef);
  if (sourceRepository !== repository) {
    const into = `+${sourceRef}:refs/internal/pull/${pullRequest.id}/source`;
    await gitText(repository.directory, [
      'fetch',
      '--quiet',
      '--no-write-fetch-head',
      sourceRepository.directory,
      into,
    ]);
  }
  return source;
}

/** Commits of an iteration stay reachable after force pushes, as they do on the service. */
function keep({ id, repository }: PullRequest, iteration: Iteration): void {
  const name = `refs/internal/pull/${id}/${iteration.id}`;
  setRef(repository.directory, name, iteration.source);
  setRef(repository.directory, `${name}-common`, iteration.common);
}

/** Where the target did not move on, the merge is what the source holds. */
async function mergedTree(pullRequest: PullRequest, target: string, source: string): Promise<string | undefined> {
  const { directory } = pullRequest.repository;
  const bases = await mergeBases(directory, source, target);
  if (bases[0] === target) {
    pullRequest.conflicts = [];
    return (await gitRemembered(directory, ['rev-parse', `${source}^{tree}`])).trim();
  }
  const { tree, isWhole } = await mergeBranches(pullRequest, target, source);
  return isWhole ? tree : undefined;
}

async function tip(directory: string, ref: string): Promise<string> {
  const found = await resolve(directory, `${ref}^{commit}`);
  if (!found) throw new Error(`There is no ${ref} in ${directory}`);
  return found;
}
