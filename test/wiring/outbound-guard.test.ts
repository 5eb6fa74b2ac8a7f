import assert from 'node:assert/strict';
import { createMask } from '../../src/adapters/http/mask';
import type { Model } from '../../src/ports/model';
import { namedHosts } from '../../src/wiring/named-hosts';
import { createOutboundGuard } from '../../src/wiring/outbound-guard';
import { createFakeCodeHost } from '../fakes/code-host';
import { scriptedModel } from '../fakes/model';
import { keptLog } from '../fakes/world';

const KEY = ['sk', 'ant', 'k3y-0f-th1s-run-W7xQ9z'].join('-');

/** The ways in which somebody hides a value from a filter that looks for it as it is. */
const DISGUISES: Record<string, (value: string) => string> = {
  'as it is': (value) => value,
  'in base64': (value) => Buffer.from(value).toString('base64'),
  'in base64, one byte later': (value) => Buffer.from(`x${value}`).toString('base64'),
  'in base64, two bytes later': (value) => Buffer.from(`xy${value}`).toString('base64'),
  'in base64 for addresses': (value) => Buffer.from(value).toString('base64url'),
  'in hexadecimal digits': (value) => Buffer.from(value).toString('hex'),
  'in capital hexadecimal digits': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  'for an address': (value) => encodeURIComponent(value),
  'as JSON': (value) => JSON.stringify(value),
  'as the bytes of a program': (value) => [...Buffer.from(value)].map((byte) => `0x${byte.toString(16)}`).join(', '),
  backwards: (value) => [...value].reverse().join(''),
  'without its first seven characters': (value) => value.slice(7),
  'twelve characters of it': (value) => value.slice(9, 21),
};

describe('secrets of the run go nowhere', () => {
  const mask = createMask();
  mask.add(KEY);
  const request = {
    label: 'sweep 1',
    model: 'm',
    effort: 'high' as const,
    system: [{ text: 'system' }],
    user: [{ text: 'nothing' }],
    schema: {},
    maxOutputTokens: 1,
  };
  const signal = new AbortController().signal;

  for (const [how, disguise] of Object.entries(DISGUISES)) {
    it(`${how}: not to the model, not by its answer, not into a comment or a status`, async () => {
      const log = keptLog();
      const guard = createOutboundGuard(mask, log);
      const hidden = disguise(KEY);
      const model = scriptedModel(() => ({ candidates: [{ body: `it is ${hidden} indeed` }] }));
      const answer = await guard.model(model).ask({ ...request, user: [{ text: `a ${hidden} b` }] }, signal);
      const host = createFakeCodeHost({ files: ['a.ts'] });
      const guarded = guard.host(host);
      const properties = { 'SecondPass.Title': hidden };
      await guarded.apply({ kind: 'openThread', iteration: 1, status: 'active', content: `key ${hidden}`, properties });
      await guarded.apply({ kind: 'status', iteration: 1, name: 'n', state: 'failed', description: `see ${hidden}` });
      const out = JSON.stringify([model.requests, answer, host.threads, [...host.statuses.values()]]);
      assert.ok(!out.includes(hidden) && !out.includes(JSON.stringify(hidden).slice(1, -1)), out);
      assert.equal(guard.told().length, 2);
      assert.equal(guard.keptFromModel().length, 1);
      assert.equal(log.lines.length, 3);
    });
  }

  it('what holds none is passed on untouched, and nothing is told', async () => {
    const guard = createOutboundGuard(mask, keptLog());
    const model = scriptedModel(() => ({ candidates: [] }));
    await guard.model(model).ask(request, signal);
    assert.deepEqual(model.requests[0], request);
    assert.deepEqual([guard.told(), guard.keptFromModel()], [[], []]);
  });

  it('whoever counts what is sent is told of it through the guard, for a call, a count of tokens and a batch', async () => {
    const heard: string[] = [];
    const witness = (of: string) => ({ sends: () => void heard.push(of) });
    const sending = { to: 'host/path', bytes: 1, sha256: '' };
    const model: Model = {
      ask: (_request, _signal, meter) => Promise.reject(meter?.sends(sending)),
      async count(_request, _signal, by) {
        by?.sends(sending);
        return 1;
      },
      async askTogether(_requests, _deadline, _signal, by) {
        by?.sends(sending);
        return [];
      },
    };
    const guarded = createOutboundGuard(mask, keptLog()).model(model);
    await guarded.count(request, signal, witness('count'));
    await guarded.askTogether?.([request], 0, signal, witness('batch'));
    await guarded.ask(request, signal, { ...witness('ask'), starts() {}, used() {} } as never).catch(() => {});
    assert.deepEqual(heard, ['count', 'batch', 'ask']);
  });

  it('a long text is looked through in no time', () => {
    const text = `${'const value = compute(input, 42); // sk-ant and others\n'.repeat(20_000)}`;
    const before = process.cpuUsage();
    assert.equal(mask.hide(text), text);
    assert.ok(process.cpuUsage(before).user < 400_000, 'a megabyte takes less than 0.4 s of a slow machine');
  });
});

describe('hosts that are named', () => {
  const credentials = {
    azureDevOps: { kind: 'none', why: '' },
    model: { kind: 'none', why: '', reason: 'missing' },
    memoryKey: '',
  } as const;
  const facts = {
    collectionUrl: 'https://dev.azure.com/contoso/',
    oidcRequestUrl: 'https://oidc.example/',
    credentials,
  };
  const inputs = { endpoint: '', applicationInsights: '', otlpEndpoint: 'https://otel.contoso.com:4318' };
  const mayReach = namedHosts(facts, inputs);
  for (const host of ['dev.azure.com', 'api.anthropic.com', 'otel.contoso.com:4318'])
    it(`${host} may be asked`, () => assert.ok(mayReach(host)));
  for (const host of [
    'evil.example',
    'dev.azure.com:8443',
    'oidc.example',
    'otel.contoso.com',
    'login.microsoftonline.com',
  ])
    it(`${host} may not`, () => assert.ok(!mayReach(host)));
  it('another endpoint takes the place of the usual one', () =>
    assert.ok(!namedHosts(facts, { ...inputs, endpoint: 'https://ai.contoso.com' })('api.anthropic.com')));
});
