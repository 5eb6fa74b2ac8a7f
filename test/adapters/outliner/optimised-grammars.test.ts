import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isWorthOptimising } from '../../../src/adapters/outliner/optimised-grammars';
import { readLanguages } from '../../../src/adapters/outliner/tree-sitter/languages';

describe('grammars are optimised', () => {
  const languages = readLanguages(join(__dirname, '..', '..', '..', 'grammars'));
  const [csharp, go, swift] = ['csharp', 'go', 'swift'].map((folder) => languages.get(folder));

  it('for much text', () => assert.equal(isWorthOptimising(6_000_000, [csharp, go, undefined]), true));
  it('not for a usual change', () => assert.equal(isWorthOptimising(5_999_999, [csharp]), false));
  it('never with a grammar that takes gigabytes', () => {
    assert.ok(swift, 'the folder of Swift');
    assert.equal(isWorthOptimising(60_000_000, [csharp, swift]), false);
  });
});
