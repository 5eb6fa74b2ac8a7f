import { badInputs } from '../../errors';
import type { TelemetrySpan } from '../../ports/telemetry';

/** Key and ingestion endpoint of a connection string, without a slash at its end. */
export function readConnectionString(text: string): { key: string; endpoint: string } {
  const parts = new Map(
    text.split(';').map((part) => [part.split('=')[0]?.trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim()]),
  );
  const key = parts.get('instrumentationkey') ?? '';
  const endpoint = (parts.get('ingestionendpoint') ?? 'https://dc.services.visualstudio.com').replace(/\/{1,64}$/, '');
  if (/^[0-9a-f-]{36}$/i.test(key) && /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(`${endpoint}/`))
    return { key, endpoint };
  throw badInputs([
    {
      input: 'applicationInsights',
      was: 'a text that is no connection string',
      allowed: 'InstrumentationKey=<GUID>;IngestionEndpoint=https://...',
    },
  ]);
}

/** One envelope a line: the run as a request, the model's calls as dependencies. */
export function applicationInsightsBody(key: string, traceId: string, spans: readonly TelemetrySpan[]): string {
  return spans.map((span, index) => JSON.stringify(envelope(key, traceId, span, index))).join('\n');
}

function envelope(key: string, traceId: string, span: TelemetrySpan, index: number) {
  const type = span.isRun ? 'Request' : 'RemoteDependency';
  const numbers = Object.entries(span.attributes).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const words = Object.entries(span.attributes).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    name: `Microsoft.ApplicationInsights.${type}`,
    time: new Date(span.start).toISOString(),
    iKey: key,
    tags: { 'ai.operation.id': traceId, 'ai.cloud.role': 'second-pass' },
    data: {
      baseType: `${type}Data`,
      baseData: {
        ver: 2,
        id: `${traceId}-${index}`,
        name: span.name,
        duration: duration(span.end - span.start),
        success: !span.failed,
        ...(span.isRun ? { responseCode: span.failed ? 'failed' : 'ok' } : { type: 'GenAI' }),
        properties: Object.fromEntries(words),
        measurements: Object.fromEntries(numbers),
      },
    },
  };
}

/** `days.hours:minutes:seconds.fraction` */
function duration(milliseconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const seconds = milliseconds / 1000;
  const fraction = String(Math.floor(milliseconds % 1000)).padStart(3, '0');
  return `0.${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${fraction}`;
}
