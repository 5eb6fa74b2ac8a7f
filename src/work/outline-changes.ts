import type { FixWorld } from '../fix-world';
import type { Material } from '../steps/brief/material';
import { outlineText } from '../steps/brief/outline-text';
import { readTreeChanges } from '../steps/diff/read-tree-changes';
import type { Shown } from './gather-findings';
import type { AcceptedRequest } from './heard';

/** Changed files that are looked into; a pull request with more is no help for a look at one place. */
const MOST_FILES = 30;

/** What stands in the files that the pull request changes, as they are where the work begins. */
export async function outlineChanges(
  { outliner, signal }: Pick<FixWorld, 'outliner' | 'signal'>,
  { pullRequest }: AcceptedRequest,
  { code: { repository }, base, isHidden }: Shown,
): Promise<Material[]> {
  if (!pullRequest) return [];
  const range = { base: pullRequest.iteration.base, source: base };
  const changed = readTreeChanges(await repository.changes(range)).filter(({ newMode }) => /^100/.test(newMode));
  const paths = changed.map(({ path }) => path).filter((path) => !isHidden(path));
  if (paths.length === 0 || paths.length > MOST_FILES) return [];
  const contents = await repository.read(paths.map((path) => `${base}:${path}`));
  const files = paths.flatMap((path) => {
    const content = contents.get(`${base}:${path}`);
    return content === undefined ? [] : [{ path, content }];
  });
  const outlined = await outliner.outline(files, signal);
  const text = outlineText(outlined.map(({ after }, index) => ({ path: files[index]?.path ?? '', outline: after })));
  if (text === null) return [];
  return [{ kind: 'outline', title: 'What stands in the files that the pull request changes', text, files: paths }];
}
