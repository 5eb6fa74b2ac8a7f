import { badInputs, SecondPassError } from '../../errors';
import type {
  Attributes,
  BlobId,
  CommitId,
  CommitRange,
  Merge,
  Repository,
  WantedChange,
} from '../../ports/repository';
import { readBlobs } from './batch-objects';
import { comparable, type ObjectSizes } from './comparable';
import { rawMerged } from './merged-entries';
import { mergedBlobs, mergedOtherwise, mergeRoom } from './merged-otherwise';
import { filesOn, SUBMODULE_MODE, writeTrees } from './narrow-trees';
import { MOST_LOOKED_AT } from './object-heads';
import { isObjectId, type MergedEntry, NO_OBJECT, type ObjectOrigin } from './object-origin';
import type { MeasureObjects, PourObject, ReadObjects } from './object-reader';
import { TOO_LARGE } from './object-size';
import { changesArguments, patchArguments, WALK_TIME } from './patch-arguments';
import { createPatchCollector } from './patch-collector';
import { attributePaths, checkAttributes } from './path-attributes';
import { renameLimit } from './rename-limit';
import { type Git, gitEnded, gitOutput } from './run-git';
import { checkWalk } from './walk-limit';

export interface Scratch {
  folder: string;
  /** Path of git. */
  program: string;
  signal: AbortSignal;
  /** Reads the scratch repository and can never fetch. */
  reader: Git;
  objects: ReadObjects;
  measure: MeasureObjects;
  pour: PourObject;
  origin: ObjectOrigin;
}

/** As git says it, in one order of words or another. */
const SKIPPED_RENAMES = /rename detection was skipped/;
const TOO_MANY_RENAMES =
  'Too many files went away and came to compare all of them: one that was renamed and changed may count as two.';

/** The repository port over a scratch repository, wherever its objects come from. */
export function repositoryOver(open: () => Promise<Scratch>): Repository {
  const notes = new Set<string>();
  const merges = new Map<string, Promise<readonly MergedEntry[] | null>>();
  const comparisons = new Map<string, Uint8Array | null>();
  const room = mergeRoom();
  async function askMerged(base: CommitId, source: CommitId, { commit, target }: Merge) {
    const { origin } = await open();
    return await origin.merged({ base, source, target, merge: commit });
  }
  /** Asked once, unless asking failed. */
  function merged(base: CommitId, source: CommitId, merge: Merge): Promise<readonly MergedEntry[] | null> {
    const key = [base, source, merge.commit, merge.target].map(checkedCommit).join(' ');
    const asked = merges.get(key) ?? askMerged(base, source, merge);
    merges.set(key, asked);
    asked.catch(() => merges.delete(key));
    return asked;
  }
  return {
    async changes(range) {
      const { reader, objects, origin } = await open();
      const { base, source } = await origin.trees(checkedRange(range));
      await checkWalk(objects, base, source);
      // Its trees are at hand now.
      if (range.merge) void merged(range.base, range.source, range.merge).catch(() => {});
      return await gitOutput(reader, { arguments: changesArguments(base, source), timeoutMilliseconds: WALK_TIME });
    },
    async patch(range, wanted, soon = []) {
      if (wanted.length === 0) return new Uint8Array();
      const scratch = await open();
      const of = checkedRange(range);
      const entries = of.merge && (await merged(of.base, of.source, of.merge).catch(() => null));
      const besides = [...mergedBlobs(entries ?? []), ...contentsOf(soon)];
      const sizes = await obtainContents(scratch, of, wanted, besides);
      const compared = comparable(wanted, sizes);
      const [base, source] = await writeTrees(scratch.reader, [filesOn('old', compared), filesOn('new', compared)]);
      const collector = createPatchCollector();
      const run = { arguments: patchArguments(base, source, renameLimit(compared, sizes)), onOutput: collector.add };
      const answer = await scratch.reader(run);
      if (answer.exitCode !== 0) throw gitEnded(run, answer);
      if (SKIPPED_RENAMES.test(answer.errorText)) notes.add(TOO_MANY_RENAMES);
      return collector.result();
    },
    async read(names) {
      const { objects, origin } = await open();
      const ids = await idsOf(origin, names);
      await origin.blobs([...new Set(ids.values())], MOST_LOOKED_AT);
      const contents = await readBlobs(objects, ids.values());
      const answer = new Map<string, Uint8Array>();
      for (const name of names) {
        const content = contents.get(ids.get(name) ?? '');
        if (content) answer.set(name, content);
      }
      return answer;
    },
    async pour(id, take, most) {
      const { pour, origin } = await open();
      const tooLarge = await origin.blobs([id], MOST_LOOKED_AT);
      return !tooLarge.has(id) && (await pour(id, take, most));
    },
    async filesAt(commit, paths) {
      const { origin } = await open();
      return new Set((await origin.find(checkedCommit(commit), paths)).keys());
    },
    async paths(commit) {
      const { origin } = await open();
      return (await origin.list?.(checkedCommit(commit))) ?? null;
    },
    async links(commit) {
      const { objects, origin } = await open();
      const ids = (await origin.links?.(checkedCommit(commit))) ?? new Map<string, string>();
      await origin.blobs([...new Set(ids.values())], MOST_LOOKED_AT);
      const contents = await readBlobs(objects, ids.values());
      const targets = [...ids].map(
        ([path, id]) => [path, Buffer.from(contents.get(id) ?? []).toString('utf8')] as const,
      );
      return new Map(targets);
    },
    async attributes(commit, paths, names) {
      if (paths.length === 0 || names.length === 0) return new Map<string, Attributes>();
      const { folder, reader, origin } = await open();
      const files = await origin.find(checkedCommit(commit), attributePaths(paths));
      await origin.blobs([...files.values()], MOST_LOOKED_AT);
      return await checkAttributes(reader, folder, { files, paths, names });
    },
    async mergedOtherwise(base, source, merge) {
      const key = [base, source, merge.commit, merge.target].join(' ');
      const known = comparisons.get(key);
      if (known !== undefined) return known;
      const entries = await merged(base, source, merge);
      const answer = entries && rawMerged(await mergedOtherwise(await open(), entries, room));
      comparisons.set(key, answer);
      return answer;
    },
    notes: async () => [...((await open()).origin.notes?.() ?? []), ...notes],
  };
}

