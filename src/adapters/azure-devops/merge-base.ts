import { isSecondPassError, SecondPassError } from '../../errors';
import type { AskCommonCommit, HostContext } from './context';
import { baseUrl } from './rest';
import { type IterationShape, mergeBases, type PullRequestShape } from './shapes';

/** A common commit that the iteration does not name is no fact: the service is asked for it, and git where the service does not tell. */
export async function mergeBaseOf(
  context: HostContext,
  shape: PullRequestShape,
  newest: IterationShape,
): Promise<string> {
  const base = await toldByService(context, newest).catch((error: unknown) => {
    if (context.commonCommit === undefined || !isSecondPassError(error) || error.kind !== 'platform') throw error;
    context.log.warn(`${error.message} Asking git where the branches went apart.`);
    return toldByGit(context, context.commonCommit, shape, newest);
  });
  if (base === null) throw noIterations('shares no commit with its target branch');
  return base;
}

async function toldByService({ rest, place }: HostContext, newest: IterationShape): Promise<string | null> {
  const [source, target] = [newest.sourceRefCommit.commitId, newest.targetRefCommit.commitId];
  const bases = await rest.json({
    method: 'GET',
    path: place.repositoryPath(`commits/${source}/mergebases`),
    query: { otherCommitId: target },
    route: 'commits/{id}/mergebases',
    shape: mergeBases,
  });
  return bases[0]?.commitId ?? null;
}

function toldByGit(
  context: HostContext,
  commonCommit: AskCommonCommit,
  shape: PullRequestShape,
  { sourceRefCommit, targetRefCommit }: IterationShape,
): Promise<string | null> {
  const at = { url: repositoryUrl(context, shape), refs: [`refs/pull/${shape.pullRequestId}/merge`] };
  return commonCommit(at, sourceRefCommit.commitId.toLowerCase(), targetRefCommit.commitId.toLowerCase());
}

export function repositoryUrl({ collectionUrl }: HostContext, { repository }: PullRequestShape): string {
  const [project, name] = [repository.project.name, repository.name].map(encodeURIComponent);
  return `${baseUrl(collectionUrl)}${project}/_git/${name}`;
}

export function noIterations(what: string): SecondPassError {
  return new SecondPassError({ kind: 'platform', code: 'no-iterations', message: `The pull request ${what}.` });
}
