import assert from 'node:assert/strict';
import { fix } from '../../src/fix';
import { type Player, script, startClaude } from '../emulators/claude/server';
import { bash, FIX, finish, SAMPLE, VALIDATE, VALIDATION } from '../fix/work-scene';
import { letters } from '../steps/secrets/sample-secrets';
import { fakeWorld, settingsFor } from './fake-world';
import { hasBubblewrap, setUpWorkbench } from './workbench';

const TOKEN = `gh${'p_'}${letters(36, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'a name')}`;
const INPUTS = { validationCommand: VALIDATION, testResults: 'results.xml', validationMinutes: '1' };
const SECRET_TEST = {
  'test/login.test.js': `const test = require('node:test');\nconst { sum } = require('../src/sum');\ntest('login ${TOKEN}', () => { if (sum([1]) === 1) throw new Error('no'); });\n`,
};

(hasBubblewrap() ? describe : describe.skip)('a secret in a name', () => {
  const cases: [of: string, play: Player, situation: string, tree?: Record<string, string>][] = [
    [
      'of a file that is looked at, and of what is left behind',
      script(
        { calls: [{ name: 'str_replace_based_edit_tool', input: { command: 'view', path: `old/${TOKEN}.txt` } }] },
        bash(`${TOKEN} --version; touch left-${TOKEN}`),
        { calls: [FIX] },
        { calls: [VALIDATE] },
        finish('Mended.'),
      ),
      'planned',
    ],
    [
      'of a new file',
      script({ calls: [FIX] }, bash(`echo x > ${TOKEN}.js`), { calls: [VALIDATE] }, finish('x', [`${TOKEN}.js`])),
      'checkFailed',
    ],
    ['of a deleted file', script({ calls: [FIX] }, bash(`rm old/${TOKEN}.txt`), finish('x')), 'checkFailed'],
    ['of a test case', script({ calls: [FIX] }, finish('x')), 'notProven', SECRET_TEST],
  ];
  for (const [of, play, situation, tree = {}] of cases) {
    it(`stands in nothing that is kept, told or sent: ${of}`, async () => {
      const bench = await setUpWorkbench({
        ...(SAMPLE as Record<string, string>),
        [`old/${TOKEN}.txt`]: 'x\n',
        ...tree,
      });
      const claude = await startClaude();
      try {
        claude.play(play);
        const world = fakeWorld(bench, claude);
        const record = await fix(settingsFor({ ...INPUTS, sessionLog: 'full' }), world);
        assert.equal(record.situation, situation, record.headline);
        const kept = world.left.map(({ content }) => Buffer.from(content).toString());
        const asked = claude
          .messages()
          .flatMap(({ body }) => body.messages.filter(({ role }: { role: string }) => role === 'user'));
        const all = [JSON.stringify([record, world.lines, world.written, asked]), ...kept];
        assert.ok(!all.some((text) => text.includes(TOKEN)));
      } finally {
        await claude.close();
        await bench.close();
      }
    });
  }
});
