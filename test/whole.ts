import { spawn } from 'node:child_process';

interface Ended {
  name: string;
  passed: boolean;
  output: string;
}

/**
 * `npm test`, once the package is made: linter and types look at the sources beside the tests. What they find is shown as soon as it is
 * known and named again behind the tests; any of the three fails the whole.
 */
async function main(): Promise<void> {
  const checks = ['lint', 'types'].map(async (name) => {
    const ended = await run(name, 'npm', ['run', '--silent', name], 'pipe');
    if (!ended.passed) console.error(`\n${ended.output}`);
    return ended;
  });
  const mocha = [require.resolve('mocha/bin/mocha.js'), ...process.argv.slice(2)];
  const all = await Promise.all([run('tests', process.execPath, mocha, 'inherit'), ...checks]);
  const failed = all.filter(({ passed }) => !passed).map(({ name }) => name);
  if (failed.length === 0) return;
  console.error(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}

function run(name: string, program: string, words: readonly string[], stdio: 'pipe' | 'inherit'): Promise<Ended> {
  // npm is a script of its own on Windows, which only a shell starts; all words are ours.
  const shell = program === 'npm' && process.platform === 'win32';
  const child = spawn(program, words, { stdio: ['ignore', stdio, stdio], shell });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ name, passed: code === 0, output }));
  });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
