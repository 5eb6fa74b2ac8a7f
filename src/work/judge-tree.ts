import type { FixWorld } from '../fix-world';
import type { CommitId } from '../ports/repository';
import type { TreeDifference, TreeId, Trees } from '../ports/trees';
import type { Check } from '../steps/candidate/check';
import { type Entry, MOST_BYTES, NO_CONTENT } from '../steps/candidate/entry';
import { type Candidate, judgeCandidate } from '../steps/candidate/judge';

/** What of the world and the settings a judgement needs. */
export interface JudgedBy extends Omit<Candidate, 'entries' | 'contents' | 'basePaths'> {
  /** What is said of a change without secrets: names of files are anybody's words. */
  hide(text: string): string;
}

export function judgedBy(
  { holdsSecret, masking }: Pick<FixWorld, 'holdsSecret' | 'masking'>,
  { places, settings, findingPaths, elsewhere }: Pick<Candidate, 'places' | 'settings' | 'findingPaths' | 'elsewhere'>,
): JudgedBy {
  return { places, settings, findingPaths, elsewhere, holdsKnownSecret: holdsSecret, hide: masking.text };
}

/** What differs between two trees, as git itself tells it. */
export async function entriesBetween(trees: Pick<Trees, 'compare'>, base: CommitId, tree: TreeId): Promise<Entry[]> {
  return (await trees.compare(base, tree)).map(entryOf);
}

/** The one judgement of a change: where a plan is made, and again before it is written. */
export async function judgeEntries(
  trees: Pick<Trees, 'read' | 'paths'>,
  { base, entries }: { base: CommitId; entries: readonly Entry[] },
  by: JudgedBy,
): Promise<Check[]> {
  // What is refused for its number or its size need not be looked into; what it becomes is read before what it was.
  const looked = entries.slice(0, by.settings.maxFiles);
  const ids = [...looked.map(({ id }) => id), ...looked.map(({ oldId }) => oldId)].filter((id) => id !== NO_CONTENT);
  const [contents, basePaths] = await Promise.all([trees.read(ids, MOST_BYTES), trees.paths(base)]);
  return hiddenChecks(judgeCandidate({ ...by, entries, contents, basePaths }), by);
}

export function hiddenChecks(checks: readonly Check[], { hide }: Pick<JudgedBy, 'hide'>): Check[] {
  return checks.map((one) => ({ ...one, text: hide(one.text) }));
}

function entryOf({ isBinary: _, ...difference }: TreeDifference): Entry {
  return difference;
}
