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
}

const PATIENCE = 3000;

/** Sends a run's figures to the customer's own telemetry, once; a failure is told and changes nothing. */
export async function sendTelemetry(
  http: Pick<HttpClient, 'send'>,
  log: Log,
  { applicationInsights, otlpEndpoint }: TelemetryTargets,
  spans: readonly TelemetrySpan[],
): Promise<void> {
  const traceId = randomBytes(16).toString('hex');
  const sendings: Promise<void>[] = [];
  if (applicationInsights !== '') {
    const { key, endpoint } = readConnectionString(applicationInsights);
    sendings.push(
      post(http, log, `${endpoint}/v2.1/track`, 'v2.1/track', applicationInsightsBody(key, traceId, spans)),
    );
  }
  if (otlpEndpoint !== '') {
    const url = `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`;
    sendings.push(post(http, log, url, 'v1/traces', openTelemetryBody(traceId, spans)));
  }
  await Promise.all(sendings);
}

async function post(http: Pick<HttpClient, 'send'>, log: Log, url: string, route: string, body: string): Promise<void> {
  const headers = { 'content-type': route === 'v1/traces' ? 'application/json' : 'application/x-json-stream' };
  try {
    const answer = await http.send({ method: 'POST', url, route, headers, body, timeoutMilliseconds: PATIENCE });
    if (answer.status >= 300) log.info(`Telemetry was refused by ${new URL(url).host} (${answer.status}).`);
  } catch (error) {
    log.info(`Telemetry was not sent: ${error instanceof Error ? error.message : 'unknown failure'}`);
  }
}
