import { compileGlob, type Glob } from './glob';

/** Answers which globs of an ordered list match a path: their indexes, ascending. */
export type GlobSet = (path: string) => readonly number[];

/**
 * Compiles a list once. Globs on a file's name or on a folder are asked once per name and once per folder,
 * so that long lists stay cheap on large trees; answers are those of asking each glob for each path.
 */
export function globSet(globs: readonly Glob[]): GlobSet {
  const testers = globs.map(testerOf);
  const names = remembered((name: string) => hits(testers, (tester) => tester.name?.(name)));
  const folders = remembered((folder: string): readonly number[] => {
    const own = hits(testers, (tester) => tester.folder(folder));
    return folder === '' ? own : merged(folders(parentOf(folder)), own);
  });
  return (path) => {
    const normal = path.normalize('NFC');
    const own = hits(testers, (tester) => tester.path?.(normal));
    return merged(merged(folders(parentOf(normal)), names(normal.slice(normal.lastIndexOf('/') + 1))), own);
  };
}

/** The part of a glob that each kind of question reaches. */
interface Tester {
  name?: (name: string) => boolean;
  path?: (path: string) => boolean;
  folder: (folder: string) => boolean;
}

function testerOf(glob: Glob): Tester {
  const test = compileGlob(glob.pattern);
  const covered = (folder: string) => glob.coversFolders && folder !== '' && test(folder);
  if (glob.pattern.endsWith('/**')) {
    // What matches one file of a folder in this form matches all of it, so any name will do.
    return { folder: (folder) => test(folder === '' ? 'x' : `${folder}/x`) || covered(folder) };
  }
  if (/^\*\*\/[^/]+$/.test(glob.pattern)) return { name: test, folder: covered };
  return { path: test, folder: covered };
}

function hits(testers: readonly Tester[], ask: (tester: Tester) => boolean | undefined): number[] {
  return testers.flatMap((tester, index) => (ask(tester) ? [index] : []));
}

function merged(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return [...new Set([...left, ...right])].sort((a, b) => a - b);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function remembered<Answer>(ask: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    return answer;
  };
}
