import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

export interface Removal {
  /** Milliseconds for all folders together. */
  within?: number;
  /** Removes a folder with all that is in it, or fails at the first thing that cannot be. */
  remove?: (folder: string) => Promise<void>;
}

const MAX_WAIT = 2_000;

const TRY_EVERY = 100;

/**
 * Removes the folders and answers with why one could not be, in a sentence each; never throws. A virus scanner or an indexer may hold
 * a file for a moment, on Windows most of all: it is tried again for a short time, and then left to a later run.
 */
export async function removeFolders(
  folders: readonly string[],
  { within = MAX_WAIT, remove = (folder) => rm(folder, { recursive: true, force: true }) }: Removal = {},
): Promise<string[]> {
  const until = performance.now() + within;
  const tell = async (folder: string): Promise<string[]> => {
    for (;;) {
      const failure = await remove(folder).then(
        () => null,
        (error: NodeJS.ErrnoException) => error,
      );
      if (failure === null) return [];
      if (performance.now() + TRY_EVERY > until) return [`${folder} could not be removed now (${reasonOf(failure)}).`];
      await pause(TRY_EVERY);
    }
  };
  return (await Promise.all(folders.map(tell))).flat();
}

function reasonOf({ code, message, path }: NodeJS.ErrnoException): string {
  return code === undefined ? message : path === undefined ? code : `${code}: ${path}`;
}
