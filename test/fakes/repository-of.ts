import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GitPack, gitPack } from './git-pack';

/** Contents by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export type Modes = Readonly<Record<string, '100755' | '120000' | '160000'>>;

export interface RepositoryOnDisk {
  /** Of the bare repository. */
  folder: string;
  sourceRef: string;
  targetRef: string;
  /** Id of a branch's commit; `base` is the one both branches come from, `merge` what was made of both. */
  commit(name: string): string;
  remove(): void;
}

export interface RepositoryWords {
  /** Branch names without `refs/heads/`. */
  source?: string;
  target?: string;
  /** Author of all commits, and what they say. */
  author?: string;
  message?: string;
  /** Modes of files that are no ordinary ones, by branch; of a submodule (`160000`) the content is the id of a commit. */
  modes?: { base?: Modes; source?: Modes };
  /** Files of the target branch after it moved on; absent: it did not. */
  targetFiles?: Files;
  /** Files of the merge of both; absent: nobody merged. */
  mergeFiles?: Files;
}

/** A bare repository with a target and a source branch that hold exactly these files; the same files give the same ids. */
export function repositoryOf(base: Files, source: Files, words: RepositoryWords = {}): RepositoryOnDisk {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-repository-'));
  const folder = join(parent, 'repository.git');
  const targetRef = `refs/heads/${words.target ?? 'main'}`;
  const sourceRef = `refs/heads/${words.source ?? 'topic'}`;
  layRepository(folder, targetRef);
  const { targetFiles, mergeFiles } = words;
  const pack = gitPack();
  const from = addCommit(pack, base, words, undefined, words.modes?.base);
  const tip = addCommit(pack, source, words, from, words.modes?.source);
  const target = targetFiles ? addCommit(pack, targetFiles, words, from) : from;
  const merge = mergeFiles ? addCommit(pack, mergeFiles, words, [target, tip], words.modes?.source) : tip;
  pack.write(folder);
  for (const [ref, commit] of [
    ['refs/base', from],
    ...(mergeFiles ? [['refs/merge', merge] as const] : []),
    [sourceRef, tip],
    [targetRef, target],
  ] as const)
    setRef(folder, ref, commit);
  return {
    folder,
    sourceRef,
    targetRef,
    commit: (name) => commitOf(folder, /^(?:base|merge)$/.test(name) ? `refs/${name}` : name),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** What `git init --bare` lays out, without its start, of which the tests would need a thousand. */
function layRepository(folder: string, head: string): void {
  for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'HEAD'), `ref: ${head}\n`);
  writeFileSync(join(folder, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n');
}

/** One more commit on a branch, which is made from another one if it does not exist. */
export function pushFiles({ folder }: { folder: string }, ref: string, files: Files, from = ref): void {
  const pack = gitPack();
  const commit = addCommit(pack, files, {}, commitOf(folder, from));
  pack.write(folder);
  setRef(folder, ref, commit);
}

/** A branch at the tip of another one. */
export function branchOff({ folder }: { folder: string }, ref: string, from: string): string {
  setRef(folder, ref, commitOf(folder, from));
  return ref;
}

/** A branch that stands in a file of its own is read without git. */
function commitOf(folder: string, name: string): string {
  const file = join(folder, name);
  const loose = name.startsWith('refs/') && existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (/^[0-9a-f]{40}$/.test(loose)) return loose;
  return execFileSync('git', ['rev-parse', '--verify', name], { cwd: folder, encoding: 'utf8' }).trim();
}

function setRef(folder: string, ref: string, commit: string): void {
  mkdirSync(dirname(join(folder, ref)), { recursive: true });
  writeFileSync(join(folder, ref), `${commit}\n`);
}

function addCommit(
  pack: GitPack,
  files: Files,
  words: RepositoryWords,
  parent?: string | readonly string[],
  modes: Modes = {},
): string {
  const author = `${words.author ?? 'Dana Developer <dana@shop.example>'} 1793610000 +0000`;
  const parents = [parent ?? []]
    .flat()
    .map((one) => `parent ${one}\n`)
    .join('');
  const head = `tree ${addTree(pack, folderOf(pack, files, modes))}\n${parents}author ${author}\ncommitter ${author}\n`;
  return pack.add('commit', Buffer.from(`${head}\n${words.message ?? 'A change'}`));
}

interface Entry {
  mode: string;
  id: string;
}

/** What stands in a folder, by name: files, and folders again. */
type Folder = Map<string, Entry | Folder>;

function folderOf(pack: GitPack, files: Files, modes: Modes): Folder {
  const root: Folder = new Map();
  for (const [path, content] of Object.entries(files)) {
    const mode = modes[path] ?? '100644';
    const id = mode === '160000' ? String(content) : pack.add('blob', Buffer.from(content));
    const names = path.split('/');
    const last = names.pop() ?? '';
    names.reduce(below, root).set(last, { mode, id });
  }
  return root;
}

function below(folder: Folder, name: string): Folder {
  const there = folder.get(name);
  if (there instanceof Map) return there;
  const made: Folder = new Map();
  folder.set(name, made);
  return made;
}

function addTree(pack: GitPack, folder: Folder): string {
  const entries = [...folder].map(([name, one]) =>
    one instanceof Map
      ? { name, key: `${name}/`, mode: '40000', id: addTree(pack, one) }
      : { name, key: name, mode: one.mode, id: one.id },
  );
  entries.sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
  const parts = entries.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
  return pack.add('tree', Buffer.concat(parts));
}
