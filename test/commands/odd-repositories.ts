import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface OddRepositories {
  folder(name: string): string;
  /** What programs of a repository left behind when they were started. */
  traces(): string[];
  remove(): void;
}

const WHO = [
  '-c',
  'user.name=Odd',
  '-c',
  'user.email=odd@example.com',
  '-c',
  'init.defaultBranch=main',
  '-c',
  'commit.gpgsign=false',
];

/** Repositories and folders of all kinds, each under the name of what is odd about it. */
export function oddRepositories(): OddRepositories {
  const root = mkdtempSync(join(tmpdir(), 'second-pass-odd-'));
  const folder = (name: string) => PLACES[name]?.(root) ?? join(root, name);
  usual(root, 'usual');
  for (const [name, make] of Object.entries(MAKERS)) make(root, name);
  rmSync(join(root, 'started'), { force: true });
  return {
    folder,
    traces: () => (existsSync(join(root, 'started')) ? ['started'] : []),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const PLACES: Readonly<Record<string, (root: string) => string>> = {
  below: (root) => join(root, 'usual', 'deep', 'er'),
  spaces: (root) => join(root, 'with spaces, ä and 中'),
};

const MAKERS: Readonly<Record<string, (root: string, name: string) => void>> = {
  nothing: (root, name) => mkdirSync(join(root, name)),
  empty: (root, name) => git(init(root, name), 'status'),
  broken: (root, name) => writeFileSync(join(init(root, name), '.git', 'HEAD'), 'rubbish'),
  spaces: (root) => usual(root, 'with spaces, ä and 中'),
  clone: (root, name) => git(root, 'clone', '-q', join(root, 'usual'), name),
  bare: (root, name) => git(root, 'clone', '-q', '--bare', join(root, 'usual'), name),
  linked: (root, name) => git(join(root, 'usual'), 'worktree', 'add', '-q', join(root, name), 'topic'),
  shallow: (root, name) =>
    git(root, 'clone', '-q', '--depth=1', '--no-single-branch', `file://${join(root, 'usual')}`, name),
  sha256: (root, name) => {
    mkdirSync(join(root, name));
    git(join(root, name), 'init', '-q', '--object-format=sha256');
    commit(join(root, name), { 'a.ts': 'let a = 1;\n' });
  },
  partial: (root, name) => {
    git(join(root, 'usual'), 'config', 'uploadpack.allowFilter', 'true');
    const from = `file://${join(root, 'usual')}`;
    git(root, 'clone', '-q', '--filter=blob:none', '--no-checkout', from, name);
  },
  detached: (root, name) => {
    git(root, 'clone', '-q', join(root, 'usual'), name);
    git(join(root, name), 'checkout', '-q', '--detach', 'origin/topic');
  },
  files: (root, name) => {
    const at = usual(root, name);
    write(at, 'broken.yml', 'a: [1\nb: {');
    write(at, 'list.yml', '- effort\n- high\n');
    write(at, 'names.yml', 'fail_on: never\n');
    write(at, 'other.json', '{"recordVersion": 1}');
    const lines = Array.from(
      { length: 9 },
      (_, n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(n === 0 ? 'x' : `*a${n - 1}`)
          .join(', ')}]`,
    );
    write(at, 'bomb.yml', `${lines.join('\n')}\n`);
  },
  unrelated: (root, name) => {
    const at = usual(root, name);
    git(at, 'checkout', '-q', '--orphan', 'other');
    commit(at, { 'b.ts': 'other\n' });
    git(at, 'checkout', '-q', 'main');
  },
  // The branches took each other in, and the topic threw away what main had mended.
  crossed: (root, name) => {
    const at = usual(root, name);
    write(at, 'guard.ts', 'if (!user.mayPay) throw new Forbidden();\n');
    git(at, 'add', '--all');
    longAgo(at, 'commit', '-q', '-m', 'mend');
    git(at, 'branch', 'mended');
    git(at, 'merge', '-q', '--no-edit', 'topic');
    git(at, 'checkout', '-q', 'topic');
    git(at, 'merge', '-q', '--no-edit', '-s', 'ours', 'mended');
    commit(at, { 'b.ts': 'let b = 1;\n' });
  },
  merging: (root, name) => {
    const at = usual(root, name);
    commit(at, { 'a.ts': 'main too\n' });
    try {
      git(at, 'merge', '-q', 'topic');
    } catch {
      // The conflict is what is wanted.
    }
  },
  dirty: (root, name) => {
    const at = usual(root, name);
    write(at, 'a.ts', 'changed\n');
    write(at, 'new.ts', 'new\n');
    write(at, '.git/info/exclude', 'ignored.ts\n');
    write(at, 'ignored.ts', 'ignored\n');
  },
  names: (root, name) => {
    const at = usual(root, name);
    git(at, 'checkout', '-q', '-b', 'odd');
    commit(at, {
      '-rf': 'x\n',
      'a\nb.ts': 'x\n',
      '\u001b[31m.ts': 'x\n',
      ' lead.ts': 'x\n',
      'ünï.ts': 'x\n',
      '$(id).ts': 'x\n',
    });
  },
  deletions: (root, name) => onBranch(root, name, (at) => rmSync(join(at, 'a.ts'))),
  mode: (root, name) => onBranch(root, name, (at) => chmodSync(join(at, 'a.ts'), 0o755)),
  rename: (root, name) => onBranch(root, name, (at) => renameSync(join(at, 'a.ts'), join(at, 'b.ts'))),
  bytes: (root, name) =>
    onBranch(root, name, (at) => {
      writeFileSync(join(at, 'image.bin'), Buffer.from([0, 1, 2, 255]));
      symlinkSync('/etc/passwd', join(at, 'link'));
      writeFileSync(join(at, 'latin.ts'), Buffer.from('// caf\xe9\n', 'latin1'));
    }),
  programs: (root, name) => {
    const at = usual(root, name);
    const program = join(root, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch '${join(root, 'started')}'\ncat\n`, { mode: 0o755 });
    write(at, '.gitattributes', '* filter=evil\n');
    for (const setting of [
      'filter.evil.clean',
      'filter.evil.smudge',
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'core.sshCommand',
    ])
      git(at, 'config', setting, program);
    git(at, 'config', 'filter.evil.required', 'true');
    git(at, 'config', 'core.hooksPath', root);
    write(at, 'a.ts', 'changed\n');
  },
};

/** `main` with one file, `topic` with one change to it; `main` is checked out. */
function usual(root: string, name: string): string {
  const at = init(root, name);
  mkdirSync(join(at, 'deep', 'er'), { recursive: true });
  commit(at, { 'a.ts': 'let a = 1;\n' });
  git(at, 'checkout', '-q', '-b', 'topic');
  commit(at, { 'a.ts': 'let a = 2;\n' });
  git(at, 'checkout', '-q', 'main');
  return at;
}

function onBranch(root: string, name: string, change: (at: string) => void): void {
  const at = usual(root, name);
  git(at, 'checkout', '-q', '-b', 'odd');
  change(at);
  commit(at, {});
}

function init(root: string, name: string): string {
  const at = join(root, name);
  mkdirSync(at);
  git(at, 'init', '-q');
  return at;
}

function commit(at: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) write(at, path, text);
  git(at, 'add', '--all');
  git(at, 'commit', '-q', '--allow-empty', '-m', 'change');
}

function write(at: string, path: string, text: string): void {
  mkdirSync(dirname(join(at, path)), { recursive: true });
  writeFileSync(join(at, path), text);
}

function git(at: string, ...words: string[]): void {
  execFileSync('git', [...WHO, ...words], { cwd: at, stdio: 'pipe' });
}

/** Of several common commits git compares with the youngest. */
function longAgo(at: string, ...words: string[]): void {
  const env = { ...process.env, GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z' };
  execFileSync('git', [...WHO, ...words], { cwd: at, stdio: 'pipe', env });
}
