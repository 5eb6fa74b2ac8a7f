import type { TelemetrySpan } from '../../ports/telemetry';
import type { CallRecord } from './cost-record';
import { isReview, type RunRecord } from './record';
import type { ReviewRecord } from './review-record';

type Values = TelemetrySpan['attributes'];

/** A run as figures for the customer's own telemetry; `start` in milliseconds since 1970. Names follow OpenTelemetry where it has some. */
export function telemetrySpans(record: RunRecord, start: number): TelemetrySpan[] {
  const end = start + record.milliseconds;
  const run: TelemetrySpan = {
    name: `second-pass ${isReview(record) ? 'review' : record.runMode}`,
    isRun: true,
    isClient: false,
    failed: record.ending.outcome === 'notReviewed',
    start,
    end,
    attributes: { ...runAttributes(record), ...(isReview(record) ? reviewAttributes(record) : {}) },
  };
  if (!isReview(record)) return [run];
  return [run, ...record.calls.map((call) => callSpan(call, end, record.reviewer.provider))];
}

function runAttributes({ ending, situation, product, stages }: RunRecord): Values {
  return {
    'second_pass.version': product.version,
    'second_pass.situation': situation,
    'second_pass.outcome': ending.outcome,
    'second_pass.verdict': ending.verdict,
    'cicd.pipeline.task.run.result': ending.result,
    ...Object.fromEntries(stages.map(({ stage, milliseconds }) => [`second_pass.stage.${stage}`, milliseconds])),
  };
}

function reviewAttributes({ counts, files, findings, setAside, cost }: ReviewRecord): Values {
  const inState = (state: string) => files.filter((file) => file.state === state).length;
  return {
    'second_pass.blockers': counts.blockers,
    'second_pass.warnings': counts.warnings,
    'second_pass.suggestions': counts.suggestions,
    'second_pass.files.reviewed': inState('reviewed') + inState('clipped'),
    'second_pass.files.skipped': inState('skipped'),
    'second_pass.files.not_reviewed': inState('notReviewed'),
    'second_pass.findings.posted': findings.filter(({ fate }) => fate === 'posted').length,
    'second_pass.candidates.set_aside': setAside.length,
    'second_pass.cache_share': cost.cacheShare,
    ...(cost.usd === null ? {} : { 'second_pass.cost_usd': cost.usd }),
  };
}

/** The provider's input figure leaves cached tokens out; the convention wants the sum. */
export function callSpan(call: CallRecord, endOfRun: number, provider: string): TelemetrySpan {
  const end = call.endedAt === undefined ? endOfRun : new Date(call.endedAt).getTime();
  return {
    name: `chat ${call.model}`,
    isRun: false,
    isClient: true,
    failed: call.stop !== 'complete',
    start: end - call.milliseconds,
    end,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.response.model': call.model,
      'gen_ai.response.finish_reasons': call.stop,
      'gen_ai.usage.input_tokens': call.input + call.cacheRead + call.cacheWrite,
      'gen_ai.usage.output_tokens': call.output,
      'gen_ai.usage.cache_read.input_tokens': call.cacheRead,
      'gen_ai.usage.cache_creation.input_tokens': call.cacheWrite,
    },
  };
}
