import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createGitRepository,
  type GitRepositoryOptions,
  type ScratchRepository,
} from '../../../src/adapters/git/create-git-repository';
import type { Log } from '../../../src/ports/log';
import type { CommitRange } from '../../../src/ports/repository';
import type { TreeChange } from '../../../src/steps/diff/changed-file';
import { readTreeChanges } from '../../../src/steps/diff/read-tree-changes';
import { createSampleRepository, type SampleTree, sampleGit } from '../../steps/diff/sample-repository';
import { type GitServer, type GitServerOptions, startGitServer } from './git-server';

export const token = 'bearer very-secret-token-4711';

/** A sample repository behind a real git server, and a scratch folder to read it through. */
export interface ServedRepository {
  /** The bare repository that is served. */
  folder: string;
  server: GitServer;
  range: CommitRange;
  scratchFolder: string;
  log: Log & { lines: string[] };
  open(options?: Partial<GitRepositoryOptions>): ScratchRepository;
  close(): Promise<void>;
}

export async function serveRepository(
  before: SampleTree,
  after: SampleTree,
  options: Partial<GitServerOptions> & { filters?: boolean; latin1Paths?: boolean } = {},
): Promise<ServedRepository> {
  const root = mkdtempSync(join(tmpdir(), 'served-'));
  const sample = createSampleRepository();
  const [base = '', source = ''] = sample.commit([before, after], options);
  const folder = join(root, 'repo with space.git');
  renameSync(sample.folder, folder);
  sampleGit(folder, ['config', 'uploadpack.allowFilter', String(options.filters ?? true)]);
  const server = await startGitServer({ root, authorization: token, ...options });
  const scratchFolder = join(root, 'scratch');
  mkdirSync(scratchFolder);
  const log = linesLog();
  const opened: ScratchRepository[] = [];
  return {
    folder,
    server,
    range: { base, source },
    scratchFolder,
    log,
    open(changed = {}) {
      const repository = createGitRepository({
        remoteUrl: `${server.url}/repo%20with%20space.git`,
        authorization: { header: token },
        scratchFolder,
        environment: process.env,
        signal: new AbortController().signal,
        log,
        ...changed,
      });
      opened.push(repository);
      return repository;
    },
    async close() {
      for (const repository of opened) await repository.dispose();
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export async function changesOf(repository: ScratchRepository, range: CommitRange): Promise<TreeChange[]> {
  return readTreeChanges(await repository.changes(range));
}

function linesLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const add = (line: string) => {
    lines.push(line);
  };
  return { lines, info: add, warn: add, group: add };
}