/**
 * Fetches both sides of the wanted files, and answers with how large they are; `.gitattributes` above them come along, and what else
 * will be asked for.
 */
async function obtainContents(
  { origin, measure }: Scratch,
  range: CommitRange,
  wanted: readonly WantedChange[],
  besides: readonly BlobId[],
): Promise<ObjectSizes> {
  await origin.trees(range);
  const contents = contentsOf(wanted);
  const paths = origin.findsLocally ? wanted.map(({ pathBytes }) => Buffer.from(pathBytes).toString('utf8')) : [];
  const attributes =
    paths.length > 0 ? await origin.find(range.base, attributePaths(paths)) : new Map<string, string>();
  const tooLarge = await origin.blobs([...contents, ...attributes.values(), ...besides], MOST_LOOKED_AT);
  const ids = [...contents].filter((id) => !tooLarge.has(id));
  const sizes = await measure(ids);
  const missing = ids.filter((_, at) => sizes[at] === null);
  if (missing.length > 0) throw notDelivered(missing, ids.length);
  const known = ids.flatMap((id, at) => (sizes[at] ? [[id, sizes[at]] as const] : []));
  return new Map([...known, ...[...tooLarge].map((id) => [id, TOO_LARGE] as const)]);
}

/** Of both sides. */
function contentsOf(changes: readonly WantedChange[]): Set<BlobId> {
  const files = [...filesOn('old', changes), ...filesOn('new', changes)];
  return new Set(files.flatMap(({ id, mode }) => (mode === SUBMODULE_MODE ? [] : [id])));
}

function notDelivered(missing: readonly string[], all: number): SecondPassError {
  return new SecondPassError({
    kind: 'platform',
    code: 'git-objects-missing',
    message: `The server did not deliver ${missing.length} of ${all} file contents, ${missing[0]} for one.`,
  });
}

/** Blob ids by name: a name that is an id stands for itself, `<commit>:<path>` is looked up. */
async function idsOf(origin: ObjectOrigin, names: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const pathsByCommit = new Map<string, string[]>();
  for (const name of names) {
    if (isObjectId(name)) {
      if (name !== NO_OBJECT) ids.set(name, name);
      continue;
    }
    const commit = checkedCommit(name.slice(0, 40));
    pathsByCommit.set(commit, [...(pathsByCommit.get(commit) ?? []), name.slice(41)]);
  }
  for (const [commit, paths] of pathsByCommit) {
    const found = await origin.find(commit, paths);
    for (const [path, id] of found) ids.set(`${commit}:${path}`, id);
  }
  return ids;
}

function checkedRange(range: CommitRange): CommitRange {
  const { base, source, merge } = range;
  return {
    base: checkedCommit(base),
    source: checkedCommit(source),
    ...(merge && { merge: { commit: checkedCommit(merge.commit), target: checkedCommit(merge.target) } }),
  };
}

function checkedCommit(commit: string): string {
  if (isObjectId(commit)) return commit;
  throw badInputs([
    { input: 'commit id', was: JSON.stringify(commit), allowed: '40 hexadecimal digits in lower case' },
  ]);
}
