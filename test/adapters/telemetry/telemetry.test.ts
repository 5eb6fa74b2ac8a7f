import assert from 'node:assert/strict';
import { applicationInsightsBody, readConnectionString } from '../../../src/adapters/telemetry/application-insights';
import { openTelemetryBody } from '../../../src/adapters/telemetry/open-telemetry';
import { sendTelemetry } from '../../../src/adapters/telemetry/send-telemetry';
import type { TelemetrySpan } from '../../../src/ports/telemetry';

const KEY = '11111111-2222-4333-8444-555555555555';
const RUN: TelemetrySpan = {
  name: 'second-pass review',
  isRun: true,
  isClient: false,
  failed: false,
  start: 1_800_000_000_000,
  end: 1_800_000_003_250,
  attributes: { 'second_pass.verdict': 'PASS', 'second_pass.cost_usd': 0.25 },
};

describe('telemetry', () => {
  it('reads key and endpoint of a connection string', () => {
    const text = `InstrumentationKey=${KEY};IngestionEndpoint=https://westeurope.example/;LiveEndpoint=https://live.example/`;
    assert.deepEqual(readConnectionString(text), { key: KEY, endpoint: 'https://westeurope.example' });
  });

  for (const wrong of [
    '',
    'InstrumentationKey=abc',
    `InstrumentationKey=${KEY};IngestionEndpoint=http://plain.example`,
  ]) {
    it(`refuses the connection string "${wrong}" by naming the input`, () => {
      assert.throws(() => readConnectionString(wrong), /applicationInsights/);
    });
  }

  it('writes durations as Application Insights reads them', () => {
    const [line] = applicationInsightsBody(KEY, 'a'.repeat(32), [RUN]).split('\n');
    const { data } = JSON.parse(line ?? '');
    assert.equal(data.baseData.duration, '0.00:00:03.250');
    assert.deepEqual(data.baseData.measurements, { 'second_pass.cost_usd': 0.25 });
    assert.deepEqual(data.baseData.properties, { 'second_pass.verdict': 'PASS' });
  });

  it('writes spans as OTLP reads them', () => {
    const call = {
      ...RUN,
      name: 'chat m',
      isRun: false,
      isClient: true,
      attributes: { 'gen_ai.usage.input_tokens': 12 },
    };
    const [run, child] = JSON.parse(openTelemetryBody('b'.repeat(32), [RUN, call])).resourceSpans[0].scopeSpans[0]
      .spans;
    assert.equal(run.endTimeUnixNano, '1800000003250000000');
    assert.equal(child.parentSpanId, run.spanId);
    assert.deepEqual(child.attributes, [{ key: 'gen_ai.usage.input_tokens', value: { intValue: '12' } }]);
  });

  it('tells that a collector does not answer, and goes on', async () => {
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn() {}, group() {} };
    const http = { send: () => Promise.reject(new Error('no answer')) };
    await sendTelemetry(http, log, { applicationInsights: '', otlpEndpoint: 'http://127.0.0.1:9', otlpHeaders: '' }, [
      RUN,
    ]);
    assert.deepEqual(lines, ['Telemetry was not sent: no answer']);
  });

  it('sends the headers of the collector, and names a wrong one without its value', async () => {
    const sent: (Record<string, string> | undefined)[] = [];
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn() {}, group() {} };
    const answer = { status: 200, headers: new Headers(), bytes: new Uint8Array(), text: '' };
    const http = {
      send: async ({ headers }: { headers?: Readonly<Record<string, string>> }) => {
        sent.push(headers && { ...headers });
        return answer as never;
      },
    };
    const targets = { applicationInsights: '', otlpEndpoint: 'https://collector.example/' };
    await sendTelemetry(http, log, { ...targets, otlpHeaders: 'Api-Key=s%3Dcret, tenant = a' }, [RUN]);
    await sendTelemetry(http, log, { ...targets, otlpHeaders: 'content-length=7s3cret' }, [RUN]);
    await sendTelemetry(http, log, { ...targets, otlpHeaders: 's3cret' }, [RUN]);
    assert.deepEqual(sent, [{ 'api-key': 's=cret', tenant: 'a', 'content-type': 'application/json' }]);
    assert.equal(lines.length, 2);
    assert.doesNotMatch(lines.join(), /s3cret/);
    assert.match(lines.join(), /Entry 1 of `otlpHeaders`/);
  });

  it('holds the end of a run back for 2 s at most, whatever the collector does', async () => {
    const log = { info() {}, warn() {}, group() {} };
    const hang = ({ signal }: { signal?: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const before = performance.now();
    const targets = { applicationInsights: '', otlpEndpoint: 'https://collector.example/', otlpHeaders: '' };
    await sendTelemetry({ send: hang }, log, targets, [RUN]);
    assert.ok(performance.now() - before < 2900);
  });
});
