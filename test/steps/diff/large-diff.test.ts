import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

describe('a diff of 200,000 lines in 5,000 files', () => {
  it('is read and scoped within 400 MB', function () {
    this.timeout(120_000);
    const script = join(__dirname, 'read-large-diff.ts');
    const answer = execFileSync(process.execPath, ['--require', 'tsx/cjs', script], { encoding: 'utf8' });
    const { files, kept, lines, unreadable, megabytes } = JSON.parse(answer);
    assert.deepEqual({ files, kept, lines, unreadable }, { files: 5000, kept: 5000, lines: 200_000, unreadable: 0 });
    assert.ok(megabytes < 400, `${megabytes} MB`);
  });
});
