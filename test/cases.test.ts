import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTreeSitterOutliner } from '../src/adapters/outliner/outliner';
import { type GoldenReview, reviewCase } from './fakes/golden-review';
import { keptLog } from './fakes/world';

const CASES = join(__dirname, 'cases');
const isUpdating = process.env.UPDATE === '1' || process.argv.includes('--update');

/**
 * Golden reviews: each folder holds what goes into a review (`given/`) and what comes out of it (`expected/`).
 * `UPDATE=1 npx mocha --no-package --require tsx/cjs test/cases.test.ts` writes what comes out now; read the difference before you commit it.
 */
describe('golden reviews', function () {
  this.timeout(60_000);
  const outliner = createTreeSitterOutliner({ grammarFolder: join(__dirname, '..', 'grammars'), log: keptLog() });
  after(() => outliner.dispose());

  for (const name of readdirSync(CASES).sort()) {
    it(name, async () => {
      const folder = join(CASES, name);
      const files = filesOf(await reviewCase(join(folder, 'given'), outliner));
      if (isUpdating) write(join(folder, 'expected'), files);
      const expected = Object.keys(files).map((file) => [file, read(join(folder, 'expected', file))]);
      for (const [file, text] of expected) assert.equal(files[file as string], text, `${name}/expected/${file}`);
      assert.deepEqual(readdirSync(join(folder, 'expected')).sort(), Object.keys(files).sort());
    });
  }
});

function filesOf({ sweeps, critiques, threads, tracking, record }: GoldenReview): Record<string, string> {
  return {
    ...(sweeps === '' ? {} : { 'request-sweep.txt': sweeps }),
    ...(critiques === '' ? {} : { 'request-critique.txt': critiques }),
    'threads.md': threads,
    'tracking-comment.md': tracking,
    'record.json': record,
  };
}

function write(folder: string, files: Record<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '(missing)';
}
