import type { SampleRepository } from '../demo/sample-repository';
import { repositoryOf } from '../fakes/repository-of';
import { borrowedRepository } from './borrowed-repository';
import { type SizedChange, sizedChange, swiftChange } from './sized-change';

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
    { name: '2 Swift files', runs: 7, aims: { wall: 0.76, megabytes: 141, git: GIT }, make: () => made(swiftChange()) },
    { ...sized(1), runs: 7, aims: { firstQuestion: 0.5, git: GIT } },
    { ...sized(20), runs: 7, aims: { wall: 0.8, firstQuestion: 0.5, git: GIT } },
    { ...sized(100), runs: 5, aims: { git: GIT } },
    { ...sized(500), runs: 5, aims: { wall: 3, git: GIT } },
    { ...sized(2000), runs: 3, aims: { git: GIT } },
    { ...sized(5000), runs: 3, aims: { wall: 15, megabytes: 400, git: GIT } },
    { ...sized(20, 99_980), runs: 3, aims: { git: GIT } },
    ...(merge.merge === '' ? [] : [mergeOf(merge)]),
  ];
}

function sized(changed: number, untouched = 0): Pick<Change, 'name' | 'make'> {
  const name = `${changed} ${changed === 1 ? 'file' : 'files'}${untouched > 0 ? ` of ${changed + untouched}` : ''}`;
  return { name, make: () => made(sizedChange(changed, untouched)) };
}

function made({ base, source }: SizedChange): SampleRepository {
  return repositoryOf(base, source);
}

function mergeOf({ merge: repository, from, to }: Merge): Change {
  return {
    name: `merge of ${from} and ${to}`,
    runs: 3,
    aims: {},
    make: () => borrowedRepository({ repository, from, to }),
  };
}
