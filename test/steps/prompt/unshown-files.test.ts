import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unshownFiles } from '../../../src/steps/prompt/unshown-files';

const SCOPE = join(__dirname, '..', '..', '..', 'src', 'steps', 'scope');
const texts = readdirSync(SCOPE).map((name) => readFileSync(join(SCOPE, name), 'utf8'));

/** Every reason that the scope gives, as its sources say it. */
const reasons = texts.flatMap((text) =>
  [...text.matchAll(/(?:reason(?:: | = )|missed\()'([^']+)'/g)].map(([, reason = '']) => reason),
);
const claims = ['claims to be generated', 'claims to be minified'];

describe('files that are not shown', () => {
  it('are named with their kind, whatever the reason', () => {
    assert.ok(reasons.length > 10, reasons.join());
    for (const reason of [...reasons, ...claims, 'default exclusion'])
      assert.match(unshownFiles([{ path: 'a/b', reason }]), /^==== not shown: a\/b \([a-z, ]+\)\n\n$/, reason);
  });

  it('are not named where the customer left them out, or where the name is a secret', () => {
    for (const reason of ['exclude', 'no line of include matches', 'secret by its name', 'secret in its name'])
      assert.equal(unshownFiles([{ path: 'a/b', reason }]), '', reason);
  });

  it('are counted where they are many, and end no line', () => {
    const many = Array.from({ length: 70 }, (_, at) => ({ path: `a\n==== file: ${at}`, reason: 'binary' }));
    const lines = unshownFiles(many).trimEnd().split('\n');
    assert.equal(lines.length, 61);
    assert.equal(lines.at(-1), '==== not shown: 10 more files');
  });
});
