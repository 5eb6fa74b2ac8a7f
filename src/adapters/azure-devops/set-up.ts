import * as z from 'zod';
import { SecondPassError } from '../../errors';
import type { Identity, StatusPolicy } from '../../ports/code-host';
import type { BranchProtection } from '../../ports/set-up';
import { readBranchPolicies } from './branch-policies';
import { readProtection } from './branch-protection';
import { branchToken } from './branch-rights';
import { createRest, type Rest, type RestOptions } from './rest';
import { readSelf } from './self';

/** Where a repository is, as the service knows it. */
export interface RepositoryFacts {
  id: string;
  name: string;
  projectId: string;
  projectName: string;
  /** Full name; empty for a repository without commits. */
  defaultBranch: string;
}

/** What `doctor` asks of the service: reads alone, none of which needs a pull request. */
export interface SetUpReader {
  self(): Promise<Identity>;
  /** By id or name. */
  repository(idOrName: string): Promise<RepositoryFacts>;
  /** The newest commit of a branch; null when there is none. */
  tip(repository: RepositoryFacts, branch: string): Promise<string | null>;
  /** Whether our identity may comment, vote and post statuses; null when the service does not tell. */
  mayContribute(repository: RepositoryFacts): Promise<boolean | null>;
  /** On the repository, or on that branch of it; null when the service does not tell. */
  openingRights(repository: RepositoryFacts, branch: string): Promise<string[] | null>;
  /** Whether pipelines that use this service connection have to extend a template; null when the service does not tell. */
  requiresTemplate(connectionId: string): Promise<boolean | null>;
  /** Of a branch anywhere in the collection; null when the service does not tell. */
  protection(place: { project: string; repository: string; branch: string }): Promise<BranchProtection | null>;
  /** Enabled policies of that branch, those of the whole project too. */
  statusPolicies(repository: RepositoryFacts, branch: string): Promise<StatusPolicy[]>;
}

/** The security namespace of git repositories, and its bit for “Contribute to pull requests”. */
const GIT_NAMESPACE = '2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87';

const CONTRIBUTE_TO_PULL_REQUESTS = 16_384;

/** Policies of type “Status check”. */
const STATUS_POLICY = 'cbdc66da-9728-4af8-aada-9a5a32e4a226';

export function createSetUpReader(options: RestOptions & { project: string }): SetUpReader {
  const rest = createRest(options);
  return {
    self: () => readSelf(rest),
    repository: (idOrName) => readRepository(rest, options.project, idOrName),
    tip: (repository, branch) => readTip(rest, repository, branch),
    mayContribute: (repository) => mayContribute(rest, repository),
    openingRights: (repository, branch) => openingRights(rest, repository, branch),
    requiresTemplate: (id) => requiresTemplate(rest, options.project, id),
    protection: (place) => protection(rest, place),
    statusPolicies: (repository, branch) => readPolicies(rest, repository, branch),
  };
}

const repositoryShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  defaultBranch: z.string().nullish(),
  project: z.looseObject({ id: z.string(), name: z.string() }),
});

async function readRepository(rest: Rest, project: string, idOrName: string): Promise<RepositoryFacts> {
  const {
    id,
    name,
    defaultBranch,
    project: owner,
  } = await rest.json({
    method: 'GET',
    path: `${project ? `${encodeURIComponent(project)}/` : ''}_apis/git/repositories/${encodeURIComponent(idOrName)}`,
    route: 'repositories/{id}',
    shape: repositoryShape,
  });
  return { id, name, projectId: owner.id, projectName: owner.name, defaultBranch: defaultBranch ?? '' };
}

const refsShape = z.looseObject({ value: z.array(z.looseObject({ name: z.string(), objectId: z.string() })) });

