import assert from 'node:assert/strict';
import { builtInAlerts } from '../../../src/steps/alerts/built-in';
import { fileOf, lineOf } from '../secrets/changed-file';

const hidden = (count: number, path: string) =>
  fileOf(
    Array.from({ length: count }, (_, at) => lineOf('added', at + 1, `a\u200b${at}`)),
    path,
  );

describe('alerts of our own, where there are many', () => {
  it('stand for themselves up to 25 of a file, and one stands for the rest', () => {
    const alerts = builtInAlerts([hidden(40, 'a.ts')], [], []);
    assert.equal(alerts.length, 26);
    const last = alerts.at(-1);
    assert.deepEqual([last?.range?.startLine, last?.enforced], [26, true]);
    assert.match(last?.message ?? '', /U\+200B has no width\. .* The same holds for 14 more lines of this file\.$/);
    assert.equal(new Set(alerts.map(({ fingerprint }) => fingerprint)).size, 26);
  });

  it('are all there where one more would stand for one', () => {
    assert.equal(builtInAlerts([hidden(26, 'a.ts')], [], []).length, 26);
  });

  it('are one for each file where there are hundreds', () => {
    const files = Array.from({ length: 100 }, (_, at) => hidden(30, `${at}.ts`));
    const alerts = builtInAlerts(files, [], []);
    assert.equal(alerts.length, 20 * 26 + 80);
    assert.equal(new Set(alerts.map(({ path }) => path)).size, 100);
  });
});
