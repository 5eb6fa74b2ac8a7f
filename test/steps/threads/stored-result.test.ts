import assert from 'node:assert/strict';
import type { FileFate } from '../../../src/steps/scope/file-fate';
import { readSettings } from '../../../src/steps/settings/read-settings';
import { EMPTY_MEMORY, type SignedText } from '../../../src/steps/threads/memory';
import { believedResult, type StoredResult, signResult } from '../../../src/steps/threads/stored-result';

const seal = { key: Buffer.from('a secret of the run'), repositoryId: 'r', pullRequestId: 1, name: 'review' };
const scope = { iteration: { id: 1, base: 'b', source: 's', target: 't', reason: 'push' }, heard: '' };
const { settings } = readSettings({});
const NOTHING: StoredResult = { triaged: [], setAside: [], files: [], summary: '', gone: [] };

describe('the stored result of a review', () => {
  for (const count of [1, 20, 500]) {
    it(`of ${plural(count)} is stored, and told again`, () => {
      const result = { ...NOTHING, summary: 'It adds orders.', files: filesOf(count) };
      const stored = signResult(result, scope, settings, seal) ?? assert.fail('not stored');
      assert.ok(stored.text.length <= 30_000, `${stored.text.length} characters`);
      assert.deepEqual(believed(stored), result);
    });
  }

  it('is not believed when one character of it is another', () => {
    const stored = signResult({ ...NOTHING, files: filesOf(3) }, scope, settings, seal) ?? assert.fail();
    const text = `${stored.text.startsWith('A') ? 'B' : 'A'}${stored.text.slice(1)}`;
    assert.equal(believed({ ...stored, text }), undefined);
  });

  it('is left out when there is too much of it', () => {
    assert.equal(signResult({ ...NOTHING, files: filesOf(20_000) }, scope, settings, seal), undefined);
  });
});

function believed(result: SignedText) {
  return believedResult({ memory: { ...EMPTY_MEMORY, result }, seal, known: [], doubts: [] }, scope, settings);
}

/** Names and figures as a large change has them: alike, and never the same. */
function filesOf(count: number): FileFate[] {
  const words = ['orders', 'cart', 'rates', 'mail', 'login', 'audit', 'export'];
  return Array.from({ length: count }, (_, index) => ({
    path: `services/${words[index % 7]}/src/main/java/org/example/${words[(index * 5) % 7]}/Handler${index * 7919}.java`,
    state: 'reviewed',
    added: (index * 31) % 400,
    removed: (index * 17) % 90,
  }));
}

function plural(count: number): string {
  return count === 1 ? 'one file' : `${count} files`;
}
