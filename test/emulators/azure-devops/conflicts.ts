import { type Collection, now } from './collection';
import { GitFailure, git, gitText, mergeBases } from './git';
import type { Conflict, ConflictType, Identity, PullRequest } from './model';
import { invalidArgument, ServiceError } from './service-error';

/** What came of a merge: the tree, where nothing is left that conflicts. */
export interface Merged {
  tree: string;
  isWhole: boolean;
}

/** Merges as the service does: conflicts that somebody resolved in the pull request are taken from there, for as long as their sides stand. */
export async function mergeBranches(pullRequest: PullRequest, target: string, source: string): Promise<Merged> {
  const { directory } = pullRequest.repository;
  const { tree, found } = await mergeTree(directory, target, source);
  const [mergeBase = ''] = await mergeBases(directory, source, target);
  const known = new Map(pullRequest.conflicts.map((one) => [keyOf(one), one]));
  const sides = { mergeBase, mergeSource: source, mergeTarget: target };
  const first = Math.max(0, ...pullRequest.conflicts.map(({ id }) => id)) + 1;
  pullRequest.conflicts = found.map((one, at) => {
    const resolution = known.get(keyOf(one))?.resolution;
    return { ...one, ...sides, id: known.get(keyOf(one))?.id ?? first + at, ...(resolution ? { resolution } : {}) };
  });
  const isWhole = pullRequest.conflicts.every(({ resolution }) => resolution !== undefined);
  if (!isWhole || found.length === 0) return { tree, isWhole };
  return { tree: await resolvedTree(directory, tree, pullRequest.conflicts), isWhole };
}

/** `PATCH conflicts/{id}`: what a person, or whoever may contribute, decides for it. */
export async function resolveConflict(
  collection: Collection,
  { conflicts, repository }: PullRequest,
  conflict: Conflict,
  who: Identity,
  resolution: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!conflicts.includes(conflict)) throw conflictNotFound();
  const blob = await chosenBlob(repository.directory, conflict, resolution);
  const { mergeType, action } = resolution;
  const how = { ...(mergeType ? { mergeType } : {}), ...(action ? { action } : {}) } as Record<string, string>;
  conflict.resolution = { how, blob, by: who, date: now(collection) };
}

export function conflictNotFound(): ServiceError {
  return new ServiceError(404, 'GitConflictNotFoundException', 'TF401505: The conflict was not found.');
}

async function chosenBlob(
  directory: string,
  { source, target }: Conflict,
  { mergeType, action, userMergedBlob, userMergedContent }: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  const words = `${mergeType ?? action}`.toLowerCase();
  if (words === 'takesourcecontent' || words === 'picksourceaction') return source ?? null;
  if (words === 'taketargetcontent' || words === 'picktargetaction') return target ?? null;
  if (words !== 'usermerged') throw invalidArgument('The resolution is not one of this conflict.', 'resolution');
  const { objectId } = (userMergedBlob ?? {}) as { objectId?: string };
  if (objectId) return objectId;
  if (!Array.isArray(userMergedContent)) throw invalidArgument('There is no merged content.', 'resolution');
  const input = Buffer.from(userMergedContent as number[]);
  return (await git(directory, ['hash-object', '-w', '--stdin'], { input })).toString().trim();
}

type Found = Pick<Conflict, 'path' | 'type' | 'base' | 'source' | 'target'>;

async function mergeTree(directory: string, target: string, source: string): Promise<{ tree: string; found: Found[] }> {
  try {
    const tree = (await gitText(directory, ['merge-tree', '--write-tree', target, source])).split('\n')[0] ?? '';
    return { tree, found: [] };
  } catch (failure) {
    if (!(failure instanceof GitFailure) || failure.exitCode !== 1) throw failure;
    const [head = ''] = failure.output.split('\n\n');
    const [tree = '', ...lines] = head.split('\n');
    return { tree, found: conflictsIn(lines) };
  }
}

/** `<mode> <id> <stage><tab><path>`: 1 is the common commit, 2 the target, 3 the source. */
function conflictsIn(lines: readonly string[]): Found[] {
  const stages = new Map<string, (string | undefined)[]>();
  for (const line of lines) {
    const [, id, stage, path] = /^\d{6} ([0-9a-f]{40}) ([123])\t(.+)$/.exec(line) ?? [];
    if (path === undefined) continue;
    const known = stages.get(path) ?? [];
    known[Number(stage)] = id;
    stages.set(path, known);
  }
  return [...stages].map(([path, [, base, target, source]]) => ({
    path,
    type: typeOf(base, target, source),
    ...(base ? { base } : {}),
    ...(target ? { target } : {}),
    ...(source ? { source } : {}),
  }));
}

function typeOf(base?: string, target?: string, source?: string): ConflictType {
  if (!base) return 'addAdd';
  if (!source) return 'deleteEdit';
  return target ? 'editEdit' : 'editDelete';
}

function keyOf({ path, base, source, target }: Found): string {
  return [path, base, source, target].join(' ');
}

async function resolvedTree(directory: string, tree: string, conflicts: readonly Conflict[]): Promise<string> {
  const env = { GIT_INDEX_FILE: `${directory}/emulator-merge-index` };
  await gitText(directory, ['read-tree', tree], { env });
  const lines = conflicts.map(({ path, resolution }) =>
    resolution?.blob ? `100644 ${resolution.blob}\t${path}\n` : `0 ${'0'.repeat(40)}\t${path}\n`,
  );
  await gitText(directory, ['update-index', '--index-info'], { env, input: lines.join('') });
  return await gitText(directory, ['write-tree'], { env });
}
