import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AzureDevOpsOptions, createAzureDevOpsHost } from '../../../src/adapters/azure-devops/host';
import { type AzureDevOpsEmulator, type Product, startAzureDevOps } from '../../emulators/azure-devops/server';
import { client } from '../http/loopback';

/** Content by path; null deletes. */
export type Files = Record<string, string | null>;

const numbered = (count: number, word = 'line') => Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

export const baseFiles: Files = {
  'src/edited.ts': text(numbered(20)),
  'src/old.ts': text(numbered(5, 'forgotten')),
  'src/before the move.ts': text(numbered(30, 'moving')),
};
export const changedFiles: Files = {
  'src/edited.ts': text([...numbered(9), 'changed 10', '', ...numbered(20).slice(10)]),
  'src/größer & neu.ts': text(numbered(3)),
  'src/old.ts': null,
  'src/before the move.ts': null,
  'src/after the move.ts': text(numbered(30, 'moving')),
};

export const projectName = 'Café 100% & Söhne';
export const token = 'the-token-of-the-job';

export interface Sample {
  emulator: AzureDevOpsEmulator;
  repository: { id: string; name: string };
  pullRequestId: number;
  /** Commits to a branch of the repository; answers with the commit. */
  commit(branch: string, files: Files, message?: string): string;
  /** The adapter, as a job of the project's build service. */
  host(options?: Partial<AzureDevOpsOptions>): ReturnType<typeof createAzureDevOpsHost> & ReturnType<typeof client>;
  close(): Promise<void>;
}

/** An emulator with a repository, a branch with changes, and an open pull request. */
export async function startSample(options: { product?: Product; isDraft?: boolean } = {}): Promise<Sample> {
  const directory = mkdtempSync(join(tmpdir(), 'second-pass-host-'));
  cpSync(template(), directory, { recursive: true });
  const commit: Sample['commit'] = (...words) => commitTo(directory, ...words);
  const emulator = await startAzureDevOps(options.product ? { product: options.product } : {});
  const repository = await emulator.addRepository({ directory, name: 'söme repo', project: projectName });
  emulator.registerToken(token, emulator.buildService(repository.project));
  const { id: pullRequestId } = await emulator.openPullRequest({
    repository,
    sourceRef: 'topic',
    targetRef: 'main',
    title: 'title',
    isDraft: options.isDraft ?? false,
  });
  const defaults = {
    collectionUrl: emulator.url,
    project: projectName,
    repositoryId: repository.id,
    pullRequestId,
    token: { scheme: 'bearer', value: token },
    statusGenre: 'second-pass',
  } as const;
  return {
    emulator,
    repository,
    pullRequestId,
    commit,
    host(given = {}) {
      const http = client();
      return { ...http, ...createAzureDevOpsHost({ ...defaults, http, log: http.log, clock: http.clock, ...given }) };
    },
    async close() {
      await emulator.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

let made: string | undefined;

/** The repository every sample begins with, made once. */
function template(): string {
  if (made) return made;
  const directory = mkdtempSync(join(tmpdir(), 'second-pass-host-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  git(directory, ['init', '-q', '--bare', '-b', 'main', '--template=']);
  commitTo(directory, 'main', baseFiles);
  git(directory, ['branch', 'topic', 'main']);
  commitTo(directory, 'topic', changedFiles);
  commitTo(directory, 'main', { 'README.md': 'the target moved on\n' });
  made = directory;
  return directory;
}

/** What a host asked of the service, one line each: the api-version apart. */
export function asked(sample: Sample): string[] {
  return sample.emulator.requests.map(({ method, path }) => `${method} ${path.replace(/^.*\/_apis\//, '')}`);
}

function commitTo(directory: string, branch: string, files: Files, message = 'message'): string {
  const who = 'committer Mona <mona@fabrikam.example> 1700000000 +0000';
  const tip = [branch, 'main'].find((one) => resolves(directory, one));
  const parent = tip === undefined ? '' : `from refs/heads/${tip}^0\n`;
  const changes = Object.entries(files).map(([path, content]) =>
    content === null ? `D ${path}` : `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}`,
  );
  const input = `commit refs/heads/${branch}\n${who}\ndata ${Buffer.byteLength(message)}\n${message}\n${parent}${changes.join('\n')}\n`;
  git(directory, ['fast-import', '--quiet', '--force'], input);
  return git(directory, ['rev-parse', `refs/heads/${branch}`]);
}

function resolves(directory: string, branch: string): boolean {
  return git(directory, ['for-each-ref', `refs/heads/${branch}`]) !== '';
}

function git(directory: string, args: string[], input?: string): string {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8', ...(input ? { input } : {}) }).trim();
}
