import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { FIX_INPUTS } from '../../src/steps/settings/fix-inputs';
import { readFixSettings } from '../../src/steps/settings/read-fix-settings';

const page = readFileSync(join(resolve(__dirname, '..', '..'), 'docs', 'fix.md'), 'utf8');
const samples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

/** Inputs of every step of the second task, wherever a pipeline nests it. */
function stepsIn(value: unknown): Record<string, string>[] {
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  if (value === null || typeof value !== 'object') return [];
  const { task, inputs } = value as { task?: string; inputs?: Record<string, string> };
  return [...(task === 'SecondPassFix@1' ? [inputs ?? {}] : []), ...Object.values(value).flatMap(stepsIn)];
}

describe('pipelines of docs/fix.md', () => {
  const steps = samples.flatMap((sample) => stepsIn(parse(sample)));

  it('have every kind of step', () => {
    assert.deepEqual([...new Set(steps.map(({ runMode }) => runMode))].sort(), ['apply', 'doctor', 'plan']);
  });

  for (const [index, inputs] of steps.entries()) {
    it(`give step ${index + 1} (${inputs.runMode}) inputs that there are, and that can be used`, () => {
      const known: Record<string, string> = {};
      for (const [name, value] of Object.entries(inputs)) {
        if (name === 'connection') continue;
        assert.ok(name in FIX_INPUTS, name);
        // What the pipeline fills in when it runs.
        const isFilled = /^\$[({[]/.test(value);
        known[name] = isFilled ? ({ comment: 'https://example.test/c', planHash: 'a'.repeat(64) }[name] ?? '') : value;
      }
      assert.doesNotThrow(() => readFixSettings(known));
    });
  }

  it('hand nothing of an event to a step but a link', () => {
    const inserted = samples.flatMap((sample) =>
      sample.split('\n').filter((line) => /\$\{\{ *parameters\.prComment/.test(line) && !line.includes('contains(')),
    );
    assert.deepEqual(
      inserted.map((line) => line.trim()),
      [`comment: ${'$'}{{ parameters.prComment.resource.comment._links.self.href }}`],
    );
  });

  it('name every output variable that a later stage reads', () => {
    for (const [, name = ''] of page.matchAll(/outputs\['(?:plan\.)?fix\.(\w+)'\]/g))
      assert.ok(['outcome', 'planHash'].includes(name));
  });
});
