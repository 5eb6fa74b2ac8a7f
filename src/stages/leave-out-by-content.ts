import type { BlobId, CommitId, CommitRange, Repository } from '../ports/repository';
import type { ChangedFile } from '../steps/diff/changed-file';
import { withFewRead } from '../steps/scope/few-to-read';
import { withMovesShown } from '../steps/scope/moves-shown';
import type { ContentRules, Scope } from '../steps/scope/scope';
import { isBySign, scopeByContent } from '../steps/scope/scope-by-content';

/** What content decides, but for what is little enough to be read all the same; a sign of a generated file has to stand at the tip of the target too, since the author chooses where the branch went off. */
export async function leaveOutByContent(
  repository: Repository,
  { base, target = base }: Pick<CommitRange, 'base'> & { target?: CommitId },
  files: readonly ChangedFile[],
  contents: ReadonlyMap<BlobId, Uint8Array>,
  rules: ContentRules,
): Promise<Scope> {
  const then = scopeByContent(files, contents, rules);
  const bySign = new Set(then.skipped.filter(isBySign).map(({ path }) => path));
  const withMoved = (scope: Pick<Scope, 'skipped'>) => withMovesShown(files, contents, withFewRead(files, scope));
  if (target === base || bySign.size === 0) return withMoved(then);
  const nameOf = ({ oldPath, path }: ChangedFile) => `${target}:${oldPath ?? path}`;
  const asked = files.filter(({ path, change }) => bySign.has(path) && change !== 'deleted');
  const there = await repository.read(asked.map(nameOf));
  const atTarget = new Map(asked.map((file) => [file.path, there.get(nameOf(file)) ?? new Uint8Array()]));
  const now = new Map(scopeByContent(asked, contents, { ...rules, atTarget }).skipped.map((one) => [one.path, one]));
  const isAsked = new Set(asked.map(({ path }) => path));
  const skipped = then.skipped.flatMap((one) => (isAsked.has(one.path) ? (now.get(one.path) ?? []) : [one]));
  return withMoved({ skipped });
}
