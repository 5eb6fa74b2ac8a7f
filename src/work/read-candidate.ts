import type { CommitId } from '../ports/repository';
import type { TreeEntry, TreeId, Trees } from '../ports/trees';
import type { Workshop } from '../ports/workshop';
import { changesOf } from '../steps/candidate/changes-of';
import type { Check } from '../steps/candidate/check';
import type { Entry } from '../steps/candidate/entry';
import { entriesBetween, hiddenChecks, type JudgedBy, judgeEntries } from './judge-tree';

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
  judged: JudgedBy,
): Promise<ReadCandidate> {
  await workshop.stop();
  const found = changesOf(await trees.find(workshop.tree, laid, [...named]), laid, named);
  const tree = await trees.write(base, found.changes);
  const entries = await entriesBetween(trees, base, tree);
  const checks = await judgeEntries(trees, { base, entries }, judged);
  return {
    entries,
    tree,
    leftBehind: found.leftBehind.map(judged.hide),
    checks: [...hiddenChecks(found.refused, judged), ...checks],
  };
}
