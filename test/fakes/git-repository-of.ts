import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { createGitRepository } from '../../src/adapters/git/create-git-repository';
import type { Log } from '../../src/ports/log';

/** A repository on this disk, read as one of a server is. */
export function gitRepositoryOf(folder: string, log: Log) {
  return createGitRepository({
    remoteUrl: pathToFileURL(folder).href,
    authorization: null,
    scratchFolder: tmpdir(),
    environment: process.env,
    signal: new AbortController().signal,
    log,
  });
}
