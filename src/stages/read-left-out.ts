import type { CommitRange, Repository } from '../ports/repository';
import type { ChangedFile, TreeChange } from '../steps/diff/changed-file';
import { readPatch } from '../steps/diff/read-patch';

/** Files whose differences are in memory together. */
const AT_ONCE = 300;

/** Differences of files that nobody reviews, some at a time; nothing of them is shown or sent. */
export async function* readLeftOut(
  repository: Repository,
  range: CommitRange,
  files: readonly TreeChange[],
): AsyncGenerator<ChangedFile[]> {
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE);
    const paths = new Set(some.map(({ path }) => path));
    yield readPatch(await repository.patch(range, some)).filter(({ path }) => paths.has(path));
  }
}
