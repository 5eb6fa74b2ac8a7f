import assert from 'node:assert/strict';
import { checkAttributes } from '../../../src/adapters/git/path-attributes';
import type { Git } from '../../../src/adapters/git/run-git';
import { SecondPassError } from '../../../src/errors';

const question = { files: new Map([['.gitattributes', 'a'.repeat(40)]]), paths: ['a.ts'], names: ['binary'] };

describe('attributes of paths', () => {
  it('are given up where a pattern takes git too long, and the file that holds it is named', async () => {
    let patience: number | undefined;
    const git: Git = async ({ arguments: [command = ''], timeoutMilliseconds }) => {
      if (command !== 'check-attr') return { exitCode: 0, output: Buffer.alloc(0), errorText: '' };
      patience = timeoutMilliseconds;
      throw new SecondPassError({ kind: 'platform', code: 'git-timeout', message: 'git check-attr did not end.' });
    };
    await assert.rejects(checkAttributes(git, '/nowhere', question), (error: SecondPassError) => {
      assert.equal(error.message, 'git check-attr did not end.');
      assert.match(error.advice ?? '', /\.gitattributes of the target/);
      return true;
    });
    assert.ok(patience !== undefined && patience <= 30_000, String(patience));
  });
});
