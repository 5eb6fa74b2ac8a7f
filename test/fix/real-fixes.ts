import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTestPath } from '../../src/steps/candidate/places';
import type { Player } from '../emulators/claude/server';
import { script } from '../emulators/claude/server';
import type { RepositoryOnDisk } from '../fakes/repository-of';

/** A fault that a public repository had, and the commit that mended it. */
export interface RealFix {
  language: string;
  /** `owner/name` */
  repository: string;
  /** The one that mended it, with tests. */
  commit: string;
  setUpCommand: string;
  validationCommand: string;
  /** What the set-up has to reach, as the machine's own clients know it. */
  egress(): readonly string[];
}

export const REAL_FIXES: readonly RealFix[] = [
  {
    language: 'Node',
    repository: 'expressjs/express',
    commit: '18e5985b8a9d5e8423db0a9121f22bdaecd5b120',
    setUpCommand: 'npm install --ignore-scripts --no-audit --no-fund',
    validationCommand:
      'npx mocha --require test/support/env --check-leaks --reporter xunit --reporter-option output=results.xml test/ test/acceptance/',
    egress: () => [hostOf(told('npm', 'config', 'get', 'registry'))],
  },
  {
    language: 'Python',
    repository: 'kjd/idna',
    commit: 'e00ed2854c5203be201940f4029a747684594409',
    setUpCommand: '/usr/bin/python3 -m venv .venv && .venv/bin/pip install --quiet pytest==8.4.2',
    validationCommand: '.venv/bin/python -m pytest --quiet --junitxml=results.xml tests',
    egress: () => {
      const asked = 'from pip._internal.models.index import PyPI; print(PyPI.netloc, PyPI.file_storage_domain)';
      return told('/usr/bin/python3', '-c', asked)
        .split(' ')
        .map((host) => `${host}:443`);
    },
  },
  {
    language: 'Go',
    repository: 'google/uuid',
    commit: 'a2b2b32373ff0b1a312b7fdf6d38a977099698a6',
    setUpCommand: 'go install gotest.tools/gotestsum@v1.12.3',
    validationCommand: '~/go/bin/gotestsum --junitfile results.xml ./...',
    egress: () => [hostOf(told('go', 'env', 'GOPROXY').split(/[,|]/)[0] ?? '')],
  },
];

/** A bare copy whose source branch is the commit before the mend, with the tests of the mend already in it. */
export function beforeTheFix(gitFolder: string, { commit }: Pick<RealFix, 'commit'>): RepositoryOnDisk {
  const parent = mkdtempSync(join(tmpdir(), 'second-pass-real-'));
  const folder = join(parent, 'repository.git');
  told('git', 'clone', '--quiet', '--bare', '--shared', gitFolder, folder);
  const git = gitIn(folder, { GIT_INDEX_FILE: join(parent, 'index') });
  git('read-tree', `${commit}^`);
  for (const { path, mode, id } of changedBy(git, commit).filter(({ path }) => isTestPath(path)))
    git('update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
  const failing = git('commit-tree', git('write-tree'), '-p', `${commit}^`, '-m', 'A test that shows the fault');
  const [sourceRef, targetRef] = ['refs/heads/topic', 'refs/heads/main'];
  git('update-ref', targetRef, `${commit}^`);
  git('update-ref', sourceRef, failing);
  git('symbolic-ref', 'HEAD', targetRef);
  return {
    ...{ folder, sourceRef, targetRef },
    commit: (name) => git('rev-parse', name),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** Mends it as that commit did: looks, runs the repository's tests, edits piece by piece, runs them again, validates, finishes. */
export function playerOf(gitFolder: string, { commit, validationCommand }: RealFix): Player {
  const git = gitIn(gitFolder, {});
  const paths = changedBy(git, commit)
    .map(({ path }) => path)
    .filter((path) => !isTestPath(path));
  const runTests = { calls: [{ name: 'bash', input: { command: validationCommand } }] };
  const edits = paths.flatMap((path) =>
    piecesOf(git, commit, path).map(([oldStr, newStr]) => ({
      calls: [
        {
          name: 'str_replace_based_edit_tool',
          input: { command: 'str_replace', path, old_str: oldStr, new_str: newStr },
        },
      ],
    })),
  );
  return script(
    { calls: [{ name: 'bash', input: { command: 'git log --oneline; git status --short; ls' } }] },
    ...paths.map((path) => ({
      calls: [{ name: 'str_replace_based_edit_tool', input: { command: 'view', path } }],
    })),
    runTests,
    ...edits,
    runTests,
    { calls: [{ name: 'validate', input: {} }] },
    {
      calls: [
        {
          name: 'finish',
          input: { title: 'What the failing test shows', summary: 'As its test wants it.', files: [] },
        },
      ],
    },
  );
}

type Git = (...words: string[]) => string;

function changedBy(git: Git, commit: string): { path: string; mode: string; id: string }[] {
  const raw = git('diff-tree', '-r', '--raw', '--no-abbrev', '--no-renames', '--no-commit-id', commit);
  return raw.split('\n').map((line) => {
    const [, mode = '', , id = ''] = line.split(' ');
    return { mode, id, path: line.slice(line.indexOf('\t') + 1) };
  });
}

/** Old and new text of each place that changed, with as much around it as makes the old one stand there once. */
function piecesOf(git: Git, commit: string, path: string): [old: string, now: string][] {
  const before = git('show', `${commit}^:${path}`);
  for (let around = 0; ; around += 1) {
    const diff = git('diff', '--no-color', '--no-ext-diff', `-U${around}`, `${commit}^`, commit, '--', path);
    const pieces = diff
      .split(/^@@.*\n/m)
      .slice(1)
      .map(sidesOf);
    if (pieces.every(([old]) => old !== '' && before.split(old).length === 2)) return pieces;
  }
}

function sidesOf(piece: string): [old: string, now: string] {
  const lines = piece.replace(/\n$/, '').split('\n');
  const side = (sign: string) =>
    lines.filter((line) => line[0] !== sign && line[0] !== '\\').map((line) => line.slice(1));
  return [side('+').join('\n'), side('-').join('\n')];
}

function gitIn(folder: string, environment: Record<string, string>): Git {
  const who = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => [
      [`GIT_${role}_NAME`, 'Dana Developer'],
      [`GIT_${role}_EMAIL`, 'dana@shop.example'],
    ]),
  );
  return (...words) =>
    execFileSync('git', ['--git-dir', folder, ...words], {
      ...{ encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...who, ...environment } },
    }).replace(/\n$/, '');
}

function told(program: string, ...words: string[]): string {
  return execFileSync(program, words, { encoding: 'utf8' }).trim();
}

function hostOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 443}`;
}
