import * as z from 'zod';
import { SecondPassError } from '../../errors';
import type { RepositoryPlace, WriterRights } from '../../ports/branch-host';
import type { Rest } from './rest';

/** The security namespace of git repositories. */
const GIT_NAMESPACE = '2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87';

/** Rights by which a branch that is not ours could be changed, or a check of a person be passed by. */
const TOO_MUCH: Readonly<Record<string, number>> = {
  'Force push': 8,
  'Bypass policies when pushing': 128,
  'Edit policies': 2048,
  'Manage permissions': 8192,
  'Bypass policies when completing pull requests': 32_768,
};

const CONTRIBUTE = 4;
const NEEDED_ON_FOLDER: Readonly<Record<string, number>> = { Contribute: CONTRIBUTE, 'Create branch': 16 };
const NEEDED: Readonly<Record<string, number>> = { Read: 2, 'Contribute to pull requests': 16_384 };

/** What the identity of this line may do in a repository and on a folder of its branches; null when the service does not tell. */
export async function branchRights(rest: Rest, place: RepositoryPlace, folder: string): Promise<WriterRights | null> {
  const repository = `repoV2/${place.projectId}/${place.id}`;
  const branches = `${repository}/${branchToken(folder)}`;
  const [far, near, onFolder, needed, further] = await Promise.all([
    answers(rest, repository, TOO_MUCH),
    answers(rest, branches, TOO_MUCH),
    answers(rest, branches, NEEDED_ON_FOLDER),
    answers(rest, repository, NEEDED),
    may(rest, repository, CONTRIBUTE),
  ]);
  if (!far || !near || !onFolder || !needed || further === null) return null;
  const has = (all: readonly Right[]) => all.filter(({ isAllowed }) => isAllowed).map(({ name }) => name);
  const lacks = (all: readonly Right[]) => all.filter(({ isAllowed }) => !isAllowed).map(({ name }) => name);
  return {
    tooMuch: [...new Set([...has(far), ...has(near)])],
    lacking: [...lacks(onFolder), ...lacks(needed)],
    reachesFurther: further,
    folderToken: branchToken(folder),
  };
}

/** `refs/heads/` stands as it is; every name behind it is the hexadecimal of its UTF-16 in little-endian order. */
export function branchToken(folder: string): string {
  const names = folder.replace(/^refs\/heads\//, '').split('/');
  return `refs/heads/${names.map((name) => Buffer.from(name, 'utf16le').toString('hex')).join('/')}/`;
}

interface Right {
  name: string;
  isAllowed: boolean;
}

async function answers(
  rest: Rest,
  token: string,
  rights: Readonly<Record<string, number>>,
): Promise<readonly Right[] | null> {
  const all = await Promise.all(
    Object.entries(rights).map(async ([name, bit]) => ({ name, isAllowed: await may(rest, token, bit) })),
  );
  return all.every((right): right is Right => right.isAllowed !== null) ? all : null;
}

async function may(rest: Rest, token: string, right: number): Promise<boolean | null> {
  try {
    const { value } = await rest.json({
      method: 'GET',
      path: `_apis/permissions/${GIT_NAMESPACE}/${right}`,
      route: '_apis/permissions/{namespace}/{bits}',
      query: { tokens: token },
      shape: z.looseObject({ value: z.array(z.boolean()) }),
    });
    return value[0] ?? null;
  } catch (error) {
    if (error instanceof SecondPassError && error.kind === 'platform' && error.status !== undefined) return null;
    throw error;
  }
}