async function readTip(rest: Rest, { id, projectId }: RepositoryFacts, branch: string): Promise<string | null> {
  const { value } = await rest.json({
    method: 'GET',
    path: `${encodeURIComponent(projectId)}/_apis/git/repositories/${encodeURIComponent(id)}/refs`,
    route: 'repositories/{id}/refs',
    query: { filter: branch.replace(/^refs\//, '') },
    shape: refsShape,
  });
  return value.find(({ name }) => name === branch)?.objectId.toLowerCase() ?? null;
}

const mayContribute = (rest: Rest, repository: RepositoryFacts) =>
  may(rest, [tokenOf(repository)], CONTRIBUTE_TO_PULL_REQUESTS);

/** Rights of our own identity with which whoever holds it could open the gate, by the service's own names. */
const OPENING_RIGHTS: Readonly<Record<string, number>> = {
  'Edit policies': 2048,
  'Manage permissions': 8192,
  'Bypass policies when pushing': 128,
  'Bypass policies when completing pull requests': 32_768,
};

/** A right can stand on the branch alone; what is told counts, though another answer is withheld. */
async function openingRights(rest: Rest, repository: RepositoryFacts, branch: string): Promise<string[] | null> {
  const own = tokenOf(repository);
  const tokens = [own, ...(branch === '' ? [] : [`${own}/${branchToken(branch)}`])];
  const asked = Object.entries(OPENING_RIGHTS);
  const answers = await Promise.all(asked.map(([, bit]) => may(rest, tokens, bit)));
  if (answers.every((answer) => answer === null)) return null;
  return asked.flatMap(([name], index) => (answers[index] ? [name] : []));
}

/** Checks of the kind “Required template”. */
const REQUIRED_TEMPLATE = '4020e66e-b0f3-47e1-bc88-48f3cc59b5f3';

async function requiresTemplate(rest: Rest, project: string, id: string): Promise<boolean | null> {
  return orNull(async () => {
    const { value } = await rest.json({
      method: 'GET',
      path: `${encodeURIComponent(project)}/_apis/pipelines/checks/configurations`,
      route: 'pipelines/checks/configurations',
      query: { resourceType: 'endpoint', resourceId: id },
      // A preview under other numbers on servers: without one, each answers with what it has.
      api: 'none',
      shape: z.looseObject({
        value: z.array(
          z.looseObject({
            type: z.looseObject({ id: z.string().nullish() }).nullish(),
            isDisabled: z.boolean().nullish(),
          }),
        ),
      }),
    });
    return value.some(({ type, isDisabled }) => !isDisabled && type?.id?.toLowerCase() === REQUIRED_TEMPLATE);
  });
}

async function protection(
  rest: Rest,
  { project, repository, branch }: { project: string; repository: string; branch: string },
): Promise<BranchProtection | null> {
  return orNull(async () => {
    const found = await readRepository(rest, project, repository);
    const [read, rights] = await Promise.all([
      readProtection(rest, found, branch),
      openingRights(rest, found, `refs/heads/${branch}`),
    ]);
    return { ...read, openingRights: rights ?? [] };
  });
}

function tokenOf({ id, projectId }: RepositoryFacts): string {
  return `repoV2/${projectId}/${id}`;
}

/** On one of these tokens. */
async function may(rest: Rest, tokens: readonly string[], right: number): Promise<boolean | null> {
  return orNull(async () => {
    const { value } = await rest.json({
      method: 'GET',
      path: `_apis/permissions/${GIT_NAMESPACE}/${right}`,
      route: '_apis/permissions/{namespace}/{bits}',
      query: { tokens: tokens.join(',') },
      shape: z.looseObject({ value: z.array(z.boolean()) }),
    });
    return value.length === 0 ? null : value.includes(true);
  });
}

/** What the service refuses to tell is not known, and no fault. */
async function orNull<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SecondPassError && error.kind === 'platform' && error.status !== undefined) return null;
    throw error;
  }
}

async function readPolicies(rest: Rest, repository: RepositoryFacts, branch: string): Promise<StatusPolicy[]> {
  const inForce = await readBranchPolicies(rest, repository, { refName: branch, policyType: STATUS_POLICY });
  return inForce
    .filter(({ type }) => type.id.toLowerCase() === STATUS_POLICY)
    .map(({ isBlocking, settings }) => ({
      genre: settings.statusGenre ?? '',
      name: settings.statusName ?? '',
      isBlocking,
      authorId: settings.authorId?.toLowerCase() ?? null,
      isResetByPush: settings.invalidateOnSourceUpdate ?? false,
      isConditional: /^(?:1|conditional)$/i.test(String(settings.policyApplicability ?? '')),
      paths: settings.filenamePatterns ?? [],
    }));
}
