import { sampleGit } from './sample-repository';

export interface Pair {
  base: string;
  source: string;
}

/**
 * Commits evenly spaced over a whole history, each against its first parent (merges too, a root against nothing), and a
 * tenth as many ranges of 40 commits.
 */
export function historyPairs(folder: string, count: number): Pair[] {
  const commits = sampleGit(folder, ['rev-list', '--all', '--parents'])
    .toString('latin1')
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const firstParents = new Map(commits.map(([commit = '', parent]) => [commit, parent]));
  const singles = spaced(commits, count).map(([source = '', base = emptyTree]) => ({ base, source }));
  const ranges = spaced(commits, Math.floor(count / 10)).flatMap(([source = '']) => {
    const base = ancestor(firstParents, source, 40);
    return base ? [{ base, source }] : [];
  });
  return [...singles, ...ranges];
}

/** Whether the history is cut, so that its edge commits would be compared with parents that are not there. */
export function isShallow(folder: string): boolean {
  return sampleGit(folder, ['rev-parse', '--is-shallow-repository']).toString().trim() !== 'false';
}

function spaced<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]!);
}

function ancestor(
  firstParents: ReadonlyMap<string, string | undefined>,
  commit: string,
  steps: number,
): string | undefined {
  let current: string | undefined = commit;
  for (let step = 0; step < steps && current !== undefined; step++) current = firstParents.get(current);
  return current;
}

export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
