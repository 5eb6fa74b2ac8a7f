import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createObjectReader, type ReaderTimes } from '../../../src/adapters/git/object-reader';
import { createGit } from '../../../src/adapters/git/run-git';
import { pushFiles, type RepositoryOnDisk, repositoryOf } from '../../fakes/repository-of';

const NOWHERE = 'f'.repeat(40);

describe('the reader of git objects', () => {
  let disk: RepositoryOnDisk;
  let folder: string;
  const controllers: AbortController[] = [];

  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  beforeEach(() => {
    disk = repositoryOf(
      { 'a.txt': 'one\n', 'empty.txt': '' },
      { 'b.txt': 'two\n', 'huge.bin': Buffer.alloc(17 << 20) },
    );
    folder = mkdtempSync(join(tmpdir(), 'second-pass-reader-'));
  });

  afterEach(() => {
    for (const controller of controllers.splice(0)) controller.abort();
    disk.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The reader over git, or over another program in its place, and how often that was started. */
  function reader({ program, times }: { program?: string; times?: ReaderTimes } = {}) {
    const [counted, list] = [join(folder, 'git'), join(folder, 'started')];
    writeFileSync(list, '');
    writeFileSync(counted, `#!/bin/sh\necho "$$" >> '${list}'\n${program ?? 'exec git "$@"'}\n`);
    chmodSync(counted, 0o755);
    const controller = new AbortController();
    controllers.push(controller);
    const environment = { PATH: process.env.PATH ?? '', GIT_DIR: disk.folder };
    const git = createGit({ program: counted, environment, folder, signal: controller.signal });
    const started = () => readFileSync(list, 'utf8').split('\n').filter(Boolean);
    return { ...createObjectReader(git, times), started, cancel: () => controller.abort() };
  }

  const textsOf = (objects: readonly ({ content: Buffer } | null)[]) =>
    objects.map((one) => one?.content.toString() ?? null);

  it('passes on piece by piece what is too large to be held', async () => {
    const { read, pour, close } = reader();
    const huge = execFileSync('git', ['rev-parse', `${disk.commit(disk.sourceRef)}:huge.bin`], { cwd: disk.folder });
    const name = huge.toString().trim();
    assert.deepEqual(await read([name]), [null]);
    const pieces: number[] = [];
    const take = ({ length }: Uint8Array) => pieces.push(length);
    assert.equal(await pour(name, take, 17 << 20), true);
    assert.equal(
      pieces.reduce((sum, length) => sum + length, 0),
      17 << 20,
    );
    assert.ok(Math.max(...pieces) <= 1 << 20);
    for (const [other, most] of [
      [name, (17 << 20) - 1],
      [NOWHERE, 9],
      [disk.commit(disk.sourceRef), 9_999],
    ] as const)
      assert.equal(await pour(other, () => assert.fail(), most), false);
    await close();
  });

  it('answers every question by two processes, one of them for sizes, also of what came after its start', async () => {
    const { read, close, started } = reader();
    const main = disk.commit(disk.targetRef);
    assert.deepEqual(textsOf(await read([`${main}:a.txt`, NOWHERE, `${main}:empty.txt`])), ['one\n', null, '']);
    assert.deepEqual(await read([]), []);
    pushFiles(disk, 'refs/heads/later', { 'late.txt': 'three\n' }, disk.targetRef);
    const late = disk.commit('refs/heads/later');
    assert.deepEqual(textsOf(await read([`${late}:late.txt`])), ['three\n']);
    assert.equal(started().length, 2);
    await close();
    assert.deepEqual(textsOf(await read([`${main}:a.txt`])), ['one\n']);
    await close();
    assert.equal(started().length, 4);
  });

  it('answers questions that come at once each with its own objects, and none with what is too large to be held', async () => {
    const { read, close, started } = reader();
    const topic = disk.commit(disk.sourceRef);
    const answers = await Promise.all([
      read([`${topic}:huge.bin`, `${topic}:b.txt`]),
      read([NOWHERE]),
      read([`${topic}:b.txt`]),
    ]);
    assert.deepEqual(answers.map(textsOf), [[null, 'two\n'], [null], ['two\n']]);
    assert.equal(started().length, 2);
    await close();
  });

  it('starts anew where its process died between two questions', async () => {
    const { read, close, started } = reader();
    const name = `${disk.commit(disk.targetRef)}:a.txt`;
    await read([name]);
    for (const pid of started()) process.kill(Number(pid), 'SIGKILL');
    assert.deepEqual(textsOf(await read([name])), ['one\n']);
    assert.equal(started().length, 4);
    await close();
  });

  it('says so when git ends without an answer, and asks another one next time', async () => {
    const { read, started } = reader({ program: 'read name; echo "fatal: broken object" >&2; exit 128' });
    const failure = { code: 'git-failed', message: /git cat-file ended with 128: fatal: broken object/ };
    await assert.rejects(read(['x']), failure);
    await assert.rejects(read(['x']), failure);
    assert.equal(started().length, 2);
  });

  it('stops a process that hangs, and says so', async () => {
    const { read, started } = reader({ program: 'sleep 60', times: { question: 150, idle: 10_000 } });
    await assert.rejects(read(['x']), { code: 'git-timeout', message: /cat-file did not answer within 0.15 seconds/ });
    await assertGone(started()[0]);
  });

  it('ends with the run', async () => {
    const { read, cancel, started } = reader({ program: 'sleep 60' });
    const asked = read(['x']);
    while (started().length === 0) await pause(10);
    cancel();
    await assert.rejects(asked, { kind: 'cancelled' });
    await assertGone(started()[0]);
  });

  it('lets a process go that nobody asks any more', async () => {
    const { read, close, started } = reader({ times: { question: 10_000, idle: 50 } });
    const name = `${disk.commit(disk.targetRef)}:a.txt`;
    await read([name]);
    await assertGone(started()[0]);
    assert.deepEqual(textsOf(await read([name])), ['one\n']);
    await close();
  });
});

async function assertGone(pid: string | undefined): Promise<void> {
  const isThere = () =>
    execFileSync('ps', ['-o', 'stat=', '-p', `${pid}`, '-p', '1'], { encoding: 'utf8' })
      .trim()
      .split('\n').length > 1;
  for (let tries = 0; isThere() && tries < 200; tries += 1) await pause(20);
  assert.ok(!isThere(), `process ${pid} is still there`);
}
