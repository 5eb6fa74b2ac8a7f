import assert from 'node:assert/strict';
import { REVIEW_SCHEMA, sampleRequest, textOfTokens } from './sample-request';
import { type ClaudeEmulator, type ClaudeOptions, DEFAULT_KEY, startClaude } from './server';
import type { Json } from './types';

const HEADERS = {
  'content-type': 'application/json',
  'anthropic-version': '2026-10-21',
  authorization: `Bearer ${DEFAULT_KEY}`,
};
const object = (more: object) => ({ type: 'object', additionalProperties: false, required: [], ...more });

/** Each row: what is sent besides the usual request, and what the API says to it. */
const REFUSED: [string, (body: Json) => void, RegExp, number?][] = [
  ['an unknown field', set('idempotency_key', 'x'), /^idempotency_key: Extra inputs are not permitted$/],
  ['temperature', set('temperature', 1), /`temperature` is not supported in API version 2026-10-21/],
  ['no max_tokens', set('max_tokens', undefined), /^max_tokens: Field required$/],
  ['a wrong ttl', set('system.0.cache_control.ttl', '2h'), /^system\.0\.cache_control\.ttl: /],
  ['an unknown model', set('model', 'claude-17'), /^model: claude-17$/, 404],
  ['five cache marks', (body) => mark(body, 5), /A maximum of 4 blocks with cache_control may be provided\. Found 5\./],
  ['an hour after five minutes', (body) => ttls(body, '5m', '1h'), /ttl='1h' .* must not come after a ttl='5m'/],
  ['a mark on an empty text', (body) => text(body, ''), /content\.0\.text: cache_control cannot be set for empty text/],
  ['half a character', set('messages.0.content.0.text', 'a\ud83d'), /no low surrogate in string/],
  ['an empty text', set('messages.0.content.1.text', ''), /text content blocks must be non-empty/],
  [
    'a forced tool',
    (body) => tool(body, { type: 'any' }),
    /^tool_choice: type "tool" and "any" are not supported for this model\.$/,
  ],
  ['disabled thinking', set('thinking', { type: 'disabled' }), /^thinking\.type: "disabled" is not supported/],
  ['budget thinking', set('thinking', { type: 'enabled', budget_tokens: 2000 }), /"enabled" is not supported/],
  ['an effort on a model without', set('model', 'claude-haiku-4-5'), /does not support the effort parameter/],
  [
    'a prefilled answer',
    (body) => void body.messages.push({ role: 'assistant', content: '{' }),
    /does not support assistant message prefill/,
  ],
  [
    'a system turn first',
    (body) => void body.messages.unshift({ role: 'system', content: 'x' }),
    /first message must use the "user" role/,
  ],
  ['too many output tokens', set('max_tokens', 128_001), /^max_tokens: 128001 > 128000/],
  ['a prompt that is too long', tooLong, /^prompt is too long: \d+ tokens > 200000 maximum$/],
  ['prewarming with a format', set('max_tokens', 0), /max_tokens: 0 cannot be combined with output_config\.format/],
  [
    'maxItems',
    (body) => schema(body, object({ properties: { a: { type: 'array', maxItems: 3 } } })),
    /'maxItems' is not supported/,
  ],
  [
    'an open object',
    (body) => schema(body, { type: 'object' }),
    /'additionalProperties' must be explicitly set to false/,
  ],
  [
    'a recursive schema',
    (body) => schema(body, object({ properties: { a: { $ref: '#' } } })),
    /Recursive schemas are not supported/,
  ],
  ['25 optional properties', (body) => schema(body, optional(25)), /Schema is too complex/],
  ['a body of 33 MB', (body) => text(body, 'x'.repeat(33 * 1024 * 1024)), /exceeds the maximum size/, 413],
];

