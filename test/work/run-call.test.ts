import assert from 'node:assert/strict';
import { processLog } from '../../src/adapters/process/process-log';
import type { Workshop } from '../../src/ports/workshop';
import { createMasking } from '../../src/steps/secrets/masking';
import { MOST_READ } from '../../src/steps/toolbox/orders';
import type { Call } from '../../src/steps/toolbox/read-call';
import { type Done, runCall } from '../../src/work/run-call';
import { hasBubblewrap, never, said, setUpWorkbench, type Workbench } from './workbench';

(hasBubblewrap() ? describe : describe.skip)('a call of a tool', () => {
  let bench: Workbench;
  let workshop: Workshop;
  before(async () => {
    bench = await setUpWorkbench({
      'a.txt': 'one\ntwo\n',
      'windows.txt': 'one\r\ntwo\r\n',
      'empty.txt': '',
      'no-end.txt': 'one',
      'data.bin': 'a\0b',
      'large.txt': 'x'.repeat(MOST_READ + 1),
      'fits.txt': `${'y'.repeat(MOST_READ - 2)}z\n`,
      'run.sh': { mode: '100755', content: 'echo\n' },
    });
    workshop = await bench.open();
  });
  after(() => bench.close());

  const masking = createMasking((text) => text);
  const call = (one: Call): Promise<Done> =>
    runCall(one, {
      hands: workshop.hands,
      signal: never,
      masking,
      learn: async () => {},
      validate: null,
      commandTime: 20_000,
    });
  const content = async (path: string) =>
    said(await workshop.hands.run({ script: `cat ${path}`, time: 20_000, kept: 2 * MOST_READ }, never));
  const replace = (path: string, old: string, now: string) => call({ tool: 'replace', path, old, now });

  const calls: Call[] = [
    { tool: 'view', path: 'a.txt' },
    { tool: 'view', path: '.' },
    { tool: 'create', path: 'new/b.txt', text: 'x\n' },
    { tool: 'replace', path: 'a.txt', old: 'one', now: '1' },
    { tool: 'replace', path: 'a.txt', old: 'not there', now: '' },
    { tool: 'insert', path: 'a.txt', line: 0, text: 'zero' },
    { tool: 'bash', command: 'true' },
  ];
  for (const one of calls) {
    it(`starts one sandbox: ${JSON.stringify(one)}`, async () => {
      const before = processLog().length;
      await call(one);
      const started = processLog().slice(before);
      assert.equal(started.length, 1, JSON.stringify(started));
    });
  }

  it('edits every byte of it and no other', async () => {
    const edits: [path: string, done: () => Promise<Done>, now: string][] = [
      ['windows.txt', () => replace('windows.txt', 'one\ntwo', 'one\n2'), 'one\r\n2\r\n'],
      ['empty.txt', () => call({ tool: 'insert', path: 'empty.txt', line: 0, text: 'first' }), 'first\n'],
      ['no-end.txt', () => replace('no-end.txt', 'one', "$(id) `id` \\n '"), "$(id) `id` \\n '"],
      ['fits.txt', () => replace('fits.txt', 'z', 'zz'), `${'y'.repeat(MOST_READ - 2)}zz\n`],
    ];
    for (const [path, done, now] of edits) {
      assert.equal((await done()).text, 'Written.', path);
      assert.equal(await content(path), now, path);
    }
    assert.equal((await replace('run.sh', 'echo', 'true')).text, 'Written.');
    assert.equal((await content('run.sh; stat -c %a run.sh')).endsWith('755\n'), true);
  });

  const problems: [path: string, prepare: string, said: RegExp][] = [
    ['gone.txt', '', /no file "gone\.txt" that can be read/],
    ['new', 'mkdir -p new', /no file "new" that can be read/],
    ['data.bin', '', /binary/],
    ['large.txt', '', /has 2097153 bytes; look at parts/],
    ['latin.txt', "printf 'a\\351' > latin.txt", /no UTF-8/],
    ['closed.txt', 'echo a > closed.txt; chmod 444 closed.txt', /[Pp]ermission denied/],
    ['hidden.txt', 'echo a > hidden.txt; chmod 000 hidden.txt', /that can be read/],
    ['pipe', 'mkfifo pipe', /no file "pipe" that can be read/],
    ['away.txt', 'ln -s /etc/shadow away.txt', /no file "away\.txt" that can be read/],
  ];
  for (const [path, prepare, why] of problems) {
    it(`tells what is wrong with ${path}, and writes nothing`, async () => {
      await workshop.hands.run({ script: prepare, time: 20_000 }, never);
      const done = await replace(path, 'a', 'b');
      assert.equal(done.isError, true);
      assert.match(done.text, why);
    });
  }

  it('edits around a secret that it does not show, and writes it into no command and no other file', async () => {
    const sign = '[secret: assigned-secret]';
    const made = "printf 'user: x\\npassword: Winter-2031!x\\n' > settings.yml";
    await workshop.hands.run({ script: made, time: 20_000 }, never);
    const viewed = await call({ tool: 'view', path: 'settings.yml', range: [2, 2] });
    assert.equal(viewed.text, `     2\tpassword: ${sign}`);
    assert.equal(
      (await replace('settings.yml', `user: x\npassword: ${sign}`, `pass: ${sign}\nuser: y`)).text,
      'Written.',
    );
    assert.equal(await content('settings.yml'), 'pass: Winter-2031!x\nuser: y\n');
    const whole = `a: ${sign}\n`;
    assert.equal((await call({ tool: 'create', path: 'settings.yml', text: whole })).text, 'Written.');
    assert.equal(await content('settings.yml'), 'a: Winter-2031!x\n');
    const elsewhere = [
      await replace('a.txt', 'two', sign),
      await call({ tool: 'create', path: 'other.yml', text: whole }),
      await call({ tool: 'bash', command: `echo 'a: ${sign}' > other.yml` }),
    ];
    assert.deepEqual(
      elsewhere.map(({ isError }) => isError),
      [true, true, true],
    );
    assert.equal((await call({ tool: 'bash', command: 'cat settings.yml other.yml' })).text.includes('Winter'), false);
  });

  it('waits for nobody where a pipe stands in place of a file', async () => {
    await workshop.hands.run({ script: 'mkfifo pipe', time: 20_000 }, never);
    const begun = performance.now();
    const calls: Call[] = [
      { tool: 'create', path: 'pipe', text: 'x' },
      { tool: 'view', path: 'pipe' },
      { tool: 'insert', path: 'pipe', line: 0, text: 'x' },
      { tool: 'replace', path: 'pipe', old: 'x', now: 'y' },
    ];
    for (const one of calls) assert.equal((await call(one)).isError, true, one.tool);
    assert.ok(performance.now() - begun < 15_000);
  });
});
