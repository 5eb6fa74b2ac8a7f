import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { realOrSame } from '../process/find-programs';
import { isInside } from '../process/paths';

/**
 * The folder that holds `.git`, at or above this one: what no commit can bring along. A folder that looks like a bare repository
 * can come with a change, so that inside of a working tree none counts.
 */
export async function topFolder(folder: string): Promise<string | undefined> {
  return (await topFolders(folder))[0];
}

/**
 * Where a change can have put programs: the whole repository that is reviewed, those that it lies in, and those in which the user
 * stands, since `npx` and `npm run` name folders of theirs in PATH. A repository around the user's home holds tools of the user.
 */
export async function changeableFolders(
  repository: string,
  standing: string,
  home: string | undefined,
): Promise<string[]> {
  const real = await realOrSame(repository);
  const [top = real, ...around] = await topFolders(real);
  const realHome = home === undefined ? undefined : await realOrSame(home);
  const others = [...around, ...(await topFolders(await realOrSame(standing)))];
  const ofOthers = others.filter((one) => realHome === undefined || !isInside(realHome, [one]));
  return [...new Set([repository, real, top, ...ofOthers])];
}

/** The nearest one first. */
async function topFolders(folder: string): Promise<string[]> {
  const above: string[] = [folder];
  for (let next = dirname(folder); next !== above.at(-1); next = dirname(next)) above.push(next);
  const isTop = await Promise.all(above.map((one) => isThere(join(one, '.git'))));
  return above.filter((_, index) => isTop[index]);
}

export async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
