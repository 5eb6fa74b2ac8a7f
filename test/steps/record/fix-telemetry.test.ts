import assert from 'node:assert/strict';
import { composeFixRecord } from '../../../src/steps/record/compose-fix-record';
import { fixTelemetrySpans } from '../../../src/steps/record/fix-telemetry';

describe('a run of the second task as spans', () => {
  const start = 1_793_610_000_000;
  const record = composeFixRecord({
    settings: { runMode: 'plan' },
    run: { version: '1.0.0', id: 'build 7 1', url: '', startedAt: start },
    endedAt: start + 9_000,
    situation: 'planned',
    stages: [],
    tools: [
      { turn: 1, tool: 'bash', isError: true, endedAt: start + 4_000, milliseconds: 1_500 },
      { turn: 2, tool: 'unknown', isError: false, endedAt: start + 5_000, milliseconds: 3 },
    ],
    calls: [],
  });

  it('has one for the run and one for each call of a tool, with figures alone', () => {
    const [run, first, second] = fixTelemetrySpans(record, start, 'anthropic');
    assert.deepEqual([run?.isRun, run?.start, run?.end], [true, start, start + 9_000]);
    assert.deepEqual(first, {
      name: 'execute_tool bash',
      ...{ isRun: false, isClient: false, failed: true, start: start + 2_500, end: start + 4_000 },
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'bash', 'second_pass.turn': 1 },
    });
    assert.equal(second?.name, 'execute_tool unknown');
  });
});
