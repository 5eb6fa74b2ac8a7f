import assert from 'node:assert/strict';
import { changesArguments } from '../../../src/adapters/git/patch-arguments';
import { isSecondPassError } from '../../../src/errors';
import { readTreeChanges } from '../../../src/steps/diff/read-tree-changes';
import { createSampleRepository, type SampleRepository, sampleGit } from './sample-repository';

describe('reading the changes of two trees', () => {
  let repository: SampleRepository;
  before(() => {
    repository = createSampleRepository();
  });
  after(() => repository.remove());

  it('names each change by paths, modes and ids alone, and a rename as two', () => {
    const [base = '', source = ''] = repository.commit([
      { kept: '1', gone: '2', old: 'same\n', mode: 'x', type: 'x', 'di"r/ü\n': '1' },
      {
        kept: '1!',
        new: 'same\n',
        mode: { mode: '100755', content: 'x' },
        type: { mode: '120000', content: 'x' },
        'di"r/ü\n': '2',
      },
    ]);
    const changes = readTreeChanges(sampleGit(repository.folder, changesArguments(base, source)));
    assert.deepEqual(
      changes.map(({ path, change, oldMode, newMode }) => [path, change, oldMode, newMode]),
      [
        ['di"r/ü\n', 'modified', '100644', '100644'],
        ['gone', 'deleted', '100644', '000000'],
        ['kept', 'modified', '100644', '100644'],
        ['mode', 'modeChanged', '100644', '100755'],
        ['new', 'added', '000000', '100644'],
        ['old', 'deleted', '100644', '000000'],
        ['type', 'typeChanged', '100644', '120000'],
      ],
    );
    assert.equal(changes[1]?.newBlob, '0'.repeat(40));
    assert.equal(changes[1]?.oldBlob, sampleGit(repository.folder, ['hash-object', '--stdin'], '2').toString().trim());
  });

  it('is empty for equal trees', () => assert.deepEqual(readTreeChanges(new Uint8Array()), []));

  for (const output of [
    'x',
    ':100644',
    ':100644 100644 1 2 M\0a\0',
    `:100644 100644 ${'1'.repeat(40)} ${'2'.repeat(40)} M\0a`,
  ]) {
    it(`refuses ${JSON.stringify(output.slice(0, 30))}`, () => {
      assert.throws(
        () => readTreeChanges(Buffer.from(output)),
        (error) => isSecondPassError(error) && error.code === 'diff-unreadable',
      );
    });
  }
});
