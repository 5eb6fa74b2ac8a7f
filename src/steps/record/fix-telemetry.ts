import type { TelemetrySpan } from '../../ports/telemetry';
import type { FixRecord, ToolRecord } from './fix-record';
import { callSpan } from './telemetry';

/** A run of the second task as figures: one span for the run, one for each turn and each call of a tool. No names, no paths, no text. */
export function fixTelemetrySpans(record: FixRecord, start: number, provider: string): TelemetrySpan[] {
  const end = start + record.milliseconds;
  const { ending, situation, product, stages, calls, checks = [], costUsd } = record;
  const inState = (state: string) => checks.filter((check) => check.state === state).length;
  const run: TelemetrySpan = {
    name: `second-pass fix ${record.runMode}`,
    isRun: true,
    isClient: false,
    failed: ending.result === 'Failed',
    start,
    end,
    attributes: {
      'second_pass.version': product.version,
      'second_pass.situation': situation,
      'second_pass.outcome': ending.outcome,
      'second_pass.accepted': String(ending.accepted),
      'cicd.pipeline.task.run.result': ending.result,
      'second_pass.turns': calls.length,
      'second_pass.checks.refused': inState('refused'),
      'second_pass.checks.shown': inState('shown'),
      'second_pass.pushes': record.pushes?.length ?? 0,
      ...(costUsd === null ? {} : { 'second_pass.cost_usd': costUsd }),
      ...Object.fromEntries(stages.map(({ stage, milliseconds }) => [`second_pass.stage.${stage}`, milliseconds])),
    },
  };
  return [run, ...calls.map((call) => callSpan(call, end, provider)), ...(record.tools ?? []).map(toolSpan)];
}

function toolSpan({ tool, turn, isError, endedAt, milliseconds }: ToolRecord): TelemetrySpan {
  return {
    name: `execute_tool ${tool}`,
    ...{ isRun: false, isClient: false, failed: isError, start: endedAt - milliseconds, end: endedAt },
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool,
      'second_pass.turn': turn,
    },
  };
}
