import { mkdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecondPassError } from '../../errors';
import type { LaidTree, TreeEntry } from '../../ports/trees';
import { sumOf } from '../../sum-of';
import { readBlobs } from './batch-objects';
import { leavingLinks } from './leaving-links';
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
  await checkRoom(folder, held);
  const linksAsFiles = new Set(leavingLinks(await targetsOf(scratch, held)));
  const laid = held.map((entry) => (linksAsFiles.has(entry.path) ? { ...entry, mode: FILE_MODE } : entry));
  const git = await layingGit(scratch, work, folder);
  await git({ arguments: ['update-index', '-z', '--index-info'], input: indexInfo(laid) });
  await git({ arguments: ['checkout-index', '--all', '--force', '--quiet'] });
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

/** Not what git itself would not put into a folder, nor what no folder of the system can hold. */
function mayLie(path: string): boolean {
  if (Buffer.byteLength(path) > LONGEST_PATH) return false;
  return path.split('/').every((name) => {
    const isPlain = name !== '' && name !== '.' && name !== '..' && !/^\.git$/i.test(name);
    return isPlain && Buffer.byteLength(name) <= LONGEST_NAME;
  });
}

/** Bytes: what the system allows for a whole path, without the way to the workshop. */
const LONGEST_PATH = 3_000;
const LONGEST_NAME = 255;

/** Where links lead; one that no link of the system could hold leads nowhere. */
async function targetsOf({ objects }: Scratch, entries: readonly TreeEntry[]): Promise<Map<string, string>> {
  const links = entries.filter(({ mode }) => mode === LINK_MODE);
  const contents = await readBlobs(
    objects,
    links.filter(({ size }) => size <= LONGEST_LINK).map(({ id }) => id),
  );
  return new Map(links.map(({ path, id }) => [path, contents.get(id)?.toString('utf8') ?? '']));
}

const LONGEST_LINK = 4_000;

/** What is laid would fill the disk of the agent: contents that take a few bytes where they are stored can be of any size. */
async function checkRoom(folder: string, entries: readonly TreeEntry[]): Promise<void> {
  const wanted = sumOf(entries, ({ size }) => size);
  const { bavail, bsize } = await statfs(folder);
  if (wanted + LEAST_LEFT <= bavail * bsize) return;
  const inGigabytes = (bytes: number) => (bytes / 1_073_741_824).toFixed(1);
  throw new SecondPassError({
    kind: 'sandbox',
    code: 'workshop-too-large',
    message: `The files of the tree take ${inGigabytes(wanted)} GB, and the disk of the agent has ${inGigabytes(bavail * bsize)} GB left.`,
    advice: 'Nothing was asked of the model. Free space on the disk, or take the large files out of the branch.',
  });
}

/** For everything else on that disk. */
const LEAST_LEFT = 1_073_741_824;

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
