import type { Change } from '../scope/change';
import { isProgramOfBytes } from '../scope/program-name';

/** Programs of bytes with other bytes than before, which nobody can read; not those that a rule of the customer's leaves out. */
export function changedPrograms({
  changes,
  scope,
  hideInPath,
}: Pick<Change, 'changes' | 'scope' | 'hideInPath'>): string[] {
  const changed = changes.filter(
    ({ path, change, oldBlob, newBlob }) => change !== 'deleted' && oldBlob !== newBlob && isProgramOfBytes(path),
  );
  if (changed.length === 0) return [];
  const isByUs = ({ reason }: { reason: string }) => reason === 'default exclusion' || reason === 'binary';
  const left = new Set(scope.skipped.filter(isByUs).map(({ path }) => path));
  return changed.map(({ path }) => hideInPath(path)).filter((path) => left.has(path));
}
