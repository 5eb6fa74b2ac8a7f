import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { REVIEW_SCHEMA, sampleRequest } from './sample-request';
import {
  apiError,
  type ClaudeEmulator,
  DEFAULT_KEY,
  problemWithReview,
  startClaude,
  type Trouble,
  troubles,
} from './server';

const CANDIDATE = { title: 'A problem', severity: 'blocker', category: 'bug', body: 'Größe: ✓', quote: 'a\nb' };

/** Each row: a trouble that is an answer with an error status, and what the client sees of it. */
const ERRORS: [
  string,
  Trouble,
  { status: number; type?: string; errorCode?: string; header?: [string, string | null] },
][] = [
  [
    '429 with retry-after',
    troubles.rateLimited(7),
    { status: 429, type: 'rate_limit_error', header: ['retry-after', '7'] },
  ],
  ['429 without', troubles.rateLimited(), { status: 429, header: ['retry-after', null] }],
  ['429 with an absurd one', troubles.rateLimited('31536000'), { status: 429, header: ['retry-after', '31536000'] }],
  ['x-should-retry', troubles.shouldRetry(500, false), { status: 500, header: ['x-should-retry', 'false'] }],
  ['a spend limit', troubles.spendLimit(), { status: 429, errorCode: 'enforced_spend_limit_reached' }],
  ['a spend limit as 400', troubles.spendLimitBadRequest(), { status: 400, type: 'invalid_request_error' }],
  ['402', troubles.paymentRequired(), { status: 402, type: 'billing_error' }],
  ['401', troubles.unauthorized(), { status: 401, type: 'authentication_error' }],
  ['404', troubles.modelNotFound('m'), { status: 404, type: 'not_found_error' }],
  ['413', troubles.tooLarge(), { status: 413, type: 'request_too_large' }],
  ['500', troubles.status(500), { status: 500, type: 'api_error' }],
  ['502', troubles.status(502), { status: 502, type: 'api_error' }],
  ['503', troubles.status(503), { status: 503, type: 'api_error' }],
  ['504', troubles.status(504), { status: 504, type: 'timeout_error' }],
  ['529', troubles.overloaded(), { status: 529, type: 'overloaded_error' }],
];

