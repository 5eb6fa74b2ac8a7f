import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import type { Attack, Control } from '../attack';
import { atTerminal, SECRET_NOTES, type TerminalScene } from '../terminal-scene';

const RANGE = ['preview', '--base', 'main', '--semgrep', 'off'];
const WORKTREE = ['preview', '--worktree', '--semgrep', 'off'];

/** A folder of the change that git takes for a repository, with these settings. */
function embed({ git, at, commit, write }: TerminalScene, settings: Readonly<Record<string, string>>): string {
  const tools = at('repository', 'tools');
  write('repository/tools/.gitattributes', '* filter=a=b\n');
  git(at('repository'), 'init', '-q', '--bare', 'tools');
  write('repository/tools/refs/heads/.keep', '');
  const head = git(at('repository'), 'commit-tree', 'topic^{tree}', '-m', 'x');
  git(at('repository'), 'push', '-q', 'tools', `${head}:refs/heads/main`);
  for (const [name, value] of Object.entries(settings)) {
    git(tools, 'config', '--file', 'config', name, value);
  }
  git(tools, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  commit('tools');
  return tools;
}

interface Standing {
  tries: string;
  words: readonly string[];
  /** Makes the scene, and answers with the folder where the user stands. */
  scene(scene: TerminalScene): { folder?: string; path?: readonly string[] };
}

function startsNothing({ tries, words, scene: make }: Standing): Attack {
  return {
    tries,
    must: 'nothing of it is started or followed',
    through: 'review',
    run: () =>
      atTerminal(async (scene) => {
        const { out, said } = await scene.types(words, make(scene));
        assert.ok(!scene.wasStarted(), said);
        assert.ok(!`${out}${said}`.includes(SECRET_NOTES), out);
        // What the user asked for is answered all the same.
        assert.match(`${out}${said}`, /a\.ts|In scope: 1 of 1/, said);
      }),
  };
}

const LEADS_OUT = { 'core.bare': 'false', 'core.worktree': '../../.ssh' };

function withSettings(settings: (scene: TerminalScene) => Readonly<Record<string, string>>) {
  return (scene: TerminalScene) => {
    scene.write('repository/.gitattributes', '*.ts filter=a=b diff=evil\n');
    scene.write('repository/b.ts', 'let b = 1;\n');
    for (const [name, value] of Object.entries(settings(scene))) scene.git(scene.repository, 'config', name, value);
    scene.write('repository/a.ts', 'let a = 3;\n');
    return {};
  };
}

const FILTERS = withSettings(({ program }) => ({
  'filter.a=b.clean': program,
  'filter.a=b.process': program,
  'filter.a=b.required': 'true',
}));

const OTHER_PROGRAMS = withSettings(({ program, home }) => ({
  'core.fsmonitor': program,
  'core.hooksPath': home,
  'core.sshCommand': program,
  'core.pager': program,
  'core.askPass': program,
  'diff.external': program,
  'diff.evil.textconv': program,
  'diff.evil.command': program,
  'core.attributesFile': '../.ssh/notes.ts',
  'core.excludesFile': '../.ssh/notes.ts',
  'uploadpack.packObjectsHook': program,
}));

/** A clone that lacks a file and says whom to ask for it, by a program. */
function promised({ repository, git, program, at }: TerminalScene) {
  const blob = git(repository, 'rev-parse', 'topic:a.ts');
  rmSync(at('repository', '.git', 'objects', blob.slice(0, 2), blob.slice(2)));
  for (const [name, value] of Object.entries({
    'core.repositoryformatversion': '1',
    'extensions.partialClone': 'origin',
    'remote.origin.url': `file://${repository}`,
    'remote.origin.promisor': 'true',
    'remote.origin.uploadpack': program,
  })) {
    git(repository, 'config', name, value);
  }
  return {};
}

function submodule({ repository, git, commit, write, program, at }: TerminalScene) {
  write('other/c.ts', 'let c = 1;\n');
  git(at('other'), 'init', '-q', '-b', 'main');
  commit('other', at('other'));
  git(repository, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', at('other'), 'sub');
  commit('with a submodule');
  const sub = at('repository', 'sub');
  write('repository/sub/.gitattributes', '* filter=evil\n');
  git(sub, 'config', 'filter.evil.clean', program);
  git(sub, 'config', 'core.fsmonitor', program);
  write('repository/sub/c.ts', 'let c = 2;\n');
  write('repository/a.ts', 'let a = 3;\n');
  return {};
}

const standing: readonly Standing[] = [
  {
    tries: 'brings a folder that git takes for a repository, whose working tree is that of keys',
    words: WORKTREE,
    scene: (scene) => {
      const folder = embed(scene, LEADS_OUT);
      scene.write('repository/a.ts', 'let a = 3;\n');
      return { folder };
    },
  },
  {
    tries: 'brings such a folder, with a filter whose name holds an equals sign',
    words: WORKTREE,
    scene: (scene) => {
      const folder = embed(scene, { 'core.bare': 'false', 'core.worktree': '..', 'filter.a=b.clean': scene.program });
      scene.write('repository/a.ts', 'let a = 3;\n');
      return { folder };
    },
  },
  {
    tries: 'brings such a folder, where only commits are asked for',
    words: RANGE,
    scene: (scene) => ({
      folder: embed(scene, { 'core.bare': 'false', 'core.worktree': '..', 'filter.a=b.clean': scene.program }),
    }),
  },
  { tries: 'names a filter with an equals sign, and reads the working tree', words: WORKTREE, scene: FILTERS },
  { tries: 'names a filter with an equals sign, and counts what is not committed', words: RANGE, scene: FILTERS },
  { tries: 'names every other program that git can be told to start', words: WORKTREE, scene: OTHER_PROGRAMS },
  { tries: 'names all of them, for commits', words: RANGE, scene: OTHER_PROGRAMS },
  { tries: 'has filters and a monitor in a submodule', words: WORKTREE, scene: submodule },
  {
    tries: 'puts a git into node_modules/.bin of the root, for somebody who stands below',
    words: RANGE,
    scene: (scene) => {
      scene.write('repository/packages/app/x.md', 'x\n');
      return {
        folder: scene.at('repository', 'packages', 'app'),
        path: [scene.programs('repository/node_modules/.bin', 'git', 'sh')],
      };
    },
  },
  {
    tries: 'puts scanners there',
    words: ['review', '--base', 'main', '--no-model'],
    scene: (scene) => {
      scene.write('repository/packages/app/x.md', 'x\n');
      return {
        folder: scene.at('repository', 'packages', 'app'),
        path: [scene.programs('repository/node_modules/.bin', 'semgrep', 'opengrep')],
      };
    },
  },
  {
    tries: 'puts a git into the repository where the user stands, who asks about another',
    words: [...RANGE, '--repo', '../repository'],
    scene: (scene) => {
      const path = [scene.programs('hostile/node_modules/.bin', 'git', 'semgrep')];
      scene.git(scene.at('hostile'), 'init', '-q');
      return { folder: scene.at('hostile'), path };
    },
  },
  {
    tries: 'puts a git into the repository around a submodule',
    words: [...RANGE, '--head', 'topic'],
    scene: (scene) => {
      const path = [scene.programs('outer/node_modules/.bin', 'git')];
      scene.git(scene.at('outer'), 'init', '-q', '-b', 'main');
      scene.git(scene.at('outer'), 'clone', '-q', scene.repository, 'inner');
      scene.git(scene.at('outer', 'inner'), 'branch', '-q', 'main', 'origin/main');
      return { folder: scene.at('outer', 'inner'), path };
    },
  },
  {
    tries: 'leads to such a git by a link that lies in the repository',
    words: RANGE,
    scene: (scene) => {
      scene.programs('repository/scripts', 'git');
      symlinkSync(scene.at('repository', 'scripts'), scene.at('repository', 'bin'));
      scene.write('repository/packages/app/x.md', 'x\n');
      return { folder: scene.at('repository', 'packages', 'app'), path: [scene.at('repository', 'bin')] };
    },
  },
];

export const control: Control = {
  promise: 'At the terminal, nothing of a repository is started, and its settings lead nowhere.',
  attacks: [
    ...standing.map(startsNothing),
    {
      tries: 'has a clone lack a file, and names a program that fetches it',
      must: 'the file is told to be missing, and nothing is started',
      through: 'review',
      run: () =>
        atTerminal(async (scene) => {
          const { code, said } = await scene.types(RANGE, promised(scene));
          assert.ok(!scene.wasStarted(), said);
          assert.equal(code, 2);
          assert.match(said, /lacks files of the change/);
        }),
    },
    {
      tries: 'has the settings name another working tree than the folder of .git',
      must: 'it is refused by name',
      through: 'review',
      run: () =>
        atTerminal(async (scene) => {
          scene.git(scene.repository, 'config', 'core.worktree', scene.at('.ssh'));
          const { code, out, said } = await scene.types(WORKTREE);
          assert.deepEqual([code, out], [2, ''], said);
          assert.match(said, /core\.worktree/);
        }),
    },
  ],
};
