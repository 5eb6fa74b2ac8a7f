import type { PolicyPlace } from '../../src/steps/policy/policy-place';
import { entriesOf, objectOf, pathOf, textOf } from './answers';
import { RestFailure } from './failure';
import type { Rest } from './rest';

export interface PolicyFile {
  text: string;
  /** Newest commit that the service names for the file. */
  commit: string;
}

/** The file as it is at the tip of its branch. */
export async function readPolicyFile(
  rest: Rest,
  { project, repository, branch, path }: PolicyPlace,
): Promise<PolicyFile> {
  const base = pathOf(project, '_apis', 'git', 'repositories', repository, 'items');
  const query = {
    path: `/${path}`,
    'versionDescriptor.version': branch,
    'versionDescriptor.versionType': 'branch',
    includeContent: 'true',
    $format: 'json',
  };
  const { content, commitId } = objectOf(await rest.json(base, { query }));
  if (typeof content !== 'string') throw new RestFailure('notReadable');
  return { text: content, commit: textOf(commitId) };
}

export async function listRepositories(rest: Rest, project: string): Promise<string[]> {
  const answer = await rest.json(`${encodeURIComponent(project)}/_apis/git/repositories`);
  return entriesOf(answer).flatMap((entry) => {
    const { name } = objectOf(entry);
    return typeof name === 'string' ? [name] : [];
  });
}
