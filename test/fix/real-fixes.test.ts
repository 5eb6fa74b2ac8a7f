import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { repositoryOf } from '../fakes/repository-of';
import { beforeTheFix, playerOf, REAL_FIXES } from './real-fixes';

/** What `npm run bench -- fix-real` makes of a commit; the bench itself needs clones, registries and minutes. */
describe('a commit that mended a fault', () => {
  const twice = 'a\nsame\nb\n\nc\nsame\nd\n';
  const base = { 'src/a.js': twice, 'README.md': 'Old\n', 'test/a.test.js': 'old test\n' };
  const mend = {
    'src/a.js': twice.replace('c\nsame', 'c\nother\nmore'),
    'README.md': 'New\n',
    'test/a.test.js': 'new test\n',
  };
  const disk = repositoryOf(base, mend);
  const commit = disk.commit(disk.sourceRef);
  const real = { ...(REAL_FIXES[0] as (typeof REAL_FIXES)[number]), commit };
  after(() => disk.remove());

  it('is begun at the commit before, with its tests', () => {
    const start = beforeTheFix(disk.folder, real);
    const shown = (name: string) => execFileSync('git', ['show', name], { cwd: start.folder, encoding: 'utf8' });
    for (const [path, content] of Object.entries({ ...base, 'test/a.test.js': mend['test/a.test.js'] }))
      assert.equal(shown(`${start.sourceRef}:${path}`), content, path);
    assert.equal(shown(`${start.targetRef}:test/a.test.js`), base['test/a.test.js']);
    start.remove();
  });

  it('is played as edits whose old text stands there once, and that make what it made', async () => {
    const player = playerOf(disk.folder, real);
    const texts: Record<string, string> = { ...base };
    const commands: string[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const move = await player({ turn } as Parameters<typeof player>[0]);
      const { name = '', input = {} } = move?.calls?.[0] ?? {};
      commands.push(name === 'str_replace_based_edit_tool' ? input.command : name);
      if (name === 'finish') break;
      if (input.command !== 'str_replace') continue;
      const parts = (texts[input.path] ?? '').split(input.old_str);
      assert.equal(parts.length, 2, JSON.stringify(input));
      texts[input.path] = parts.join(input.new_str);
    }
    assert.deepEqual(texts, { ...mend, 'test/a.test.js': base['test/a.test.js'] });
    const looks = ['bash', 'view', 'view', 'bash'];
    assert.deepEqual(commands, [...looks, 'str_replace', 'str_replace', 'bash', 'validate', 'finish']);
  });
});
