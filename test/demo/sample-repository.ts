import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A bare repository with a target branch that moved on and a source branch with a pull request's worth of changes. */
export interface SampleRepository {
  /** Of the bare repository. */
  folder: string;
  sourceRef: string;
  targetRef: string;
  remove(): void;
}

const SAMPLE = join(__dirname, 'sample');

/** Files that the source branch deletes; one of them comes back under another name. */
const DELETED = ['src/Shop.Api/Discounts/LegacyDiscount.cs', 'web/src/greeting.ts'];

/** Commits of the sample have fixed names and dates, so that every run sees the same ids. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: tmpdir(),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Dana Developer',
  GIT_AUTHOR_EMAIL: 'dana@shop.example',
  GIT_AUTHOR_DATE: '2026-11-02T09:00:00Z',
  GIT_COMMITTER_NAME: 'Dana Developer',
  GIT_COMMITTER_EMAIL: 'dana@shop.example',
  GIT_COMMITTER_DATE: '2026-11-02T09:00:00Z',
};

export function createSampleRepository(): SampleRepository {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-sample-'));
  const work = join(parent, 'work');
  const folder = join(parent, 'shop.git');
  git(parent, 'init', '--quiet', '--initial-branch=main', work);
  commit(work, 'base', 'Orders, cart and rates');
  git(work, 'switch', '--quiet', '--create', 'feature/confirm-orders');
  git(work, 'rm', '--quiet', ...DELETED);
  commit(work, 'source', 'Confirm orders by mail');
  git(work, 'switch', '--quiet', 'main');
  commit(work, 'target', 'Say where prices come from');
  git(parent, 'clone', '--quiet', '--bare', work, folder);
  return {
    folder,
    sourceRef: 'refs/heads/feature/confirm-orders',
    targetRef: 'refs/heads/main',
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

function commit(work: string, side: string, message: string): void {
  cpSync(join(SAMPLE, side), work, { recursive: true });
  git(work, 'add', '--all');
  git(work, 'commit', '--quiet', '--message', message);
}

function git(folder: string, ...words: string[]): void {
  execFileSync('git', words, { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'inherit'] });
}
