import { mkdir, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LaidTree, TreeEntry } from '../../ports/trees';
import { isInside } from '../process/paths';
import { NO_OBJECT } from './object-origin';
import { type GitRun, gitOutput } from './run-git';
import { createBareRepository } from './scratch-folder';
import type { Scratch } from './scratch-repository';

const FILE_MODE = '100644';
export const LINK_MODE = '120000';
const SUBMODULE_MODE = '160000';

/** Nothing that the repository says of its files changes their bytes on the way into a folder. */
const AS_STORED = '* -text !eol -ident !filter !working-tree-encoding\n';

const OWN_REPOSITORY = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
[user]
\tname = worker
\temail = worker@workshop.invalid
[gc]
\tauto = 0
`;

const COMMIT_TIME = '2000-01-01T00:00:00Z';

/** Lays files into an empty folder, with a `.git` of their own that knows nothing but this one commit. */
export async function layTree(
  scratch: Scratch,
  work: string,
  entries: readonly TreeEntry[],
  folder: string,
): Promise<LaidTree> {
  const isHeld = ({ path, mode, bytes }: TreeEntry) => mode !== SUBMODULE_MODE && bytes === undefined && mayLie(path);
  const held = entries.filter(isHeld);
  const git = await layingGit(scratch, work, folder);
  await git({ arguments: ['update-index', '-z', '--index-info'], input: indexInfo(held) });
  await git({ arguments: ['checkout-index', '--all', '--force', '--quiet'] });
  const linksAsFiles = await withoutLeavingLinks(folder, held);
  const laid = held.map((entry) => (linksAsFiles.has(entry.path) ? { ...entry, mode: FILE_MODE } : entry));
  await git({ arguments: ['update-index', '-z', '--index-info'], input: indexInfo(laid) });
  await makeOwnRepository(git, folder);
  return {
    entries: laid,
    linksAsFiles: [...linksAsFiles],
    leftOut: entries.filter((entry) => !isHeld(entry)).map(({ path }) => path),
  };
}

/** As `update-index --index-info -z` reads it. */
export function indexInfo(entries: readonly { path: string; mode: string; id: string | null }[]): Buffer {
  const lines = entries.map(({ path, mode, id }) =>
    id === null ? `0 ${NO_OBJECT}\t${path}\0` : `${mode} ${id}\t${path}\0`,
  );
  return Buffer.from(lines.join(''), 'utf8');
}

type LayingGit = (run: GitRun) => Promise<Buffer>;

async function layingGit({ reader, folder }: Scratch, work: string, tree: string): Promise<LayingGit> {
  const repository = join(work, 'lay.git');
  await makeRepository(repository);
  const environment = {
    GIT_DIR: repository,
    GIT_OBJECT_DIRECTORY: join(folder, 'read.git', 'objects'),
    GIT_WORK_TREE: tree,
    GIT_INDEX_FILE: join(work, 'lay.index'),
  };
  return (run) => gitOutput(reader, { ...run, environment: { ...environment, ...run.environment } });
}

/** One that takes and gives every byte as it is. */
async function makeRepository(folder: string): Promise<void> {
  await createBareRepository(folder);
  await mkdir(join(folder, 'info'), { recursive: true });
  await writeFile(join(folder, 'info', 'attributes'), AS_STORED);
}

/** Names that git itself would not put into a folder. */
function mayLie(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !/^\.git$/i.test(name));
}

/** Links that lead out become files. One may lead through another, so this goes on until a round finds none. */
async function withoutLeavingLinks(folder: string, entries: readonly TreeEntry[]): Promise<Set<string>> {
  const top = await realpath(folder);
  const links = new Set(entries.filter(({ mode }) => mode === LINK_MODE).map(({ path }) => path));
  const changed = new Set<string>();
  for (let found = -1; found !== changed.size; ) {
    found = changed.size;
    for (const path of links) {
      const at = join(top, path);
      const target = await readlink(at);
      if (await staysInside(top, at, target)) continue;
      await rm(at);
      await writeFile(at, target);
      links.delete(path);
      changed.add(path);
    }
  }
  return changed;
}

/** Every name of the way that exists is followed to where it really leads; the rest is taken by its words. */
async function staysInside(top: string, at: string, target: string): Promise<boolean> {
  if (target.startsWith('/')) return false;
  const isOurs = (place: string) => isInside(place, [top]) && !isInside(place, [join(top, '.git')]);
  let place = dirname(at);
  for (const name of target.split('/')) {
    const next = join(place, name);
    place = await realpath(next).catch(() => next);
    if (!isOurs(place)) return false;
  }
  return true;
}

/** Builds that ask git get an answer; the history, the remotes and the settings of the real repository are not there. */
async function makeOwnRepository(git: LayingGit, folder: string): Promise<void> {
  const own = join(folder, '.git');
  await makeRepository(own);
  await writeFile(join(own, 'config'), OWN_REPOSITORY);
  await writeFile(join(own, 'HEAD'), 'ref: refs/heads/work\n');
  await mkdir(join(own, 'objects', 'pack'), { recursive: true });
  await mkdir(join(own, 'refs', 'heads'), { recursive: true });
  const tree = (await git({ arguments: ['write-tree'] })).toString('latin1').trim();
  const who = { NAME: 'worker', EMAIL: 'worker@workshop.invalid', DATE: COMMIT_TIME };
  const environment = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(who).map(([name, value]) => [`GIT_${role}_${name}`, value]),
    ),
  );
  const committed = await git({
    arguments: ['commit-tree', tree, '-m', 'The tree as it was handed over'],
    environment,
  });
  const commit = committed.toString('latin1').trim();
  const pack = ['pack-objects', '--revs', '--quiet', '--window=0', join(own, 'objects', 'pack', 'pack')];
  await git({ arguments: pack, input: `${commit}\n` });
  await writeFile(join(own, 'refs', 'heads', 'work'), `${commit}\n`);
  const inside = {
    GIT_DIR: own,
    GIT_OBJECT_DIRECTORY: undefined,
    GIT_INDEX_FILE: join(own, 'index'),
  };
  await git({ arguments: ['read-tree', commit], environment: inside });
  await git({ arguments: ['update-index', '-q', '--refresh'], environment: inside });
}