/** Each row: a trouble inside a well-formed message, and what is wrong with its text. */
const TEXTS: [string, Trouble, (text: string) => void][] = [
  ['invalid JSON', troubles.invalidJson(), (text) => assert.throws(() => JSON.parse(text))],
  ['text before JSON', troubles.textBeforeJson(), (text) => assert.match(text, /^Here is my review[^{]+\{"pass"/)],
  ['a missing field', troubles.missingField(), (text) => assert.match(wrong(text), /verdicts: Field required/)],
  ['wrong types', troubles.wrongTypes(), (text) => assert.match(wrong(text), /must be array/)],
  ['the other pass', troubles.wrongPass(), (text) => assert.equal(JSON.parse(text).pass, 'critique')],
  [
    'letters in the wrong case',
    troubles.wrongCase(),
    (text) => assert.equal(JSON.parse(text).candidates[0].severity, 'Blocker'),
  ],
];

describe('faults of the Claude emulator', () => {
  let claude: ClaudeEmulator;
  let sdk: Anthropic;
  const request = sampleRequest({ schema: REVIEW_SCHEMA });
  const ask = () => sdk.messages.stream(request).finalMessage();
  const meet = (trouble: Trouble) => {
    claude.fault({ trouble });
    return ask();
  };

  beforeEach(async () => {
    claude = await startClaude({ reviewer: () => ({ candidates: [CANDIDATE] }) });
    sdk = new Anthropic({ apiKey: DEFAULT_KEY, baseURL: claude.url, maxRetries: 0, logLevel: 'off' });
  });
  afterEach(async () => {
    await claude.close();
    assert.deepEqual(claude.violations, []);
  });

  for (const [name, trouble, seen] of ERRORS) {
    it(`answers ${name}, once, unbilled`, async () => {
      await assert.rejects(meet(trouble), (error) => {
        assert.ok(error instanceof Anthropic.APIError);
        assert.equal(error.status, seen.status);
        if (seen.type) assert.equal(error.type, seen.type);
        if (seen.errorCode) assert.equal(error.errorCode, seen.errorCode);
        if (seen.header) assert.equal(error.headers?.get(seen.header[0]), seen.header[1]);
        return true;
      });
      assert.equal(claude.cost(), 0);
      assert.equal((await ask()).stop_reason, 'end_turn');
    });
  }

  for (const [name, trouble, check] of TEXTS) {
    it(`answers with ${name}`, async () => check(textOf(await meet(trouble))));
  }

  it('cuts the connection before an answer', async () => {
    await assert.rejects(meet({ kind: 'reset' }), { name: 'APIConnectionError' });
    assert.deepEqual([claude.messages()[0]?.status, claude.messages()[0]?.hungUp], [0, false]);
  });

  for (const kind of ['stall', 'truncated', 'reset', 'drip'] as const) {
    it(`plays ${kind} on an answer that is not streamed`, async () => {
      claude.fault({ trouble: { kind, events: 1, milliseconds: 60 } });
      const signal = AbortSignal.timeout(250);
      await assert.rejects(sdk.messages.create({ ...request, stream: false }, { signal }));
      assert.equal(claude.cost(), 0);
    });
  }

  it('plays faults on every other route', async () => {
    for (const surface of ['count_tokens', 'models', 'batches'] as const)
      claude.fault({ on: { surface }, trouble: troubles.overloaded() });
    const { max_tokens: _, ...counted } = request;
    await assert.rejects(sdk.messages.countTokens(counted), { status: 529 });
    await assert.rejects(sdk.models.retrieve('claude-opus-5'), { status: 529 });
    await assert.rejects(sdk.messages.batches.list(), { status: 529 });
    assert.ok((await sdk.messages.countTokens(counted)).input_tokens > 23_000);
  });

  it('cuts the connection in the stream, billed by message_start', async () => {
    await assert.rejects(meet({ kind: 'reset', events: 4 }));
    assert.equal(claude.usage.output, 1);
    assert.ok(claude.cost() > 0);
  });

  it('carries a request out and loses the answer', async () => {
    await assert.rejects(meet({ kind: 'appliedThenReset' }));
    assert.equal(claude.cost(), 0);
    assert.ok((await ask()).usage.cache_read_input_tokens! > 20_000);
  });

  it('is slow to begin', async () => {
    await meet({ kind: 'slowHeaders', milliseconds: 150 });
    const [asked] = claude.messages();
    assert.ok(asked!.firstByteAt! - asked!.startedAt >= 150);
  });

  it('stalls until the client hangs up', async () => {
    claude.fault({ trouble: { kind: 'stall', events: 3, pings: 2 } });
    const signal = AbortSignal.timeout(200);
    await assert.rejects(sdk.messages.stream(request, { signal }).finalMessage(), { name: 'APIUserAbortError' });
    await until(() => claude.messages()[0]?.endedAt !== undefined);
    assert.equal(claude.messages()[0]?.hungUp, true);
  });

  it('thinks for a while, with pings, and then answers', async () => {
    assert.equal((await meet({ kind: 'pause', milliseconds: 150, pingEvery: 50 })).stop_reason, 'end_turn');
    const [asked] = claude.messages();
    assert.ok(asked!.endedAt! - asked!.firstByteAt! >= 150);
  });

  it('sends byte by byte', async () => {
    claude.answer(() => ({}));
    assert.equal((await meet({ kind: 'drip', milliseconds: 0 })).stop_reason, 'end_turn');
    claude.fault({ trouble: { kind: 'drip', milliseconds: 60 } });
    await assert.rejects(sdk.messages.stream(request, { signal: AbortSignal.timeout(200) }).finalMessage());
    await until(() => claude.messages()[1]?.hungUp === true);
  });

  it('sends an error event after message_start', async () => {
    await assert.rejects(meet({ kind: 'streamError', error: apiError(529) }), {
      type: 'overloaded_error',
      status: undefined,
    });
    assert.equal(claude.usage.output, 1);
  });

  it('ends a stream in the middle', async () => {
    const events: string[] = [];
    claude.fault({ trouble: { kind: 'truncated' } });
    for await (const event of await sdk.messages.create({ ...request, stream: true })) events.push(event.type);
    assert.equal(events.at(-1), 'content_block_delta');
    assert.equal(claude.usage.output, 1);
  });

  it('refuses, with and without a beginning', async () => {
    const empty = await meet({ kind: 'refusal' });
    assert.deepEqual([empty.stop_reason, empty.stop_details?.category, empty.content], ['refusal', 'cyber', []]);
    const partial = await meet({ kind: 'refusal', partial: true, category: 'bio' });
    assert.equal(partial.stop_details?.category, 'bio');
    assert.throws(() => JSON.parse(textOf(partial)), SyntaxError);
  });

  it('cuts the answer inside its JSON', async () => {
    const message = await meet({ kind: 'maxTokens' });
    assert.equal(message.stop_reason, 'max_tokens');
    assert.throws(() => JSON.parse(textOf(message)));
  });

  it('says that the context is exceeded', async () => {
    assert.equal((await meet({ kind: 'contextExceeded' })).stop_reason, 'model_context_window_exceeded');
  });

  it('puts thinking with text first', async () => {
    const [first] = (await meet({ kind: 'thinkingFirst' })).content;
    assert.ok(first?.type === 'thinking' && first.thinking.length > 10);
  });

  it('sends events and blocks that nobody knows', async () => {
    claude.fault({ trouble: { kind: 'unknownEvents' } });
    const blocks: string[] = [];
    for await (const event of await sdk.messages.create({ ...request, stream: true })) {
      if (event.type === 'content_block_start') blocks.push(event.content_block.type);
    }
    assert.deepEqual(blocks, ['weather_report', 'thinking', 'text']);
  });

  it('redirects to another origin that remembers who came', async () => {
    claude.fault({ trouble: { kind: 'redirect' }, times: 2 });
    const headers = { authorization: `Bearer ${DEFAULT_KEY}`, 'anthropic-version': '2026-10-21' };
    const post = { method: 'POST', headers, body: JSON.stringify(request) };
    const answer = await fetch(`${claude.url}/v1/messages`, { ...post, redirect: 'manual' });
    assert.equal(answer.status, 307);
    assert.equal(claude.trap.requests.length, 0);
    await fetch(`${claude.url}/v1/messages`, post);
    assert.equal(claude.trap.requests[0]?.path, '/v1/messages');
    assert.equal(JSON.parse(claude.trap.requests[0]?.body ?? '').model, request.model);
  });

  it('answers anything word by word', async () => {
    claude.fault({ trouble: troubles.proxySignIn() });
    const headers = { authorization: `Bearer ${DEFAULT_KEY}`, 'anthropic-version': '2026-10-21' };
    const answer = await fetch(`${claude.url}/v1/messages`, { method: 'POST', headers, body: JSON.stringify(request) });
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/html']);
  });

  it('meets exactly the requests that were named', async () => {
    claude.fault({ on: { pass: 'critique', nth: 2 }, trouble: troubles.overloaded(), times: 2 });
    const passes = ['sweep', 'critique', 'critique', 'sweep', 'critique', 'critique'] as const;
    for (const pass of passes)
      await sdk.messages.create({ ...sampleRequest({ pass }), stream: false }).catch(() => undefined);
    assert.deepEqual(
      claude.messages().map(({ status }) => status),
      [200, 200, 529, 200, 529, 200],
    );
  });
});

function textOf(message: Anthropic.Message): string {
  return message.content.find((block) => block.type === 'text')?.text ?? '';
}

function wrong(text: string): string {
  return problemWithReview(JSON.parse(text)) ?? '';
}

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; !done() && tries < 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}
