import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, type AzureDevOpsOptions, startAzureDevOps } from '../emulators/azure-devops/server';

/** A running emulator with one repository (project "My Project") and pull request 7 from `topic` into `main`. */
export interface Sample {
  emulator: AzureDevOpsEmulator;
  repository: Repository;
  work: WorkTree;
  /** Url of the pull request's resources, without the query. */
  pullRequestUrl: string;
  /** One REST request with the job's token and `api-version=7.1`; a body is sent as JSON. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  end(): Promise<void>;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  json: any;
}

/** A work tree to make commits in, and the bare repository they are pushed to. */
export interface WorkTree {
  bare: string;
  git(...args: string[]): string;
  write(files: Record<string, string>): void;
  /** Writes, removes and commits, then pushes the current branch; gives the commit's id. */
  commit(files: Record<string, string>, removed?: string[]): string;
  remove(): void;
}

/** Lines `name 1` to `name count`, with some replaced. */
export function numbered(name: string, count: number, replaced: Record<number, string> = {}): string {
  return Array.from({ length: count }, (_, index) => `${replaced[index + 1] ?? `${name} ${index + 1}`}\n`).join('');
}

export async function startSample(options: AzureDevOpsOptions = {}): Promise<Sample> {
  const work = newWorkTree();
  work.commit({ 'a.txt': numbered('a', 30), 'old.txt': numbered('old', 20), 'gone.txt': numbered('gone', 5) });
  work.git('switch', '--quiet', '--create', 'topic');
  work.git('mv', 'old.txt', 'new.txt');
  work.commit({ 'a.txt': numbered('a', 30, { 10: 'a ten' }) }, ['gone.txt']);
  const emulator = await startAzureDevOps(options);
  const repository = await emulator.addRepository({ directory: work.bare, name: 'shop front' });
  emulator.registerToken('job', emulator.buildService(repository.project));
  await emulator.openPullRequest({ repository, sourceRef: 'topic', targetRef: 'main', title: 'Ten', id: 7 });
  return {
    emulator,
    repository,
    work,
    pullRequestUrl: 'My%20Project/_apis/git/repositories/shop%20front/pullRequests/7',
    call: (method, path, body, headers) => request(emulator, method, path, body, headers ?? {}),
    end: async () => {
      await emulator.close();
      work.remove();
    },
  };
}

export async function request(
  emulator: AzureDevOpsEmulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const version = /connectionData/.test(path) ? '7.1-preview' : '7.1';
  const isVersioned = /api-version|_git/.test(path);
  const url = `${emulator.url}${path}${isVersioned ? '' : `${path.includes('?') ? '&' : '?'}api-version=${version}`}`;
  const type = Array.isArray(body) ? 'application/json-patch+json' : 'application/json';
  const usual = { authorization: 'Bearer job', accept: 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const all = { ...usual, ...(body === undefined ? {} : { 'content-type': type }), ...headers };
  const response = await fetch(url, { method, headers: all, redirect: 'manual', ...sent });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

export function newWorkTree(): WorkTree {
  const root = mkdtempSync(join(tmpdir(), 'azure-devops-contract-'));
  const [tree, bare] = [join(root, 'tree'), join(root, 'bare.git')];
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=Mona', '-c', 'user.email=mona@fabrikam.example'];
    return execFileSync('git', ['-C', tree, ...identity, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();
  };
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', tree]);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  const write = (files: Record<string, string>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), content);
    }
  };
  const commit = (files: Record<string, string>, removed: string[] = []) => {
    write(files);
    for (const path of removed) rmSync(join(tree, path));
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Change');
    git('push', '--quiet', '--force', bare, 'HEAD');
    return git('rev-parse', 'HEAD');
  };
  return { bare, git, write, commit, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
