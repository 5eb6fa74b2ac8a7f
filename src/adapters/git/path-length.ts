import { SecondPassError } from '../../errors';
import type { Platform } from '../process/paths';
import { writeTrees } from './narrow-trees';
import type { Git } from './run-git';

/** Of a path that every program on Windows takes. */
const MAX_PATH = 259;

/** The longest name that git gives to a file of the scratch repository, below its own folder. */
const LONGEST_NAME = `/read.git/objects/pack/pack-${'0'.repeat(40)}.pack`.length;

/** True where git may fail for the length of its paths alone: one that knows `core.longpaths` works there too. */
export function isLong(folder: string, platform: Platform = process.platform): boolean {
  return platform === 'win32' && folder.length + LONGEST_NAME > MAX_PATH;
}

/**
 * Tries in a long folder whether git can write there, since what git says otherwise names no cause.
 * @throws SecondPassError of kind `platform`, code `temporary-folder-too-long`
 */
export async function checkLength(folder: string, git: Git): Promise<void> {
  if (!isLong(folder)) return;
  await writeTrees(git, [[], []]).catch((cause) => {
    throw new SecondPassError({
      kind: 'platform',
      code: 'temporary-folder-too-long',
      message: `git cannot write into the temporary folder: ${folder} has a path of ${folder.length} characters.`,
      advice: `Install the agent, or its work folder, at a path shorter by ${folder.length + LONGEST_NAME - MAX_PATH} characters.`,
      cause,
    });
  });
}
