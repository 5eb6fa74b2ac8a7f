import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Bed, type NodeLine, setUpBed } from './bed';
import { compileTests } from './compile-tests';
import { startProgram } from './start-program';

const root = resolve(__dirname, '..', '..');
const mocha = require.resolve('mocha/bin/mocha.js');

/** A start of a program fails under Wine once in a while, so a failed test runs a second time. */
const usual = ['--no-package', '--timeout', '300000', '--retries', '1', '--forbid-only', '--reporter', 'dot'];

/** The packaged task on Node for Windows; tests, emulators and the agent's stand-in stay on Linux. */
const packaged: Record<NodeLine, readonly string[]> = {
  node20: [
    'test/windows/*.test.ts',
    'test/end-to-end/*.test.ts',
    'test/run-modes/*.test.ts',
    'test/hostile/pull-request.test.ts',
    'test/wiring/network.test.ts',
    'test/wiring/rest-fallback.test.ts',
    'test/agent/door.test.ts',
  ],
  node24: ['test/windows/*.test.ts', 'test/end-to-end/arrivals.test.ts', 'test/end-to-end/review.test.ts'],
};

/** Tests that run inside Node for Windows themselves, compiled. */
const inside: Record<NodeLine, readonly string[]> = {
  node20: [
    'test/adapters/{process,sarif-files,outliner,azure-pipelines,terminal}/*.test.js',
    'test/adapters/semgrep/{export-side,user-packages}.test.js',
    'test/adapters/git/{path-length,patch-collector,scratch-folder}.test.js',
  ],
  node24: ['test/steps/**/*.test.js'],
};

/** They compile, start git by the hundred, build grammars, or lay links that Windows gives to administrators alone. */
const notInside = ['large-diff', 'read-patch', 'read-tree-changes', 'history', 'grammars', 'find-programs'];

void main();

/** `npm run test:windows -- node24` runs what belongs to that Node alone. */
async function main(): Promise<void> {
  const bed = setUpBed();
  if (typeof bed === 'string') return skip(bed);
  const named = process.argv.slice(2).find((word): word is NodeLine => word in packaged);
  const awake = keepAwake(bed);
  const folder = compileTests(mkdtempSync(join(tmpdir(), 'second-pass-windows-')));
  const failed = await testOn(bed, named === undefined ? ['node20', 'node24'] : [named], folder);
  rmSync(folder, { recursive: true, force: true });
  awake.kill();
  if (failed.length === 0) return console.log('\nOn Windows all of it passes.');
  console.error(`\nOn Windows fails: ${failed.join('; ')}.`);
  process.exitCode = 1;
}

async function testOn(bed: Bed, lines: readonly NodeLine[], folder: string): Promise<string[]> {
  const failed: string[] = [];
  const codes = await Promise.all(lines.map((line) => runInside(bed, line, folder)));
  for (const [index, code] of codes.entries()) if (code !== 0) failed.push(`steps and adapters inside ${lines[index]}`);
  for (const line of lines) if ((await runPackaged(bed, line)) !== 0) failed.push(`the packaged task on ${line}`);
  return failed;
}

/** As long as one program runs, Wine does not start anew for each of the others. */
function keepAwake(bed: Bed): ChildProcess {
  return startProgram(bed.folder, 'hold.exe', 'C:\\windows', '7200');
}

/** In CI a missing bed is a failure. */
function skip(why: string): void {
  const banner = '*'.repeat(72);
  console.error(`${banner}\nNOTHING WAS TESTED ON WINDOWS: ${why}.\n${banner}`);
  if (process.env.SECOND_PASS_REQUIRE_WINDOWS) process.exitCode = 1;
}

function runInside(bed: Bed, line: NodeLine, folder: string): Promise<number> {
  const left = notInside.flatMap((name) => ['--ignore', `test/**/${name}.test.js`]);
  return start(bed.starter(line), [mocha, ...usual, ...left, ...inside[line]], folder, {});
}

function runPackaged(bed: Bed, line: NodeLine): Promise<number> {
  const how = [...usual, '--require', 'tsx/cjs', '--parallel', '--jobs', '2'];
  const environment = { SECOND_PASS_NODE: bed.starter(line), SECOND_PASS_WINDOWS_BED: bed.folder };
  return start(process.execPath, [mocha, ...how, ...packaged[line]], root, environment);
}

async function start(program: string, words: readonly string[], cwd: string, more: object): Promise<number> {
  const began = performance.now();
  const child = spawn(program, words, { cwd, env: { ...process.env, ...more }, stdio: 'inherit' });
  const code = await new Promise<number>((done) => child.on('exit', (exitCode) => done(exitCode ?? 1)));
  console.log(`${words.at(-1)} and its kind: ${Math.round((performance.now() - began) / 1000)} s`);
  return code;
}
