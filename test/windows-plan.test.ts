import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planned, rowOf, rows, testFiles } from './windows/plan';

const root = join(__dirname, '..');
const files = testFiles(root);

describe('what is tested on Windows', () => {
  it('has for every test file a place, or a reason to leave it out', () => {
    assert.deepEqual(
      files.filter((file) => rowOf(file) === undefined),
      [],
    );
  });

  it('has no row without a file', () => {
    const used = new Set(files.map(rowOf));
    assert.deepEqual(
      rows.filter((row) => !used.has(row)),
      [],
    );
  });

  it('serves git on Linux alone', () => {
    const inside = planned(files, ['node20', 'node24'])
      .filter(({ place }) => place === 'inside')
      .flatMap((job) => job.files);
    const serves = (file: string) =>
      /from '[./]*(git-server|served-repository)'/.test(readFileSync(join(root, file), 'utf8'));
    assert.deepEqual(inside.filter(serves), []);
  });

  it('runs the packaged task on both lines of Node, each file in a process of its own', () => {
    const around = (isAll: boolean) =>
      planned(files, ['node20', 'node24'], isAll).filter(({ place }) => place === 'around');
    const on = (line: string, isAll: boolean) => around(isAll).filter((job) => job.line === line).length;
    assert.ok(on('node24', false) > 10 && on('node20', false) > 10);
    assert.equal(on('node24', true), on('node20', true));
    assert.ok(on('node20', true) > on('node20', false));
    assert.ok(around(true).every((job) => job.files.length === 1));
  });

  it('says why where one line is enough', () => {
    const onOne = rows.filter((row) => 'lines' in row && row.lines.length === 1);
    assert.deepEqual(
      onOne.filter((row) => !('why' in row && row.why)),
      [],
    );
  });
});
