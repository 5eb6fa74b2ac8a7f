import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { localRange } from '../../../src/adapters/git/local-range';
import { createGit } from '../../../src/adapters/git/run-git';

const WHO = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', '-c', 'protocol.file.allow=always'];

describe('what is not committed, as a tree', function () {
  this.timeout(60_000);
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'second-pass-tree-')));
    folder = join(root, 'repository');
    mkdirSync(folder);
    git('init', '-q', '-b', 'main');
    for (const name of ['a.ts', 'gone.ts', 'file', 'folder/in.ts', 'linked/in.ts', 'bytes.ts'])
      write(name, `${name}\n`);
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const git = (...words: string[]) =>
    execFileSync('git', [...WHO, ...words], { cwd: folder, stdio: 'pipe', encoding: 'utf8' }).trim();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const remove = (name: string) => rmSync(join(folder, name), { recursive: true });
  const commit = () => {
    git('add', '--all');
    git('commit', '-qm', 'change');
  };

  async function ourTree(): Promise<string> {
    const { PATH } = process.env;
    const { signal } = new AbortController();
    const range = await localRange({
      ...{ folder, head: 'HEAD', uncommitted: 'worktree', home: undefined, scratchFolder: root },
      ...{ environment: { PATH }, untrustedFolders: [folder], signal },
    });
    const environment = { PATH: PATH ?? '', GIT_DIR: range.gitFolder };
    const reader = createGit({ program: range.gitPath, environment, signal, folder: root });
    const { output } = await reader({ arguments: ['ls-tree', '-r', range.source] });
    await range.remove();
    return output.toString('latin1');
  }

  function ownTree(): string {
    git('add', '--all');
    return execFileSync('git', ['ls-tree', '-r', git('write-tree')], { cwd: folder, encoding: 'latin1' });
  }

  const cases: Readonly<Record<string, () => void>> = {
    'files that change, come and go, and take the place of folders': () => {
      write('a.ts', 'changed\n');
      remove('gone.ts');
      remove('file');
      write('file/in.ts', 'x\n');
      remove('folder');
      write('folder', 'x\n');
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/latin-`), Buffer.from([0xe4, 0x0a])]), 'x\n');
    },
    'a link in place of a folder': () => {
      mkdirSync(join(root, 'keys'));
      writeFileSync(join(root, 'keys', 'in.ts'), 'key\n');
      remove('linked');
      symlinkSync(join(root, 'keys'), join(folder, 'linked'));
    },
    'modes, links and what is only meant to be added': () => {
      execFileSync('chmod', ['+x', join(folder, 'a.ts')]);
      symlinkSync('a.ts', join(folder, 'link'));
      write('meant.ts', 'x\n');
      git('add', '--intent-to-add', 'meant.ts');
    },
    'what is ignored by the repository alone': () => {
      write('.git/info/exclude', 'out.ts\n');
      write('out.ts', 'x\n');
      write('.git/info/attributes', 'bytes.ts -text\n*.txt text\n');
      write('in.txt', 'x\r\n');
      write('bytes.ts', 'x\r\n');
    },
    'line ends by a setting of the repository': () => {
      git('config', 'core.autocrlf', 'true');
      write('a.ts', 'a.ts\r\nmore\r\n');
    },
    'a merge in the middle': () => {
      git('checkout', '-q', '-b', 'other');
      write('a.ts', 'other\n');
      commit();
      git('checkout', '-q', 'main');
      write('a.ts', 'main\n');
      commit();
      assert.throws(() => git('merge', '-q', 'other'));
    },
    'an index in two files': () => {
      git('update-index', '--split-index');
      write('a.ts', 'changed\n');
    },
    'a sparse working tree': () => {
      git('sparse-checkout', 'set', 'folder');
      write('folder/in.ts', 'changed\n');
    },
    'a submodule that moved on, and a repository that is none yet': () => {
      const other = join(root, 'other');
      execFileSync('git', ['clone', '-q', folder, other]);
      git('submodule', '--quiet', 'add', other, 'sub');
      git('commit', '-qm', 'with a submodule');
      for (const name of ['sub', 'nested']) {
        if (name === 'nested') execFileSync('git', ['clone', '-q', other, join(folder, name)]);
        git('-C', name, 'commit', '-q', '--allow-empty', '-m', 'further');
      }
    },
    'a working tree that is linked': () => {
      git('worktree', 'add', '-q', '-b', 'topic', join(root, 'linked'));
      folder = join(root, 'linked');
      write('a.ts', 'changed\n');
    },
    'nothing but a beginning': () => {
      remove('.git');
      git('init', '-q', '-b', 'main');
      git('commit', '-q', '--allow-empty', '-m', 'first');
    },
  };
  for (const [name, change] of Object.entries(cases)) {
    it(`is what git itself makes of ${name}`, async () => {
      change();
      const ours = await ourTree();
      assert.equal(ours, ownTree());
    });
  }
});
