import type { FixWorld } from '../fix-world';
import type { CommitId } from '../ports/repository';
import type { TreeDifference, TreeEntry, TreeId, Trees } from '../ports/trees';
import type { Workshop } from '../ports/workshop';
import { changesOf } from '../steps/candidate/changes-of';
import type { Check } from '../steps/candidate/check';
import { type Entry, NO_CONTENT } from '../steps/candidate/entry';
import { type Candidate, judgeCandidate } from '../steps/candidate/judge';

/** The tree after the work, as our own index has it, and what code says of it. */
export interface ReadCandidate {
  tree: TreeId;
  entries: readonly Entry[];
  checks: readonly Check[];
  leftBehind: readonly string[];
}

interface Given {
  trees: Trees;
  base: CommitId;
  laid: readonly TreeEntry[];
  /** New files that belong to the change. */
  named: ReadonlySet<string>;
}

/** Read only when every process of the workshop is dead: nothing can change a file that was looked at. */
export async function readCandidate(
  workshop: Workshop,
  { trees, base, laid, named }: Given,
  judged: Omit<Candidate, 'entries' | 'contents' | 'basePaths'>,
): Promise<ReadCandidate> {
  await workshop.stop();
  const found = changesOf(await trees.find(workshop.tree, laid, [...named]), laid, named);
  const tree = await trees.write(base, found.changes);
  const compared = await judgeTree(trees, { base, tree }, judged);
  return { ...compared, tree, leftBehind: found.leftBehind, checks: [...found.refused, ...compared.checks] };
}

/** The judgement of any two trees; `apply` asks for it again. */
export async function judgeTree(
  trees: Trees,
  { base, tree }: { base: CommitId; tree: TreeId },
  judged: Omit<Candidate, 'entries' | 'contents' | 'basePaths'>,
): Promise<{ entries: readonly Entry[]; checks: readonly Check[] }> {
  const entries = (await trees.compare(base, tree)).map(entryOf);
  const ids = entries.flatMap(({ oldId, id }) => [oldId, id]).filter((id) => id !== NO_CONTENT);
  const [contents, basePaths] = await Promise.all([trees.read(ids), trees.paths(base)]);
  return { entries, checks: judgeCandidate({ ...judged, entries, contents, basePaths }) };
}

function entryOf({ isBinary: _, ...difference }: TreeDifference): Entry {
  return difference;
}

/** What of the world and the settings a judgement needs. */
export function judgedBy(
  { holdsSecret }: Pick<FixWorld, 'holdsSecret'>,
  { places, settings, findingPath }: Pick<Candidate, 'places' | 'settings'> & { findingPath?: string | undefined },
): Omit<Candidate, 'entries' | 'contents' | 'basePaths'> {
  return { places, settings, holdsKnownSecret: holdsSecret, ...(findingPath === undefined ? {} : { findingPath }) };
}
