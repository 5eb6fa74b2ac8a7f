import type { TelemetrySpan } from '../../ports/telemetry';

const INTERNAL = 1;
const CLIENT = 3;
const FAILED = 2;

/** The JSON form of OTLP's ExportTraceServiceRequest. */
export function openTelemetryBody(traceId: string, spans: readonly TelemetrySpan[]): string {
  const idOf = (index: number) => (index + 1).toString(16).padStart(16, '0');
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', 'second-pass')] },
        scopeSpans: [
          {
            scope: { name: 'second-pass' },
            spans: spans.map((span, index) => ({
              traceId,
              spanId: idOf(index),
              ...(span.isRun ? {} : { parentSpanId: idOf(0) }),
              name: span.name,
              kind: span.isClient ? CLIENT : INTERNAL,
              startTimeUnixNano: nanoseconds(span.start),
              endTimeUnixNano: nanoseconds(span.end),
              attributes: Object.entries(span.attributes).map(([name, value]) => attribute(name, value)),
              status: span.failed ? { code: FAILED } : {},
            })),
          },
        ],
      },
    ],
  });
}

function attribute(key: string, value: string | number) {
  if (typeof value === 'string') return { key, value: { stringValue: value } };
  return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
}

function nanoseconds(milliseconds: number): string {
  return `${Math.round(milliseconds)}000000`;
}
