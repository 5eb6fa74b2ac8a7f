import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSecondPassError } from '../../src/errors';
import { type BenchAgent, benchAgent, printing, processesWith, sarif } from '../adapters/semgrep/bench-agent';

const canIsolate =
  process.platform === 'linux' &&
  spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true']).status === 0;

/** With bubblewrap where it works, and without it everywhere: PATH decides. */
const ways = [
  { name: 'without a sandbox', path: (bin: string) => bin, sandbox: 'none', isOn: process.platform === 'linux' },
  { name: 'in bubblewrap', path: (bin: string) => `${bin}:/usr/bin`, sandbox: 'bubblewrap', isOn: canIsolate },
] as const;

/** Everything a scanner gets to see of an environment. */
const expectedNames = [
  ...['HOME', 'LC_ALL', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'PYTHONNOUSERSITE', 'PYTHONSAFEPATH', 'PYTHONUTF8'],
  ...['SECOND_PASS_CHILD', 'SEMGREP_ENABLE_VERSION_CHECK', 'SEMGREP_SEND_METRICS', 'TEMP', 'TMP', 'TMPDIR'],
  ...['USERPROFILE', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
];

for (const way of ways) {
  describe(`a scanner that misbehaves, ${way.name}`, () => {
    let agent: BenchAgent;
    let sign: string;

    before(function () {
      if (!way.isOn) this.skip();
    });
    beforeEach(async () => {
      agent = await benchAgent();
      // A number of seconds that no other process of this machine sleeps for.
      sign = `9${Date.now()}${Math.floor(Math.random() * 1e6)}`;
    });
    afterEach(async () => {
      if (!agent) return;
      assert.deepEqual(await processesWith(sign), [], 'a process outlived its scan');
      await agent.leave();
    });

    async function scan(body: string, limits: object = {}) {
      await agent.install(body);
      const environment = { PATH: way.path(agent.bin) };
      const report = await agent.scan({ environment, limits: { time: 5_000, ...limits } });
      assert.ok(report);
      assert.equal(report.sandbox, way.sandbox, report.notes.join());
      assert.deepEqual(await readdir(join(agent.folder, 'scratch')), [], 'nothing stays in the scratch folder');
      return report;
    }

    it('hangs: ended at its time, told, partial', async () => {
      const report = await scan(`sleep ${sign}`, { time: 1_200 });
      assert.equal(report.after, undefined);
      assert.equal(report.partial, true);
      assert.match(report.notes.join('\n'), /source side: stopped after 1 s[\s\S]*base side: stopped after 1 s/);
    });

    it('ignores the signals that ask it to end', async () => {
      const report = await scan(`trap '' TERM INT HUP; while :; do sleep ${sign}; done`, { time: 1_200 });
      assert.equal(report.partial, true);
    });

    it('leaves a process behind that left its group: ended with it, the result kept', async () => {
      const report = await scan(
        `setsid sh -c 'sleep ${sign} & sleep ${sign}' >/dev/null 2>&1 &\n${printing('src/a.py')}`,
      );
      assert.equal(report.partial, false, report.notes.join());
      assert.ok(report.after?.includes('src/a.py'));
    });

    it('holds its output open through a forgotten child', async () => {
      const report = await scan(`sleep ${sign} &\n${printing('src/a.py')}`);
      assert.ok(report.after?.includes('src/a.py'));
    });

    it('forks and forks', async () => {
      const report = await scan(`i=0; while [ $i -lt 400 ]; do sleep ${sign} & i=$((i+1)); done; wait`, {
        processes: 50,
      });
      assert.equal(report.partial, true);
      assert.match(report.notes.join(), /more than 50 processes/);
    });

    it('floods its output', async () => {
      const report = await scan('while :; do echo {xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done', {
        output: 200_000,
      });
      assert.equal(report.partial, true);
      assert.match(report.notes.join(), /printed more than 200000 bytes/);
      assert.ok((report.after?.length ?? 0) <= 200_000);
    });

    it('floods its error output and still answers', async () => {
      const flood = 'i=0; while [ $i -lt 20000 ]; do echo secret-source-line >&2; i=$((i+1)); done';
      const report = await scan(`${flood}\n${printing('src/a.py')}`);
      assert.equal(report.partial, false, report.notes.join());
      assert.doesNotMatch(report.notes.join(), /secret-source-line/);
    });

    it('takes all the memory', async () => {
      const report = await scan('head -c 600m /dev/zero | tail >/dev/null; sleep 1', { memory: 100 });
      assert.equal(report.partial, true);
      assert.match(report.notes.join(), /more than 100 MiB of memory/);
    });

    it('crashes after a part of its answer', async () => {
      const report = await scan(`printf '%s' '${sarif('src/a.py').slice(0, -20)}'; kill -SEGV $$`);
      assert.equal(report.partial, true);
      assert.match(report.notes.join(), /SIGSEGV|exit code 139/);
      assert.ok(report.after?.startsWith('{"version"'));
    });

    it('prints nothing, or something else', async () => {
      assert.match((await scan('exit 0')).notes.join(), /printed no result/);
      const other = await scan('echo "Traceback: secret-source-line"');
      assert.equal(other.partial, true);
      assert.equal(other.after, undefined);
      assert.doesNotMatch(other.notes.join(), /secret-source-line/);
    });

    it('says that the rules are wrong', async () => {
      const report = await scan(`${printing('src/a.py')}\nexit 7`);
      assert.equal(report.partial, true);
      assert.match(report.notes.join(), /exit code 7: the rules are not valid/);
    });

    it('is ended when the run is cancelled', async () => {
      await agent.install(`sleep ${sign}`);
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 700);
      const environment = { PATH: way.path(agent.bin) };
      const report = await agent.scan({ environment }, undefined, abort.signal);
      assert.equal(report?.partial, true);
    });

    it('sees nothing of the job’s environment', async () => {
      await agent.install('env | sort | sed "s/^/{/"');
      const environment = {
        PATH: way.path(agent.bin),
        SECRET_TOKEN: 'hunter2',
        SEMGREP_RULES: 'p/ci',
        HTTPS_PROXY: 'x',
      };
      const report = await agent.scan({ environment });
      const names = (report?.after ?? '').split('\n').flatMap((line) => /^\{(\w+)=/.exec(line)?.[1] ?? []);
      const ownOfShells = ['PWD', 'OLDPWD', 'SHLVL', '_'];
      assert.deepEqual(names.filter((name) => !ownOfShells.includes(name)).sort(), expectedNames);
      assert.doesNotMatch(report?.after ?? '', /hunter2/);
    });

    it('sees only copies: no checkout, no repository, no file of the pull request that means something to it', async () => {
      await writeFile(join(agent.checkout, 'secret.txt'), 'hunter2');
      await agent.install(`echo "{"; find . | sort; cat ${agent.checkout}/secret.txt 2>&1`);
      const file = (path: string) => ({ path, after: Buffer.from('x') });
      const paths = [
        'src/a.py',
        '.git/config',
        '.gitignore',
        'sub/.semgrepignore',
        '.semgrep/settings.yml',
        '.semgrepignore',
      ];
      const environment = { PATH: way.path(agent.bin) };
      const report = await agent.scan({ environment }, paths.map(file));
      const seen = (report?.after ?? '').split('\n').filter((line) => line.startsWith('./') && line.includes('.', 2));
      assert.deepEqual(seen.filter((line) => !/^\.\/renamed-\d+-by-second-pass/.test(line)).sort(), [
        './.semgrepignore',
        './src/a.py',
      ]);
      if (way.sandbox === 'bubblewrap') assert.doesNotMatch(report?.after ?? '', /hunter2/);
    });
  });
}

describe('the sandbox', () => {
  let agent: BenchAgent;

  beforeEach(async () => {
    agent = await benchAgent();
  });
  afterEach(() => agent.leave());

  it('has no network, no processes of others and none of the agent’s files', async function () {
    if (!canIsolate) this.skip();
    await writeFile(join(agent.folder, 'agent-secret.txt'), 'hunter2');
    const looks = ['cat /proc/net/dev', 'ls /proc', `ls -a ${agent.folder}`, 'ls /root /home 2>&1', 'id -u'];
    await agent.install(`echo "{"; ${looks.map((look) => `echo "== ${look}"; ${look}`).join('; ')}`);
    const environment = { PATH: `${agent.bin}:/usr/bin` };
    const { after } = (await agent.scan({ environment, sandbox: 'required' })) ?? {};
    const [network = '', processes = '', files = ''] = (after ?? '').split(/^== .*\n/m).slice(1);
    const interfaces = network.split('\n').flatMap((line) => /^\s*(\w+):/.exec(line)?.[1] ?? []);
    assert.deepEqual(interfaces, ['lo']);
    assert.ok(processes.split('\n').filter((line) => /^\d+$/.test(line)).length < 8, processes);
    assert.deepEqual(files.trim().split('\n'), ['.', '..', 'bin']);
  });

  it('is an error of its own when required and impossible, which names the reason', async () => {
    await agent.install(printing('src/a.py'));
    await assert.rejects(agent.scan({ sandbox: 'required' }), (error) => {
      assert.ok(isSecondPassError(error) && error.kind === 'sandbox');
      return /cannot be isolated on this agent.*required.*(bubblewrap|Linux)/.test(error.message);
    });
  });

  it('is told to be missing, with the reason of the system, when it does not work', async () => {
    await agent.install(printing('src/a.py'));
    await writeFile(
      join(agent.bin, 'bwrap'),
      '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2; exit 1\n',
    );
    await chmod(join(agent.bin, 'bwrap'), 0o755);
    const report = await agent.scan();
    assert.equal(report?.sandbox, 'none');
    assert.match(report?.notes.join() ?? '', /sandbox: none, because .*No permissions to create new namespace/);
    await assert.rejects(
      agent.scan({ sandbox: 'required' }),
      (error) => isSecondPassError(error) && /No permissions to create new namespace/.test(error.message),
    );
  });

  it('is not left because a change makes the scanner fail inside', async function () {
    if (!canIsolate) this.skip();
    await agent.install(`test -d ${agent.checkout} && touch ${agent.folder}/outside; echo broken >&2; exit 2`);
    const report = await agent.scan({ environment: { PATH: `${agent.bin}:/usr/bin` } });
    assert.equal(report?.sandbox, 'bubblewrap');
    assert.equal(report?.tool.version, '1.2.3');
    assert.equal(report?.partial, true);
    assert.deepEqual(await readdir(agent.folder), ['bin', 'checkout', 'rules.yml', 'scratch']);
    assert.deepEqual(await readdir(join(agent.folder, 'scratch')), []);
  });
});

describe('which scanner is run', () => {
  let agent: BenchAgent;

  beforeEach(async function () {
    if (process.platform === 'win32') this.skip();
    agent = await benchAgent();
  });
  afterEach(() => agent?.leave());

  it('is never one of the checkout, however PATH leads there', async () => {
    const inside = join(agent.checkout, 'tools');
    await agent.install('touch ../executed', 'semgrep', inside);
    await symlink(inside, join(agent.folder, 'linked'));
    await symlink(join(inside, 'semgrep'), join(agent.bin, 'semgrep'));
    const entries = [
      inside,
      join(agent.folder, 'linked'),
      agent.bin,
      './tools',
      '',
      'checkout/tools',
      `${agent.bin}/../checkout/tools`,
    ];
    for (const entry of entries) assert.equal(await agent.scan({ environment: { PATH: entry } }), null, entry);
  });

  it('is never a script whose interpreter lies in the checkout', async () => {
    await mkdir(join(agent.checkout, 'venv/bin'), { recursive: true });
    await writeFile(join(agent.checkout, 'venv/bin/python3'), '#!/bin/sh\n', { mode: 0o755 });
    await writeFile(join(agent.bin, 'semgrep'), `#!${agent.checkout}/venv/bin/python3\n`, { mode: 0o755 });
    assert.equal(await agent.scan(), null);
  });

  it('is never one of a folder that everybody may write to', async () => {
    await agent.install(printing('src/a.py'));
    await chmod(agent.bin, 0o777);
    assert.equal(await agent.scan(), null);
  });

  it('is Opengrep where there is no Semgrep', async () => {
    await agent.install(printing('src/a.py'), 'opengrep');
    assert.deepEqual((await agent.scan())?.tool, { name: 'Opengrep', version: '1.2.3' });
  });

  it('has the version that it tells itself, not one that a file tells', async () => {
    await agent.install(printing('src/a.py', '"semanticVersion": "9.9.9"'));
    assert.equal((await agent.scan())?.tool.version, '1.2.3');
  });

  it('is an error of its own when required and missing', async () => {
    await assert.rejects(
      agent.scan({ mode: 'required' }),
      (error) => isSecondPassError(error) && error.kind === 'scanner',
    );
  });

  it('is an error of its own when required and without any answer', async () => {
    await agent.install('exit 2');
    await assert.rejects(
      agent.scan({ mode: 'required' }),
      (error) => isSecondPassError(error) && error.kind === 'scanner' && /exit code 2/.test(error.message),
    );
  });

  for (const rulesPath of ['p/ci', 'https://example.com/rules.yml', '/no/such/rules.yml', 'CHECKOUT']) {
    it(`takes no rules from ${rulesPath}`, async () => {
      await agent.install(printing('src/a.py'));
      const inside = join(agent.checkout, 'rules.yml');
      await writeFile(inside, 'rules: []');
      await assert.rejects(
        agent.scan({ rulesPath: rulesPath === 'CHECKOUT' ? inside : rulesPath }),
        (error) => isSecondPassError(error) && error.kind === 'badInput' && /semgrepConfig/.test(error.message),
      );
    });
  }
});
