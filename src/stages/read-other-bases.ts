import { isSecondPassError } from '../errors';
import type { CommitRange, OtherBase, Repository } from '../ports/repository';
import type { TreeChange } from '../steps/diff/changed-file';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import type { Gap } from '../steps/scope/gap';
import { hiddenFiles, type OtherDifference, severalBasesGap } from '../steps/scope/other-bases';
import { scopeByPath } from '../steps/scope/scope-by-path';
import type { Settings } from '../steps/settings/settings';

/** Of several common commits one is compared with: what the others show is looked for, by names alone. */
export async function readOtherBases(
  settings: Settings,
  repository: Repository,
  { source, otherBases }: CommitRange,
  reviewed: readonly TreeChange[],
): Promise<readonly Gap[]> {
  if (otherBases === undefined) return [];
  const known = otherBases.flatMap(({ commit, since }) => (since === undefined ? [] : [{ commit, since }]));
  if (known.length === 0 || known.length < otherBases.length) return severalBasesGap(undefined);
  try {
    const hidden = new Set<string>();
    for (const other of known) {
      const difference = await readDifference(settings, repository, source, other);
      for (const path of hiddenFiles(reviewed, difference)) hidden.add(path);
    }
    return severalBasesGap([...hidden]);
  } catch (error) {
    if (!isSecondPassError(error) || error.kind !== 'platform') throw error;
    return severalBasesGap(undefined);
  }
}

async function readDifference(
  settings: Settings,
  repository: Repository,
  source: string,
  { commit, since }: Required<OtherBase>,
): Promise<OtherDifference> {
  const changes = readTreeChanges(await repository.changes({ base: commit, source }));
  const { kept } = scopeByPath(changes, settings);
  return { changes: kept, before: readTreeChanges(await repository.changes({ base: since, source: commit })) };
}
