import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './run-command';

describe('second-pass policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'second-pass-policy-'));
  const file = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
  const run = (...words: string[]) => runCommand(words, { folder });

  before(() => {
    const scopes = { Payments: { enabled: false, message: 'Paused.' } };
    file('good.json', { policyVersion: 1, limits: { models: ['claude-*'], budgetUsd: 2 }, scopes });
    file('bad.json', { policyVersion: 1, limits: { budget: 2 } });
  });
  after(() => rmSync(folder, { recursive: true }));

  it('shows what holds in one place, and what it would change', async () => {
    const { code, out } = await run('policy', 'good.json', '--for', 'shop/web', '--budgetUsd', '7', '--model', 'other');
    assert.equal(code, 0);
    assert.deepEqual(out.trim().split('\n'), [
      'models: claude-* (collection, line 4)',
      'budgetUsd: at most $2.00 (collection, line 7)',
      'Policy: `budgetUsd` was 7; 2 holds (collection, line 7).',
      'The policy allows the models claude-* (collection, line 4); `model` is other.',
    ]);
    assert.match((await run('policy', 'good.json', '--for', 'payments')).out, /^reviews: switched off: Paused\./);
  });

  it('ends with 2 and every problem by its line where the file is no policy', async () => {
    const { code, said } = await run('policy', 'bad.json');
    assert.deepEqual([code, said], [2, 'bad.json is no valid policy.\nLine 4: limits › budget is not known here.\n']);
    assert.match(
      (await run('policy', 'none.json')).said,
      /^Input "policy" was "none\.json"; allowed: a file that exists/,
    );
    assert.match((await run('policy', 'good.json', '--for', 'a/b/c')).said, /^Input "--for" was "a\/b\/c"/);
  });

  it('holds for a review that is to be tried under it', async () => {
    const off = await run('review', '--base', 'main', '--policy', 'good.json', '--for', 'Payments');
    assert.deepEqual([off.code, off.out], [2, '']);
    assert.match(off.said, /Nothing is sent to Claude\. It switches reviews off\. Paused\. See good\.json\./);
  });
});
