/** Where the file of a policy is: on a branch of a repository in the same collection. */
export interface PolicyPlace {
  project: string;
  repository: string;
  branch: string;
  path: string;
}

export const POLICY_PLACE_FORM =
  'project/repository/branch/path, like Platform/policies/main/second-pass.json; a colon before the path where the branch has slashes: Platform/policies/release/1:second-pass.json';

/** What the field `policy` of a service connection names; null where it cannot be read. */
export function parsePolicyPlace(text: string): PolicyPlace | null {
  const [, project = '', repository = '', rest = ''] = /^([^/\\:]+)\/([^/\\:]+)\/(.+)$/.exec(text.trim()) ?? [];
  const colon = rest.indexOf(':');
  const at = colon >= 0 ? colon : rest.indexOf('/');
  const branch = rest.slice(0, Math.max(0, at)).replace(/^refs\/heads\//, '');
  const path = rest.slice(at + 1).replace(/^\/+/, '');
  const isWhole = [project, repository, branch, path].every((part) => part.trim() !== '');
  const isPlain = !/[\p{Cc}\p{Cf}\\?*<>|"]/u.test(text) && !`/${path}/${branch}/`.includes('/../');
  return isWhole && isPlain ? { project, repository, branch, path } : null;
}

export function placeText({ project, repository, branch, path }: PolicyPlace): string {
  return `${project}/${repository}/${branch}${branch.includes('/') ? ':' : '/'}${path}`;
}
