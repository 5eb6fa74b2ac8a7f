import { execFileSync } from 'node:child_process';
import type { ScratchRepository } from '../../src/adapters/git/create-git-repository';
import { patchArguments } from '../../src/adapters/git/patch-arguments';
import type { Repository, WantedChange } from '../../src/ports/repository';
import { poured } from './poured';
import type { RepositoryOnDisk } from './repository-of';

/** git on the repository itself: nothing is fetched, nothing is left out. */
export function repositoryOnDisk({ folder }: RepositoryOnDisk): ScratchRepository {
  const git = (words: string[]) =>
    remembered(words, () =>
      execFileSync('git', words, { cwd: folder, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  const read: Repository['read'] = async (names) =>
    new Map(names.flatMap((name) => there(name, () => git(['cat-file', 'blob', name]))));
  return {
    changes: async ({ base, source }) =>
      git(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', base, source]),
    patch: async ({ base, source }, wanted) =>
      wanted.length === 0 ? new Uint8Array() : git([...patchArguments(base, source), '--', ...namesOf(wanted)]),
    read,
    pour: poured(read),
    attributes: async () => new Map(),
    scratch: () => Promise.reject(new Error('there is no scratch repository')),
    dispose: async () => {},
  };
}

function there(name: string, read: () => Buffer): [string, Buffer][] {
  try {
    return [[name, read()]];
  } catch {
    return [];
  }
}

function namesOf(wanted: readonly WantedChange[]): string[] {
  return wanted.map(({ pathBytes }) => `:(literal)${Buffer.from(pathBytes).toString('utf8')}`);
}

/** Questions name objects by their whole ids alone, so an answer holds for every repository. */
const answers = new Map<string, Buffer>();

function remembered(words: readonly string[], ask: () => Buffer): Buffer {
  const key = words.join('\0');
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}
