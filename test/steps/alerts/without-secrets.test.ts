import assert from 'node:assert/strict';
import type { Alert } from '../../../src/steps/alerts/alert';
import { alertsWithoutSecrets } from '../../../src/steps/alerts/without-secrets';

const PASSWORD = 'gT7!qzL0vR#2m';

describe('the address of a rule’s help', () => {
  const hideIn = (text: string) => text.replaceAll(PASSWORD, '[secret: x]');
  const helpOf = (helpUrl: string) => {
    const alert = { tool: 'Lint', ruleId: 'r', message: 'm', path: 'a.ts', tags: [], helpUrl } as unknown as Alert;
    return alertsWithoutSecrets([alert], { scope: { files: [] }, contents: new Map(), hideIn, hideInPath: hideIn })[0]
      ?.helpUrl;
  };

  it('is left out where it holds a secret of the change, encoded or not', () => {
    assert.notEqual(encodeURIComponent(PASSWORD), PASSWORD);
    assert.equal(helpOf(`https://lint.example/?q=${encodeURIComponent(PASSWORD)}`), undefined);
    assert.equal(helpOf(`https://lint.example/?q=${PASSWORD}`), undefined);
  });

  it('stays where it holds none, and where nobody can read it', () => {
    for (const address of ['https://lint.example/?q=a%20b', 'https://lint.example/?q=%E0%A4%A']) {
      assert.equal(helpOf(address), address);
    }
  });
});
