import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramRun } from '../../../src/adapters/process/program-run';
import { runProgram } from '../../../src/adapters/process/run-program';

const program = process.execPath;

/** Every program here is Node itself, so that the same tests run on Windows. */
describe('running a program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-program-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value && /^(systemroot|path)$/i.test(name) ? [[name, value]] : [],
    ),
  );

  function run(code: string, more: Partial<ProgramRun> = {}) {
    return runProgram({
      program,
      arguments: ['-e', code],
      folder,
      environment,
      limits: { time: 30_000 },
      signal: new AbortController().signal,
      ...more,
    });
  }

  it('gives its input and takes its output, its errors and its exit code', async () => {
    const ended = await run("process.stdin.pipe(process.stdout); console.error('no'); process.exitCode = 3", {
      input: 'hello',
    });
    assert.deepEqual(
      [ended.why, ended.code, ended.output.toString(), ended.firstErrors.trim(), ended.lastErrors.trim()],
      ['exit', 3, 'hello', 'no', 'no'],
    );
  });

  it('keeps a letter whole whose bytes come apart', async () => {
    const apart =
      'process.stderr.write(Buffer.from([0xc3])); setTimeout(() => process.stderr.write(Buffer.from([0xbc])), 200)';
    assert.equal((await run(apart)).lastErrors, 'ü');
  });

  it('ends it at its time, at its limit of output, and when the run is cancelled', async () => {
    const forever = 'setInterval(() => {}, 1000)';
    assert.equal((await run(forever, { limits: { time: 500 } })).why, 'time');
    const flood = await run("setInterval(() => process.stdout.write('x'.repeat(10000)), 1)", {
      limits: { time: 30_000, output: 25_000 },
    });
    assert.deepEqual([flood.why, flood.output.length], ['output', 25_000]);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    assert.equal((await run(forever, { signal: abort.signal })).why, 'cancelled');
    assert.equal((await run(forever, { signal: abort.signal })).why, 'cancelled');
  });

  it('ends it after so much work, where the system can tell', async function () {
    if (process.platform !== 'linux') return this.skip();
    const child = `require('node:child_process').spawnSync(process.execPath, ['-e', 'for (;;);'])`;
    const { why } = await run(child, { limits: { time: 60_000, tree: { seconds: 2 } } });
    assert.equal(why, 'processor');
  });

  it('ends what it started too', async () => {
    const mark = join(folder, 'alive');
    const child = `setInterval(() => require('fs').writeFileSync(${JSON.stringify(mark)}, String(Date.now())), 50)`;
    const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
    assert.equal((await run(parent, { limits: { time: 3_000 } })).why, 'time');
    rmSync(mark);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.throws(() => rmSync(mark), 'the grandchild lives');
  });

  it('does not wait for an output that a forgotten child holds open', async () => {
    const child = 'setTimeout(() => {}, 20000)';
    const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit', detached: true, cwd: require('path').parse(process.cwd()).root }).unref(); console.log('done')`;
    const started = performance.now();
    const ended = await run(parent, { leavesNothing: process.platform !== 'win32' });
    assert.deepEqual([ended.why, ended.output.toString().trim()], ['exit', 'done']);
    assert.ok(performance.now() - started < 10_000);
  });

  it('says why it did not start', async () => {
    const missing = await run('', { program: join(folder, 'nothing.exe') });
    assert.deepEqual([missing.why, missing.cause !== undefined], ['notStarted', true]);
    const broken = join(folder, 'broken.exe');
    writeFileSync(broken, 'this is no program', { mode: 0o755 });
    assert.notEqual((await run('', { program: broken })).code, 0);
  });
});
