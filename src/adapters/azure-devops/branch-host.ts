import * as z from 'zod';
import { type FailureCode, SecondPassError } from '../../errors';
import type { BranchHost, OpenedPullRequest, PullRequestOrder, RepositoryPlace } from '../../ports/branch-host';
import type { Clock } from '../../ports/clock';
import { branchRights } from './branch-rights';
import { baseUrl, createRest, type Rest, type RestOptions } from './rest';
import { sendSurely } from './retry-write';

export interface BranchHostOptions extends RestOptions {
  project: string;
  /** Id or name. */
  repositoryId: string;
  clock: Clock;
}

interface Line extends BranchHostOptions {
  rest: Rest;
  /** Below the repository. */
  path(rest: string): string;
  repository(): Promise<RepositoryPlace>;
}

/** One repository in Azure Repos: its branches' rights, and pull requests of ours. */
export function createBranchHost(options: BranchHostOptions): BranchHost {
  const rest = createRest(options);
  const base = `${encodeURIComponent(options.project)}/_apis/git/repositories/${encodeURIComponent(options.repositoryId)}`;
  const path = (below: string) => `${base}${below && `/${below}`}`;
  let asked: Promise<RepositoryPlace> | undefined;
  const repository = () => {
    asked ??= readRepository(rest, options.collectionUrl, path(''));
    return asked;
  };
  const line: Line = { ...options, rest, path, repository };
  return {
    repository,
    rights: async (folder) => branchRights(rest, await repository(), folder),
    pullRequestOf: (branch) => pullRequestOf(line, branch),
    pullRequestInto: (branch) => openPullRequest(line, { 'searchCriteria.targetRefName': branch }),
    open: (order) => open(line, order),
  };
}

async function readRepository(rest: Rest, collectionUrl: string, path: string): Promise<RepositoryPlace> {
  const found = await rest.json({
    method: 'GET',
    path,
    route: 'repositories/{id}',
    shape: z.looseObject({
      id: z.string(),
      name: z.string(),
      defaultBranch: z.string().nullish(),
      project: z.looseObject({ id: z.string(), name: z.string() }),
    }),
  });
  const [project, name] = [found.project.name, found.name].map(encodeURIComponent);
  return {
    id: found.id.toLowerCase(),
    name: found.name,
    projectId: found.project.id,
    defaultBranch: found.defaultBranch ?? '',
    cloneUrl: `${baseUrl(collectionUrl)}${project}/_git/${name}`,
  };
}

const opened = z.looseObject({ pullRequestId: z.int(), targetRefName: z.string(), isDraft: z.boolean().nullish() });

function pullRequestOf(line: Line, branch: string): Promise<OpenedPullRequest | null> {
  return openPullRequest(line, { 'searchCriteria.sourceRefName': branch });
}

async function openPullRequest(line: Line, where: Record<string, string>): Promise<OpenedPullRequest | null> {
  const { value } = await line.rest.json({
    method: 'GET',
    path: line.path('pullrequests'),
    route: 'repositories/{id}/pullRequests',
    query: { ...where, 'searchCriteria.status': 'active' },
    shape: z.looseObject({ value: z.array(opened) }),
  });
  const [first] = value;
  return first ? told(await line.repository(), first) : null;
}

async function open(line: Line, order: PullRequestOrder): Promise<OpenedPullRequest & { isNew: boolean }> {
  const { branch, target, title, description, isDraft, labels, reviewers, workItems } = order;
  const call = {
    method: 'POST',
    path: line.path('pullrequests'),
    route: 'repositories/{id}/pullRequests',
    body: {
      sourceRefName: branch,
      targetRefName: target,
      ...{ title, description, isDraft },
      labels: labels.map((name) => ({ name })),
      reviewers: reviewers.map((id) => ({ id })),
      workItemRefs: workItems.map((id) => ({ id: String(id) })),
    },
    shape: opened,
  } as const;
  const place = await line.repository();
  const found = async () => {
    const one = await pullRequestOf(line, branch);
    return one && { ...one, isNew: false };
  };
  const send = async () => ({ ...told(place, await line.rest.json(call)), isNew: true });
  // The service opens no second one between the same branches: then the first is what was wanted.
  const sendOrFind = () =>
    send().catch(async (error: unknown) => {
      const there = isConflict(error) ? await found() : null;
      if (there) return there;
      throw error;
    });
  return sendSurely(line, { send: sendOrFind, findAgain: found });
}

const CONFLICT: readonly FailureCode[] = ['rejected'];

function isConflict(error: unknown): boolean {
  return error instanceof SecondPassError && CONFLICT.includes(error.code) && error.status === 409;
}

function told(
  { cloneUrl }: RepositoryPlace,
  { pullRequestId: id, targetRefName, isDraft }: z.infer<typeof opened>,
): OpenedPullRequest {
  return { id, webUrl: `${cloneUrl}/pullrequest/${id}`, targetBranch: targetRefName, isDraft: isDraft ?? false };
}
