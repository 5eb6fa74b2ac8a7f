import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDocker } from '../../../src/adapters/docker/docker';
import { openDoor } from '../../../src/adapters/egress/door';
import type { Workshop, Workshops } from '../../../src/ports/workshop';
import { never, said } from '../../work/workbench';
import { hasDocker, IMAGE, importImage } from './image';

(hasDocker() ? describe : describe.skip)('a workshop in Docker', () => {
  let folder: string;
  let workshops: Workshops;
  let workshop: Workshop;
  before(async function () {
    this.timeout(240_000);
    importImage();
    folder = mkdtempSync(join(tmpdir(), 'docker-'));
    let count = 0;
    workshops = createDocker({
      scratchFolder: async () => {
        count += 1;
        const at = join(folder, `second-pass-${count}`);
        mkdirSync(at);
        return at;
      },
      path: (process.env.PATH ?? '').split(':'),
      hiddenFolders: [],
      image: IMAGE,
      runtime: '',
      host: process.env.DOCKER_HOST ?? '',
      limits: { memory: 300, threads: 120, printed: 8_388_608, file: 10_485_760 },
      openDoor,
    });
    workshop = await workshops.open(async (tree) => writeFileSync(join(tree, 'a.txt'), 'hello\n'), never);
  });
  after(async () => {
    await workshop.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (script: string, time = 30_000, words: string[] = []) =>
    workshop.hands.run({ script, time, words }, never);

  it('runs a command on the copy and keeps what it writes', async () => {
    const answer = await run('cat a.txt; printf %s "$1" > b.txt; exit 3', 30_000, ['$(id)']);
    assert.deepEqual([answer.why, answer.code, said(answer)], ['exit', 3, 'hello\n']);
    assert.equal(said(await run('cat b.txt')), '$(id)');
  });

  const nothing: [what: string, script: string, seen: RegExp][] = [
    ['a network', 'cat /proc/net/dev | grep -cE "eth|ens|docker"', /^[1-9]/],
    ['a name server', 'cat /etc/resolv.conf', /nameserver/],
    ['rights', 'grep -E "Cap(Prm|Eff|Bnd|Amb)" /proc/self/status | grep -v 0000000000000000', /Cap/],
    ['a way to new rights', 'grep NoNewPrivs /proc/self/status', /\s0$/m],
    ['other processes', 'ls /proc | grep -cE "^[0-9]+$"', /^[0-9]{2,}/],
    ['places to write but its own', 'for f in / /usr /etc /run; do touch $f/x 2>/dev/null && echo $f; done', /\//],
    ['the daemon', 'ls /var/run/docker.sock /run/docker.sock 2>&1', /^\/(?:var\/)?run\/docker\.sock$/m],
    ['the environment of the agent', 'env; cat /proc/1/environ', /SECOND_PASS|DOCKER/],
  ];
  for (const [what, script, seen] of nothing) {
    it(`holds nothing of ${what}`, async () => assert.doesNotMatch(said(await run(script)), seen));
  }

  it('ends time, endless output and a fork bomb, and goes on', async () => {
    assert.equal((await run('sleep 60', 1_500)).why, 'time');
    assert.equal((await run('yes')).why, 'output');
    await run('f() { f | f & }; f; sleep 2');
    assert.equal(said(await run('cat a.txt')), 'hello\n');
  });

  it('leaves no process behind, and nothing in the places for passing things', async () => {
    await run('touch /tmp/x /tmp/.x /dev/shm/x; setsid sh -c "sleep 2; touch /work/late" & exit 0');
    assert.equal(
      said(await run('ls -A /tmp /dev/shm; ls /proc | grep -cE "^[0-9]+$"')).replace(/\n\d\n$/, ''),
      '/dev/shm:\n\n/tmp:',
    );
    await pause(2_500);
    assert.equal(existsSync(join(workshop.tree, 'late')), false);
  });

  const containers = () =>
    execFileSync('docker', ['ps', '--quiet', '--filter', `name=second-pass-${process.pid}-`], { encoding: 'utf8' })
      .split('\n')
      .filter((id) => id !== '');

  it('is one container for all commands, which is gone before anything is read', async () => {
    const other = await workshops.open(async (tree) => writeFileSync(join(tree, 'a.txt'), 'hello\n'), never);
    const inOther = (script: string) => other.hands.run({ script, time: 30_000 }, never);
    const before = containers();
    await inOther('true');
    const [own] = containers().filter((id) => !before.includes(id));
    await inOther('cat a.txt; exit 7');
    assert.ok(own !== undefined && containers().includes(own));
    assert.equal((await inOther('sleep 60 & kill -KILL $PPID; sleep 60')).why, 'memory');
    assert.equal(containers().includes(own), false, 'one that was tampered with is not used again');
    assert.equal(said(await inOther('cat a.txt')), 'hello\n');
    await other.stop();
    assert.deepEqual(containers(), before);
    assert.equal((await inOther('true')).why, 'cancelled');
    await other.destroy();
  });

  it('is not taken for a command that failed where somebody took the container away', async () => {
    const other = await workshops.open(async () => {}, never);
    const before = containers();
    const inOther = (script: string) => other.hands.run({ script, time: 30_000 }, never);
    assert.equal((await inOther('exit 1')).code, 1);
    const [own = ''] = containers().filter((id) => !before.includes(id));
    execFileSync('docker', ['rm', '--force', own], { stdio: 'ignore' });
    const answer = await inOther('true');
    assert.deepEqual([answer.why, answer.code], ['notStarted', null]);
    assert.equal((await inOther('exit 4')).code, 4, 'and the next command begins another');
    await other.destroy();
  });

  it('ends with the program that opened it, however that ends', async () => {
    const script = `
      const { createSession } = require(${JSON.stringify(resolve('src/adapters/docker/session.ts'))});
      const { foldersIn } = require(${JSON.stringify(resolve('src/adapters/docker/container.ts'))});
      const built = { program: '/usr/bin/docker', folders: foldersIn(${JSON.stringify(join(folder, 'second-pass-1'))}), container: { image: ${JSON.stringify(IMAGE)}, runtime: '', host: process.env.DOCKER_HOST ?? '' }, space: { watch: async () => ({ end() {} }) } };
      createSession(built).run({ script: 'true', time: 30_000 }, new AbortController().signal).then((answer) => { console.log(answer.code); process.kill(process.pid, 'SIGKILL'); });`;
    const ended = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], { encoding: 'utf8' });
    assert.deepEqual([ended.stdout, ended.signal], ['0\n', 'SIGKILL'], ended.stderr);
    const left = () =>
      execFileSync('docker', ['ps', '--quiet', '--filter', `name=second-pass-${ended.pid}-`], { encoding: 'utf8' });
    for (let tries = 0; tries < 50 && left() !== ''; tries += 1) await pause(100);
    assert.equal(left(), '');
  });

  it('is removed by the next run where a command kept it alive beyond the one that was killed', async () => {
    const script = `
      const { createSession } = require(${JSON.stringify(resolve('src/adapters/docker/session.ts'))});
      const { foldersIn } = require(${JSON.stringify(resolve('src/adapters/docker/container.ts'))});
      const built = { program: '/usr/bin/docker', folders: foldersIn(${JSON.stringify(join(folder, 'second-pass-1'))}), container: { image: ${JSON.stringify(IMAGE)}, runtime: '', host: process.env.DOCKER_HOST ?? '' }, space: { watch: async () => ({ end() {} }) } };
      createSession(built).run({ script: 'kill -STOP -1; echo; while :; do sleep 1; done', time: 60_000 }, new AbortController().signal);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 4_000);`;
    const before = containers();
    const ended = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], { encoding: 'utf8' });
    assert.equal(ended.signal, 'SIGKILL', ended.stderr);
    const listed = (filter: string) =>
      execFileSync('docker', ['ps', '--all', '--quiet', '--filter', filter], { encoding: 'utf8' }).trim();
    await pause(1_000);
    assert.notEqual(listed(`name=second-pass-${ended.pid}-`), '', 'it outlives its run');
    const others = ['7/', '', `${process.getuid?.()}/another-boot/pid:[1]/1/1`];
    for (const owner of others)
      execFileSync('docker', ['create', '--label', `second-pass.owner=${owner}`, IMAGE, 'true'], { stdio: 'ignore' });
    const next = await workshops.open(async () => {}, never);
    assert.equal(listed(`name=second-pass-${ended.pid}-`), '');
    assert.deepEqual(containers(), before, 'of a process that lives nothing is removed');
    const left = others.map((owner) => listed(`label=second-pass.owner=${owner}`));
    execFileSync('docker', ['rm', ...new Set(left.flatMap((ids) => ids.split('\n')))], { stdio: 'ignore' });
    assert.ok(
      left.every((id) => id !== ''),
      'nor of others',
    );
    await next.destroy();
  });

  it('has one door while it is set up, and none afterwards', async () => {
    const ask = `/run/second-pass/node -e "require('http').request({host:'127.0.0.1',port:3128,method:'CONNECT',path:'evil.example:443'}).on('connect',(r)=>{console.log(r.statusCode);process.exit()}).on('error',e=>console.log(e.code)).end()"`;
    const answer = await workshop.setUp(
      { command: ask, time: 30_000, egress: [{ host: 'a.example', port: 443 }] },
      never,
    );
    assert.equal(said(answer), '403\n');
    assert.deepEqual(
      answer.egress.map(({ host, refused }) => [host, refused]),
      [['evil.example', 'not listed']],
    );
    assert.equal(said(await run('ls /run/door /run/second-pass 2>/dev/null')).includes('socket'), false);
  });

  it('says which image is not there', async () => {
    const absent = createDocker({
      scratchFolder: async () => folder,
      path: (process.env.PATH ?? '').split(':'),
      hiddenFolders: [],
      image: 'no/such:image',
      runtime: '',
      host: process.env.DOCKER_HOST ?? '',
      openDoor,
    });
    await assert.rejects(
      absent.open(async () => {}, never),
      { code: 'sandbox-impossible', message: /image is not on this agent/ },
    );
  });
});
