import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { badInputs } from '../../errors';
import type { CommitRange } from '../../ports/repository';
import { removeFolders } from '../process/remove-folder';
import { gitEnvironment } from './git-environment';
import { findGit } from './git-program';
import { createGit, type Git, gitOutput } from './run-git';
import { createBareRepository, createScratchFolder } from './scratch-folder';

export interface CaseRepository extends CommitRange {
  gitFolder: string;
  gitPath: string;
  remove(): Promise<void>;
}

interface Where {
  /** Holds `base/` and `head/`, or `base/` and `change.patch`. */
  folder: string;
  scratchFolder: string;
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/** A case that is given as files, as a repository of two commits; the same files give the same ids. */
export async function createCaseRepository(where: Where): Promise<CaseRepository> {
  const { folder, signal } = where;
  const parent = await createScratchFolder(where.scratchFolder);
  const remove = async () => void (await removeFolders([parent]));
  try {
    const environment = gitEnvironment(where.environment, parent);
    const { path: gitPath } = await findGit({ environment, untrustedFolders: [folder], signal });
    const gitFolder = join(parent, 'case.git');
    await createBareRepository(gitFolder);
    const git = createGit({ program: gitPath, environment, folder: gitFolder, signal });
    await commitTree(git, 'refs/heads/base', join(folder, 'base'));
    await existsAsFolder(join(folder, 'head')).then((isThere) =>
      isThere
        ? commitTree(git, 'refs/heads/head', join(folder, 'head'), 'refs/heads/base')
        : commitPatch(git, join(folder, 'change.patch'), join(parent, 'index')),
    );
    const [base, source] = [await idOf(git, 'base'), await idOf(git, 'head')];
    return { base, source, gitFolder, gitPath, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const WHO = 'Case <case@second-pass.invalid> 1700000000 +0000';

async function commitTree(git: Git, ref: string, folder: string, parent?: string): Promise<void> {
  const files = await filesBelow(folder);
  const changes = files.map(({ path, mode, content }) =>
    Buffer.concat([
      Buffer.from(`M ${mode} inline ${quoted(path)}\ndata ${content.length}\n`),
      content,
      Buffer.from('\n'),
    ]),
  );
  const from = parent === undefined ? '' : `from ${parent}\n`;
  const head = Buffer.from(`commit ${ref}\ncommitter ${WHO}\ndata 4\ncase\n${from}deleteall\n`);
  await gitOutput(git, { arguments: ['fast-import', '--quiet'], input: Buffer.concat([head, ...changes]) });
}

async function commitPatch(git: Git, path: string, index: string): Promise<void> {
  const patch = await readFile(path).catch(() => null);
  if (patch === null) throw unusable(path, 'not there', 'a folder head, or a patch of the files in base');
  const [name = '', email = ''] = /^([^<]*) <([^>]*)>/.exec(WHO)?.slice(1) ?? [];
  const environment = {
    GIT_INDEX_FILE: index,
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: '1700000000 +0000' },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: '1700000000 +0000' },
  };
  await gitOutput(git, { arguments: ['read-tree', 'refs/heads/base'], environment });
  const applied = await git({ arguments: ['apply', '--cached', '--whitespace=nowarn'], input: patch, environment });
  if (applied.exitCode !== 0)
    throw unusable(path, applied.errorText.trim(), 'a patch that applies to the files in base');
  const tree = (await gitOutput(git, { arguments: ['write-tree'], environment })).toString().trim();
  const words = ['commit-tree', tree, '-p', 'refs/heads/base', '-m', 'case'];
  const commit = (await gitOutput(git, { arguments: words, environment })).toString().trim();
  await gitOutput(git, { arguments: ['update-ref', 'refs/heads/head', commit] });
}

async function filesBelow(folder: string): Promise<{ path: string; mode: string; content: Buffer }[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => null);
  if (names === null) throw unusable(folder, 'not there', 'a folder with the files before the change');
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const full = join(folder, name);
      const found = await lstat(full);
      if (!found.isFile()) return [];
      const mode = found.mode & 0o100 ? '100755' : '100644';
      return [{ path: relative(folder, full).split(sep).join('/'), mode, content: await readFile(full) }];
    }),
  );
  return files.flat();
}

async function existsAsFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function idOf(git: Git, branch: string): Promise<string> {
  return (await gitOutput(git, { arguments: ['rev-parse', `refs/heads/${branch}`] })).toString().trim();
}

/** As fast-import reads paths: every byte that is not plain as three octal digits. */
function quoted(path: string): string {
  const bytes = [...Buffer.from(path)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}

function unusable(input: string, was: string, allowed: string) {
  return badInputs([{ input, was, allowed }]);
}
