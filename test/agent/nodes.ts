import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fetchNode } from './fetch-node';

/** Builds of Node that agents ship: the oldest that task.json admits, and the newest of both lines. */
const versions = ['20.9.0', '20.20.2', '24.18.1'];

const root = resolve(__dirname, '..', '..');

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

interface Outcome {
  version: string;
  passed: boolean;
  /** What the tests said, kept until all are done: two at once would talk into each other. */
  output: string;
}

function runTests(version: string, node: string): Promise<Outcome> {
  const mocha = require.resolve('mocha/bin/mocha.js');
  const files = ['--no-package', '--require', './test/load.cjs', '--timeout', '240000', 'test/end-to-end/**/*.test.ts'];
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
