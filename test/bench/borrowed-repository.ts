import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleRepository } from '../demo/sample-repository';

/** Two commits of a repository on this machine, by id, tag or branch. */
export interface Pair {
  repository: string;
  from: string;
  to: string;
}

/** A repository beside the given one that borrows its objects, so that nothing is copied and nothing is changed. */
export function borrowedRepository({ repository, from, to }: Pair): SampleRepository {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-borrowed-'));
  const folder = join(parent, 'borrowed.git');
  const objects = [join(repository, '.git', 'objects'), join(repository, 'objects')].find((path) => existsSync(path));
  if (!objects) throw new Error(`${repository} is no git repository.`);
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).trim();
  execFileSync('git', ['init', '--quiet', '--bare', folder]);
  writeFileSync(join(folder, 'objects', 'info', 'alternates'), `${objects}\n`);
  for (const [ref, commit] of [
    ['refs/heads/main', from],
    ['refs/heads/merged', to],
  ] as const) {
    git('update-ref', ref, commitOf(repository, commit));
  }
  return {
    folder,
    sourceRef: 'refs/heads/merged',
    targetRef: 'refs/heads/main',
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** Tags and branches are names in the lender alone. */
function commitOf(repository: string, name: string): string {
  return execFileSync('git', ['-C', repository, 'rev-parse', '--verify', `${name}^{commit}`], {
    encoding: 'utf8',
  }).trim();
}
