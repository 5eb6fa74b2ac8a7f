import { isSecondPassError, SecondPassError } from '../../errors';
import type { CommitRange, OtherBase } from '../../ports/repository';
import type { HostContext } from './context';
import { baseUrl } from './rest';
import { type IterationShape, mergeBases, type PullRequestShape } from './shapes';

/** Where the branches went apart; `otherBases` where that is several commits, of which the service compares with one. */
export type Bases = Pick<CommitRange, 'base' | 'otherBases'>;

/** A common commit that the iteration does not name is no fact: the service is asked for it, and git where the service does not tell. */
export async function basesOf(
  context: HostContext,
  shape: PullRequestShape,
  { commonRefCommit, sourceRefCommit, targetRefCommit }: IterationShape,
): Promise<Bases> {
  const named = commonRefCommit?.commitId.toLowerCase();
  if (named !== undefined && !shape.hasMultipleMergeBases) return { base: named };
  const ends = [sourceRefCommit.commitId.toLowerCase(), targetRefCommit.commitId.toLowerCase()] as const;
  const told = await commonCommits(context, shape, ends).catch((error: unknown) => {
    if (named === undefined || !isPlatform(error)) throw error;
    return [named];
  });
  const base = named ?? told[0];
  if (base === undefined) throw noIterations('shares no commit with its target branch');
  const others = told.filter((commit) => commit !== base);
  if (others.length === 0 && !shape.hasMultipleMergeBases) return { base };
  // Of too many none is asked for, and the review is a partial one: an author can make thousands.
  if (others.length > MOST_OTHERS) return { base, otherBases: others.map((commit) => ({ commit })) };
  const otherBases: OtherBase[] = [];
  for (const commit of others) otherBases.push(await otherBase(context, shape, base, commit));
  return { base, otherBases };
}

const MOST_OTHERS = 10;

async function otherBase(
  context: HostContext,
  shape: PullRequestShape,
  base: string,
  commit: string,
): Promise<OtherBase> {
  const apart = await commonCommits(context, shape, [base, commit]).catch((error: unknown) => {
    if (!isPlatform(error)) throw error;
    return [];
  });
  return { commit, ...(apart.length === 1 && apart[0] ? { since: apart[0] } : {}) };
}

async function commonCommits(
  context: HostContext,
  shape: PullRequestShape,
  [one, other]: readonly [string, string],
): Promise<readonly string[]> {
  return commonByService(context, one, other).catch((error: unknown) => {
    if (context.commonCommits === undefined || !isPlatform(error)) throw error;
    context.log.warn(`${error.message} Asking git where the branches went apart.`);
    const at = { url: repositoryUrl(context, shape), refs: [`refs/pull/${shape.pullRequestId}/merge`] };
    return context.commonCommits(at, one, other);
  });
}

/** As the service tells it. */
export async function commonByService(
  { rest, place }: HostContext,
  one: string,
  other: string,
): Promise<readonly string[]> {
  const bases = await rest.json({
    method: 'GET',
    path: place.repositoryPath(`commits/${one}/mergebases`),
    query: { otherCommitId: other },
    route: 'commits/{id}/mergebases',
    shape: mergeBases,
  });
  return bases.map(({ commitId }) => commitId.toLowerCase());
}

function isPlatform(error: unknown): error is SecondPassError {
  return isSecondPassError(error) && error.kind === 'platform';
}

export function repositoryUrl({ collectionUrl }: HostContext, { repository }: PullRequestShape): string {
  const [project, name] = [repository.project.name, repository.name].map(encodeURIComponent);
  return `${baseUrl(collectionUrl)}${project}/_git/${name}`;
}

export function noIterations(what: string): SecondPassError {
  return new SecondPassError({ kind: 'platform', code: 'no-iterations', message: `The pull request ${what}.` });
}
