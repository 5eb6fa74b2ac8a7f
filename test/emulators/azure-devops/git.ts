import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Settings of every git this emulator starts: nothing of the machine's own configuration leaks in. */
export const gitEnvironment = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
} as const;

export class GitFailure extends Error {
  readonly exitCode: number;
  readonly output: string;

  constructor(args: string[], exitCode: number, output: string, problem: string) {
    super(`git ${args.join(' ')} ended with ${exitCode}: ${problem.trim()}`);
    this.exitCode = exitCode;
    this.output = output;
  }
}

export interface GitOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
}

/** Runs git in a bare repository and gives its output. Throws `GitFailure` on any exit code but 0. */
export function git(directory: string, args: string[], options: GitOptions = {}): Promise<Buffer> {
  const all = ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', '--git-dir', directory, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn('git', all, { env: { ...gitEnvironment, ...options.env }, stdio: 'pipe' });
    const output: Buffer[] = [];
    const problem: Buffer[] = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => problem.push(chunk));
    child.on('error', reject);
    child.stdin.on('error', () => {});
    child.on('close', (code) => {
      const text = Buffer.concat(output);
      if (code === 0) return resolve(text);
      reject(new GitFailure(args, code ?? -1, text.toString('utf8'), Buffer.concat(problem).toString('utf8')));
    });
    child.stdin.end(options.input);
  });
}

export async function gitText(directory: string, args: string[], options?: GitOptions): Promise<string> {
  return (await git(directory, args, options)).toString('utf8').trim();
}

const memory = new Map<string, Promise<string>>();

/** As `gitText`, for questions about full object ids only: their answers hold in every repository, so each is asked once. */
export function gitRemembered(directory: string, args: string[]): Promise<string> {
  const key = args.join('\0');
  const known = memory.get(key);
  if (known) return known;
  if (memory.size > 5000) memory.clear();
  const asked = git(directory, args).then((output) => output.toString('utf8'));
  memory.set(key, asked);
  asked.catch(() => memory.delete(key));
  return asked;
}

/** The object a revision names, or undefined. */
export async function resolve(directory: string, revision: string): Promise<string | undefined> {
  if (revision === '' || revision.startsWith('-')) return undefined;
  const branch = looseBranch(directory, revision.replace(/\^\{commit\}$/, ''));
  if (branch) return branch;
  const found = await gitText(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', revision]).catch(
    () => '',
  );
  return found === '' ? undefined : found;
}

/** A branch that stands in a file of its own is read without git, which takes longer to start than all else here. */
function looseBranch(directory: string, ref: string): string | undefined {
  if (!/^refs\/heads\/(?!.*(\.\.|[\^~:@{]))/.test(ref)) return undefined;
  try {
    return /^[0-9a-f]{40}(?=\n$)/.exec(readFileSync(join(directory, ref), 'utf8'))?.[0];
  } catch {
    return undefined;
  }
}

/** The branch that HEAD names. */
export function headOf(directory: string): string {
  return /^ref: (.+)/.exec(readFileSync(join(directory, 'HEAD'), 'utf8'))?.[1] ?? 'refs/heads/main';
}

/** As `update-ref` does where nobody else writes the same one. */
export function setRef(directory: string, ref: string, id: string): void {
  const file = join(directory, ref);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${id}\n`);
}

export interface NewCommit {
  tree: string;
  parents: readonly string[];
  /** Who made it, as a name with an address. */
  author: string;
  /** ISO 8601. */
  date: string;
  message: string;
}

/** Writes the object that `commit-tree` would. */
export function writeCommit(directory: string, { tree, parents, author, date, message }: NewCommit): string {
  const maker = `${author} ${Math.floor(Date.parse(date) / 1000)} +0000`;
  const above = parents.map((parent) => `parent ${parent}\n`).join('');
  const content = Buffer.from(`tree ${tree}\n${above}author ${maker}\ncommitter ${maker}\n\n${message}\n`);
  const object = Buffer.concat([Buffer.from(`commit ${content.length}\0`), content]);
  const id = createHash('sha1').update(object).digest('hex');
  const folder = join(directory, 'objects', id.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, id.slice(2)), deflateSync(object));
  return id;
}

/** All best common ancestors of two commits. */
export async function mergeBases(directory: string, one: string, other: string): Promise<string[]> {
  const found = await gitRemembered(directory, ['merge-base', '--all', one, other]).catch(() => '');
  return found.split('\n').filter(Boolean);
}

/** What one line of `git diff-tree --raw` says; paths without a leading slash. */
export interface RawChange {
  letter: string;
  oldMode: string;
  newMode: string;
  oldId: string;
  newId: string;
  oldPath: string;
  newPath: string;
}

/** The files that differ between two commits, renames found. */
export async function rawChanges(directory: string, from: string, to: string): Promise<RawChange[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '-M', '-l0', from, to];
  const fields = (await gitRemembered(directory, args)).split('\0');
  const changes: RawChange[] = [];
  for (let at = 0; fields[at]?.startsWith(':'); ) {
    const [oldMode, newMode, oldId, newId, letters] = (fields[at] as string).slice(1).split(' ') as string[];
    const letter = (letters as string)[0] as string;
    const paths = letter === 'R' || letter === 'C' ? 2 : 1;
    const oldPath = fields[at + 1] as string;
    const newPath = fields[at + paths] as string;
    changes.push({ letter, oldMode, newMode, oldId, newId, oldPath, newPath } as RawChange);
    at += paths + 1;
  }
  return changes;
}

/** The object at a path of a commit, given by its full id; undefined when there is none. */
export async function resolveIn(directory: string, commit: string, path: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}:${path}`];
  return await gitRemembered(directory, args).then(
    (found) => found.trim(),
    () => undefined,
  );
}

/** A file's bytes at a commit, or undefined when it is not there. The path has no leading slash. */
export async function fileAt(directory: string, commit: string, path: string): Promise<Buffer | undefined> {
  const id = await resolveIn(directory, commit, path);
  if (!id) return undefined;
  return await git(directory, ['cat-file', 'blob', id]).catch(() => undefined);
}
