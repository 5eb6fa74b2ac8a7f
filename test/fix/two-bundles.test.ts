import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(__dirname, '..', '..');

/** What only the second task may hold: its loop, its sandbox for code of the repository, its push. */
const OF_FIX_ALONE =
  /^src\/(work|fix|apply|fix-world|fix-task)\b|^src\/adapters\/(bubblewrap|docker|egress|workshop|git\/push)|^src\/ports\/(hands|workshop|pusher)\b|^src\/steps\/(brief|toolbox|turns|candidate|branch|session)\//;

/** What only the review may hold. */
const OF_REVIEW_ALONE = /^src\/(task|review|passes|stages\/(publish|enrich))\b/;

async function sourcesOf(entry: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join('src', entry)],
    bundle: true,
    write: false,
    platform: 'node',
    metafile: true,
    outdir: 'never-written',
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
}

describe('the two bundles', () => {
  it('of the review holds no loop, no sandbox for code of the repository and no push', async () => {
    const sources = await sourcesOf('task.ts');
    assert.ok(sources.includes('src/review.ts'), 'the review is looked at');
    assert.deepEqual(
      sources.filter((path) => OF_FIX_ALONE.test(path)),
      [],
    );
  });

  it('of the second task does not review', async () => {
    const sources = await sourcesOf('fix-task.ts');
    assert.ok(sources.includes('src/fix-task.ts'));
    assert.deepEqual(
      sources.filter((path) => OF_REVIEW_ALONE.test(path)),
      [],
    );
  });

  it('as they are packed say the same', () => {
    const text = (task: string) => readFileSync(join(ROOT, 'dist', 'stage', task, 'main.js'), 'utf8');
    const marks = ['--force-with-lease', 'str_replace_based_edit_tool', 'second-pass/preview', 'receive-pack'];
    for (const mark of marks) assert.ok(!text('SecondPass').includes(mark), `the review's bundle says ${mark}`);
    assert.ok(text('SecondPassFix').includes('Second Pass Fix'));
  });
});
