import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SampleRepository } from './sample-repository';

/** A bare copy of a repository on disk, with the two commits as target and source branch; the original is not touched. */
export function repositoryOnDisk(path: string, base: string, head: string): SampleRepository {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-repository-'));
  const folder = join(parent, 'repository.git');
  try {
    const original = repositoryAt(path);
    const [baseId, headId] = [base, head].map((name) => commitOf(original, name));
    git(parent, 'clone', '--quiet', '--bare', '--shared', original, folder);
    const branches = { sourceRef: 'refs/heads/second-pass/source', targetRef: 'refs/heads/second-pass/target' };
    git(folder, 'update-ref', branches.targetRef, baseId ?? '');
    git(folder, 'update-ref', branches.sourceRef, headId ?? '');
    return { folder, ...branches, remove: () => rmSync(parent, { recursive: true, force: true }) };
  } catch (error) {
    rmSync(parent, { recursive: true, force: true });
    throw error;
  }
}

function repositoryAt(path: string): string {
  const folder = resolve(path);
  try {
    git(folder, 'rev-parse', '--git-dir');
    return folder;
  } catch {
    throw new Error(`--repo was "${path}"; allowed: the folder of a git repository.`);
  }
}

function commitOf(repository: string, name: string): string {
  try {
    return git(repository, 'rev-parse', '--verify', '--end-of-options', `${name}^{commit}`).trim();
  } catch {
    throw new Error(`"${name}" is no commit of ${repository}; allowed: a branch, a tag or a commit id.`);
  }
}

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
