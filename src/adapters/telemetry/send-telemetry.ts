import { randomBytes } from 'node:crypto';
import type { Log } from '../../ports/log';
import type { TelemetrySpan } from '../../ports/telemetry';
import type { HttpClient } from '../http/http';
import { applicationInsightsBody, readConnectionString } from './application-insights';
import { openTelemetryBody } from './open-telemetry';

export interface TelemetryTargets {
  /** Connection string of Application Insights; empty means none. */
  applicationInsights: string;
  /** Base url of an OTLP/HTTP collector; empty means none. */
  otlpEndpoint: string;
  /** As `OTEL_EXPORTER_OTLP_HEADERS` writes them: `name=value,name=value`, values encoded as in a url. */
  otlpHeaders: string;
}

/** The end of a run waits no longer than this. */
const PATIENCE = 2000;

/** What only the transport may say. */
const OWN_HEADERS = /^(content-|host$|connection$|transfer-encoding$)/i;

/** Sends a run's figures to the customer's own telemetry, once; a failure is told and changes nothing. */
export async function sendTelemetry(
  http: Pick<HttpClient, 'send'>,
  log: Log,
  targets: TelemetryTargets,
  spans: readonly TelemetrySpan[],
): Promise<void> {
  const traceId = randomBytes(16).toString('hex');
  const sendings = [applicationInsights(targets, traceId, spans), openTelemetry(targets, traceId, spans)];
  const patience = AbortSignal.timeout(PATIENCE);
  await Promise.all(sendings.map((sending) => (sending ? post(http, log, sending, patience) : undefined)));
}

/** The url is made when it is sent, so that one that cannot be read fails like one that does not answer. */
type Sending = () => {
  url: string;
  route: string;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
};

function applicationInsights(
  { applicationInsights: connection }: TelemetryTargets,
  traceId: string,
  spans: readonly TelemetrySpan[],
): Sending | undefined {
  if (connection === '') return undefined;
  return () => {
    const { key, endpoint } = readConnectionString(connection);
    const body = applicationInsightsBody(key, traceId, spans);
    return { url: `${endpoint}/v2.1/track`, route: 'v2.1/track', contentType: 'application/x-json-stream', body };
  };
}

function openTelemetry(
  { otlpEndpoint, otlpHeaders }: TelemetryTargets,
  traceId: string,
  spans: readonly TelemetrySpan[],
): Sending | undefined {
  if (otlpEndpoint === '') return undefined;
  return () => {
    const url = `${otlpEndpoint.replace(/\/{1,64}$/, '')}/v1/traces`;
    const headers = readHeaders(otlpHeaders);
    return {
      url,
      route: 'v1/traces',
      contentType: 'application/json',
      body: openTelemetryBody(traceId, spans),
      headers,
    };
  };
}

async function post(http: Pick<HttpClient, 'send'>, log: Log, sending: Sending, signal: AbortSignal): Promise<void> {
  try {
    const { url, route, contentType, body, headers: own = {} } = sending();
    const headers = { ...own, 'content-type': contentType };
    const answer = await http.send({
      method: 'POST',
      url,
      route,
      headers,
      body,
      timeoutMilliseconds: PATIENCE,
      signal,
    });
    if (answer.status >= 300) log.info(`Telemetry was refused by ${new URL(url).host} (${answer.status}).`);
  } catch (error) {
    log.info(`Telemetry was not sent: ${error instanceof Error ? error.message : 'unknown failure'}`);
  }
}

/** @throws Error naming no value: what is wrong may be a secret */
function readHeaders(text: string): Record<string, string> {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  return Object.fromEntries(
    entries.map((entry, index) => {
      const [, name = '', value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(entry) ?? [];
      const shown = unescaped(value);
      if (name === '' || OWN_HEADERS.test(name) || /[\r\n\0]/.test(shown))
        throw new Error(`Entry ${index + 1} of \`otlpHeaders\` is no header like name=value.`);
      return [name.toLowerCase(), shown];
    }),
  );
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
