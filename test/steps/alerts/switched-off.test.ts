import assert from 'node:assert/strict';
import { readSarif } from '../../../src/steps/alerts/read-sarif';
import { switchedOffRules } from '../../../src/steps/alerts/switched-off';

interface Report {
  rules?: object[];
  extensions?: object[];
  overrides?: object[];
  results?: object[];
}

function reading({ rules = [], extensions = [], overrides = [], results = [] }: Report) {
  const invocations = [{ executionSuccessful: true, ruleConfigurationOverrides: overrides }];
  const run = { tool: { driver: { name: 'Lint', rules }, extensions }, invocations, results };
  return readSarif(Buffer.from(JSON.stringify({ version: '2.1.0', runs: [run] })), { name: 'lint.sarif' });
}

/** The names that are told; empty where nothing is. */
function told(report: Report, enforcedRules: string[]): string {
  const [gap] = switchedOffRules([reading(report)], enforcedRules);
  return gap?.message.replace(/^.*forbid: (.*)\.$/, '$1') ?? '';
}

const off = { enabled: false };
const rule = (id: string, more: object = {}) => ({ id, ...more });

describe('rules that a report says were switched off', () => {
  it('are told where somebody did it, by whatever names them', () => {
    const rules = [rule('CA1'), rule('CA2', { guid: 'g' })];
    for (const descriptor of [{ id: 'CA2' }, { guid: 'g' }, { index: 1 }])
      assert.equal(told({ rules, overrides: [{ descriptor, configuration: off }] }, ['CA*']), '"CA2"');
    const extensions = [{ name: 'More', rules: [rule('X1')] }];
    const descriptor = { index: 0, toolComponent: { index: 0 } };
    assert.equal(told({ rules, extensions, overrides: [{ descriptor, configuration: off }] }, ['X1']), '"X1"');
  });

  it('are told where the tool has them off and they are named themselves', () => {
    const rules = [rule('CA1', { defaultConfiguration: off }), rule('X', { name: 'ca3', defaultConfiguration: off })];
    assert.equal(told({ rules }, ['ca1']), '"CA1"');
    assert.equal(told({ rules }, ['CA3']), '"X"');
    assert.equal(told({ rules }, ['CA*', '*']), '');
  });

  it('are none where somebody switched them on, where they found something, or where no rule of ours is meant', () => {
    const rules = [rule('CA1', { defaultConfiguration: off })];
    const on = [{ descriptor: { id: 'CA1' }, configuration: { enabled: true } }];
    assert.equal(told({ rules, overrides: on }, ['CA1']), '');
    assert.equal(told({ rules, results: [{ ruleId: 'CA1', message: { text: 'x' } }] }, ['CA1']), '');
    assert.equal(told({ rules, overrides: [{ descriptor: { id: 'CA9' }, configuration: off }] }, ['CA1/x', '*']), '');
  });
});
