import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleRepository } from '../demo/sample-repository';
import { repositoryOf } from '../fakes/repository-of';
import { sizedChange } from './sized-change';

/** A pull request to measure with, how often, and what it may take at most. */
export interface Change {
  name: string;
  runs: number;
  aims: Aims;
  make(): SampleRepository;
}

export interface Aims {
  wall?: number;
  firstQuestion?: number;
  megabytes?: number;
  git?: number;
}

/** Two commits of a repository on this machine. */
export interface Merge {
  merge: string;
  from: string;
  to: string;
}

const GIT = 8;

export function changes(merge: Merge): Change[] {
  return [
    { ...sized(1), runs: 7, aims: { firstQuestion: 0.5, git: GIT } },
    { ...sized(20), runs: 7, aims: { wall: 0.8, firstQuestion: 0.5, git: GIT } },
    { ...sized(100), runs: 5, aims: { git: GIT } },
    { ...sized(500), runs: 5, aims: { wall: 3, git: GIT } },
    { ...sized(2000), runs: 3, aims: { git: GIT } },
    { ...sized(5000), runs: 3, aims: { wall: 15, megabytes: 400, git: GIT } },
    { ...sized(20, 99_980), runs: 3, aims: { git: GIT } },
    ...(merge.merge === '' ? [] : [{ name: 'merge', runs: 3, aims: {}, make: () => mergeOf(merge) }]),
  ];
}

function sized(changed: number, untouched = 0): Pick<Change, 'name' | 'make'> {
  const name = `${changed} ${changed === 1 ? 'file' : 'files'}${untouched > 0 ? ` of ${changed + untouched}` : ''}`;
  const make = () => {
    const { base, source } = sizedChange(changed, untouched);
    return repositoryOf(base, source);
  };
  return { name, make };
}

/** A repository beside the given one that borrows its objects, so that nothing is copied and nothing is changed. */
function mergeOf({ merge, from, to }: Merge): SampleRepository {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-merge-'));
  const folder = join(parent, 'merge.git');
  const objects = [join(merge, '.git', 'objects'), join(merge, 'objects')].find((path) => existsSync(path));
  if (!objects) throw new Error(`${merge} is no git repository.`);
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).trim();
  execFileSync('git', ['init', '--quiet', '--bare', folder]);
  writeFileSync(join(folder, 'objects', 'info', 'alternates'), `${objects}\n`);
  for (const [ref, commit] of [
    ['refs/heads/main', from],
    ['refs/heads/merged', to],
  ] as const) {
    git('update-ref', ref, git('rev-parse', '--verify', `${commit}^{commit}`));
  }
  return {
    folder,
    sourceRef: 'refs/heads/merged',
    targetRef: 'refs/heads/main',
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}
