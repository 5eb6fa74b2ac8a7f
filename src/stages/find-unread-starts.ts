import type { CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import type { Gap } from '../steps/scope/gap';
import { type PathSettings, unchangedLeftOut } from '../steps/scope/scope-by-path';
import { isReadByNobody, meantBy, startedUnread, startsOf } from '../steps/scope/starts-outside';

interface Known {
  /** What is shown to the reviewer. */
  files: readonly ChangedFile[];
  changes: readonly TreeChange[];
  settings: PathSettings;
}

/** Data that came earlier, when nothing ran it, and that the change starts without a change of its own. */
export async function findUnreadStarts(
  repository: Repository,
  { source }: Pick<CommitRange, 'source'>,
  { files, changes, settings }: Known,
): Promise<readonly Gap[]> {
  const started = startsOf(files);
  const all = started.how.size === 0 ? null : await repository.paths?.(source);
  if (!all) return [];
  const changed = new Set(changes.map(({ path }) => path));
  const meant = meantBy(started, all).filter((path) => !changed.has(path));
  const left = unchangedLeftOut(meant, settings);
  if (left.length === 0) return [];
  const nameOf = (path: string) => `${source}:${path}`;
  const contents = await repository.read(left.map(nameOf));
  return startedUnread(left.filter((path) => isReadByNobody(contents.get(nameOf(path)))));
}