describe('the Claude emulator refuses as the API does', () => {
  let claude: ClaudeEmulator;
  const start = async (options: ClaudeOptions = {}) => {
    claude = await startClaude(options);
  };
  afterEach(() => claude.close());

  for (const [name, change, message, status = 400] of REFUSED) {
    it(`${name}: ${status}`, async () => {
      await start();
      const body: Json = sampleRequest({ schema: REVIEW_SCHEMA, system: 'rules', content: 'diff' });
      change(body);
      const answer = await post(`${claude.url}/v1/messages`, body);
      assert.equal(answer.status, status);
      assert.match(answer.body.error.message, message);
      assert.equal(answer.body.request_id, answer.requestId);
      assert.equal(claude.cost(), 0);
    });
  }

  it('a wrong key, no key, no version, an unknown route', async () => {
    await start();
    const url = `${claude.url}/v1/messages`;
    const wrong = await post(url, {}, { ...HEADERS, authorization: 'Bearer sk-ant-other' });
    assert.deepEqual([wrong.status, wrong.body.error.type], [401, 'authentication_error']);
    assert.equal((await post(url, {}, { 'anthropic-version': '2026-10-21' })).status, 401);
    const keyed = { 'content-type': 'application/json', 'x-api-key': DEFAULT_KEY };
    assert.match((await post(url, {}, keyed)).body.error.message, /anthropic-version: header is required/);
    assert.equal((await post(url, sampleRequest(), { ...keyed, 'anthropic-version': '2026-10-21' })).status, 200);
    assert.equal((await post(`${claude.url}/v1/complete`, {})).status, 404);
  });

  it('remembers what left the contract', async () => {
    await start();
    await post(`${claude.url}/v1/messages`, { ...sampleRequest(), top_p: 1 });
    assert.deepEqual(claude.violations, [
      { of: 'request', number: 1, schema: 'MessageCreateRequest', message: 'top_p: Extra inputs are not permitted' },
    ]);
  });

  describe('in Foundry mode', () => {
    const deployments = { 'our-sonnet': 'claude-sonnet-5-5' };
    const body = sampleRequest({ model: 'our-sonnet', schema: REVIEW_SCHEMA });
    const keyed = { ...HEADERS, authorization: '', 'x-api-key': DEFAULT_KEY };

    it('takes deployment names below /anthropic, without batches, models and rate limits', async () => {
      await start({ foundry: { deployments } });
      const { status, headers, body: message } = await post(`${claude.url}/v1/messages`, body, keyed);
      assert.deepEqual([status, message.model], [200, 'claude-sonnet-5-5']);
      assert.equal(headers.get('anthropic-ratelimit-requests-limit'), null);
      assert.ok(headers.get('apim-request-id'));
      const other = await post(`${claude.url}/v1/messages`, { ...body, model: 'claude-sonnet-5-5' }, keyed);
      assert.equal(other.status, 404);
      assert.equal((await post(`${claude.url}/v1/messages/batches`, { requests: [] }, keyed)).status, 404);
      assert.equal((await fetch(`${claude.url}/v1/models`, { headers: keyed })).status, 404);
      assert.equal((await post(`${claude.url.replace('/anthropic', '')}/v1/messages`, body, keyed)).status, 404);
      assert.ok(claude.cost() > 0);
    });

    it('takes an Entra token as Bearer for an hour, but no key', async () => {
      await start({ foundry: { deployments }, clock: 'still' });
      assert.equal((await post(`${claude.url}/v1/messages`, body)).status, 401);
      const form = new URLSearchParams({ client_assertion: 'jwt', scope: 'https://ai.azure.com/.default' });
      const answer = await fetch(`${claude.page}tenant/oauth2/v2.0/token`, { method: 'POST', body: form });
      const { access_token } = (await answer.json()) as { access_token: string };
      const headers = { ...HEADERS, authorization: `Bearer ${access_token}` };
      assert.equal((await post(`${claude.url}/v1/messages`, body, headers)).status, 200);
      claude.advance(3_600_001);
      assert.equal((await post(`${claude.url}/v1/messages`, body, headers)).status, 401);
    });

    it('may refuse structured outputs by name', async () => {
      await start({ foundry: { deployments, refuseStructuredOutputs: true } });
      const refused = await post(`${claude.url}/v1/messages`, body, keyed);
      assert.equal(refused.status, 400);
      assert.match(refused.body.error.message, /output_config/);
      const plain = await post(`${claude.url}/v1/messages`, { ...body, output_config: { effort: 'low' } }, keyed);
      assert.equal(plain.status, 200);
    });
  });
});

async function post(url: string, body: Json, headers: Record<string, string> = HEADERS) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  const response = await fetch(url, { method: 'POST', headers: kept, body: JSON.stringify(body) });
  const requestId = response.headers.get('request-id');
  return { status: response.status, headers: response.headers, requestId, body: (await response.json()) as Json };
}

/** Puts a value at a path; `undefined` leaves the field out. */
function set(path: string, value: unknown) {
  return (body: Json) => {
    const names = path.split('.');
    const last = names.pop()!;
    let target = body;
    for (const name of names) target = target[name];
    target[last] = value;
  };
}

function mark(body: Json, blocks: number): void {
  const block = { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } };
  body.messages[0].content = Array.from({ length: blocks - 1 }, () => block);
}

function ttls(body: Json, first: string, second: string): void {
  body.system[0].cache_control.ttl = first;
  body.messages[0].content[0].cache_control.ttl = second;
}

function text(body: Json, value: string): void {
  body.messages[0].content[0].text = value;
}

function tool(body: Json, choice: object): void {
  body.tools = [{ name: 'report', input_schema: { type: 'object' } }];
  body.tool_choice = choice;
}

function schema(body: Json, value: object): void {
  body.output_config.format.schema = value;
}

function tooLong(body: Json): void {
  body.model = 'claude-haiku-4-5';
  delete body.output_config.effort;
  text(body, textOfTokens(200_000));
}

function optional(count: number): object {
  return object({
    properties: Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, { type: 'string' }])),
  });
}
