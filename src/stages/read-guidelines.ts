import type { Iteration } from '../ports/code-host';
import { guidelineFile } from '../steps/prompt/guideline-file';
import { selectGuidelines } from '../steps/prompt/guidelines';
import type { Change } from '../steps/scope/change';
import { fileWithoutSecrets } from '../steps/secrets/secret-files';
import type { Settings } from '../steps/settings/settings';
import type { World } from '../world';

export interface Guidelines {
  /** Text of what concerns the changed files; empty if none is set. */
  guidelines: string;
  guidelineFiles: readonly string[];
  notes: readonly string[];
}

/** The customer's guidance as it stands at the target branch; the pull request's own version of it is never read. */
export async function readGuidelines(
  { guidelines }: Settings,
  { repository }: World,
  { scope, hideIn }: Change,
  { target }: Iteration,
): Promise<Guidelines> {
  if (guidelines.length === 0) return { guidelines: '', guidelineFiles: [], notes: [] };
  const contents = await repository.read(guidelines.map((path) => `${target}:${path}`));
  const given = guidelines.map((path) => guidelineFile(path, contents.get(`${target}:${path}`)));
  const files = given.flatMap(({ path, text }) =>
    text === undefined ? [] : [{ path, text: hideIn(fileWithoutSecrets(text, path)) }],
  );
  const selected = selectGuidelines(
    files,
    scope.files.map(({ path }) => path),
  );
  return {
    guidelines: selected.text,
    guidelineFiles: selected.files,
    notes: [...selected.notes, ...given.flatMap(({ trouble }) => trouble ?? [])],
  };
}
