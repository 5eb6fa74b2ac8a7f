import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BubblewrapOptions, createBubblewrap } from '../../src/adapters/bubblewrap/bubblewrap';
import { openDoor } from '../../src/adapters/egress/door';
import { createGitRepository, type ScratchRepository } from '../../src/adapters/git/create-git-repository';
import { createScratchFolder } from '../../src/adapters/git/scratch-folder';
import { treesOver } from '../../src/adapters/git/trees';
import type { HandsAnswer } from '../../src/ports/hands';
import type { Trees } from '../../src/ports/trees';
import type { Workshop, Workshops } from '../../src/ports/workshop';
import { createSampleRepository, type SampleTree } from '../steps/diff/sample-repository';

/** A repository with one commit, trees over it, and workshops behind the real bubblewrap. */
export interface Workbench {
  folder: string;
  commit: string;
  repository: ScratchRepository;
  trees: Trees;
  workshops: Workshops;
  /** A workshop that holds the tree of the commit. */
  open(): Promise<Workshop>;
  close(): Promise<void>;
}

export const never = new AbortController().signal;

/** False where tests of workshops can only be skipped, loudly; a CI run must have it. */
export function hasBubblewrap(): boolean {
  const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'bwrap')));
  if (!found && process.env.CI) throw new Error('bubblewrap is missing, and CI must have it');
  if (!found) console.warn('SKIPPED: there is no bubblewrap on this machine, so no workshop is opened.');
  return found;
}

export async function setUpWorkbench(tree: SampleTree, limits: BubblewrapOptions['limits'] = {}): Promise<Workbench> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-'));
  // As an agent's folders are: where the agent is root, the sandbox belongs to nobody, who has to get there.
  chmodSync(folder, 0o711);
  const sample = createSampleRepository();
  const [commit = ''] = sample.commit([tree]);
  const scratchFolder = join(folder, 'scratch');
  mkdirSync(scratchFolder);
  const quiet = { info() {}, warn() {}, group() {} };
  const repository = createGitRepository({
    remoteUrl: pathToFileURL(sample.folder).href,
    authorization: null,
    fallbackRefs: ['refs/heads/sample-0'],
    scratchFolder,
    environment: process.env,
    signal: never,
    log: quiet,
  });
  const trees = treesOver(repository.scratch);
  const workshops = createBubblewrap({
    scratchFolder: () => createScratchFolder(scratchFolder),
    path: (process.env.PATH ?? '').split(':'),
    toolFolders: [],
    hiddenFolders: [],
    limits,
    openDoor,
  });
  const opened: Workshop[] = [];
  return {
    ...{ folder, commit, repository, trees, workshops },
    async open() {
      const workshop = await workshops.open(async (at) => {
        await trees.lay(await trees.list(commit), at);
      }, never);
      opened.push(workshop);
      return workshop;
    },
    async close() {
      for (const workshop of opened) await workshop.destroy();
      await repository.dispose();
      sample.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function said({ first, last }: HandsAnswer): string {
  return Buffer.concat([first, last]).toString('utf8');
}
