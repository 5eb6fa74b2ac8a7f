import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import { sampleRequest } from './sample-request';
import { apiError, type ClaudeEmulator, type ClaudeOptions, DEFAULT_KEY, startClaude, troubles } from './server';

const DAY = 24 * 3_600_000;

describe('batches of the Claude emulator', () => {
  let claude: ClaudeEmulator;
  let sdk: Anthropic;
  const start = async (options: ClaudeOptions = {}) => {
    claude = await startClaude({ clock: 'still', ...options });
    sdk = new Anthropic({ apiKey: DEFAULT_KEY, baseURL: claude.url, maxRetries: 0, logLevel: 'off' });
  };
  const create = (...names: string[]) =>
    sdk.messages.batches.create({ requests: names.map((customId) => ({ custom_id: customId, params: params() })) });
  const results = async (id: string) => {
    const all: [string, string][] = [];
    for await (const line of await sdk.messages.batches.results(id)) all.push([line.custom_id, line.result.type]);
    return all;
  };
  afterEach(() => claude.close());

  it('shows nothing but "processing" until all is done, then answers in another order', async () => {
    await start();
    const { id, processing_status, request_counts } = await create('a', 'b', 'c');
    assert.equal(processing_status, 'in_progress');
    assert.deepEqual(request_counts, { processing: 3, succeeded: 0, errored: 0, canceled: 0, expired: 0 });
    claude.advance(999);
    assert.equal((await sdk.messages.batches.retrieve(id)).request_counts.succeeded, 0);
    await assert.rejects(fetchedResults(claude, id), /404/);
    claude.advance(1);
    const ended = await sdk.messages.batches.retrieve(id);
    assert.deepEqual([ended.processing_status, ended.request_counts.succeeded], ['ended', 3]);
    assert.equal(new URL(ended.results_url!).origin, claude.url);
    const lines = await results(id);
    assert.notDeepEqual(
      lines.map(([name]) => name),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(lines.map(([name]) => name).sort(), ['a', 'b', 'c']);
    assert.deepEqual(claude.violations, []);
  });

  it('bills half, as tier batch, and keeps a cache of its own', async () => {
    await start();
    await create('a');
    claude.advance(1000);
    await sdk.messages.batches.list();
    const [item] = claude.requests.filter(({ surface }) => surface === 'batch-item');
    assert.equal(item?.usage?.service_tier, 'batch');
    assert.equal(item?.usage?.cache_creation_input_tokens, 23_000);
    const message = await sdk.messages.create(params());
    assert.equal(message.usage.cache_read_input_tokens, 0);
    assert.ok(Math.abs(claude.messages()[0]!.cost - 2 * item!.cost) < 1e-12);
    await create('b');
    claude.advance(1000);
    await sdk.messages.batches.list();
    assert.equal(
      claude.requests.findLast(({ surface }) => surface === 'batch-item')?.usage?.cache_read_input_tokens,
      23_000,
    );
  });

  it('finds wrong parameters only at the end, item by item, and does not bill them', async () => {
    await start();
    const { id } = await sdk.messages.batches.create({
      requests: [
        { custom_id: 'good', params: params() },
        { custom_id: 'bad', params: { ...params(), max_tokens: 0 } },
        { custom_id: 'odd', params: { ...params(), model: 'claude-17' } },
      ],
    });
    claude.advance(1000);
    assert.deepEqual(Object.fromEntries(await results(id)), { good: 'succeeded', bad: 'errored', odd: 'errored' });
    assert.deepEqual(
      claude.requests.filter(({ cost }) => cost > 0).map(({ customId }) => customId),
      ['good'],
    );
  });

  it('cancels: what was done stays, the rest is canceled after a while', async () => {
    await start({ batches: { durationMs: 4000, cancelMs: 500 } });
    const { id } = await create('a', 'b', 'c', 'd');
    claude.advance(2500);
    const canceling = await sdk.messages.batches.cancel(id);
    assert.deepEqual([canceling.processing_status, canceling.request_counts.processing], ['canceling', 4]);
    await assert.rejects(sdk.messages.batches.delete(id), { status: 400 });
    claude.advance(500);
    const ended = await sdk.messages.batches.retrieve(id);
    assert.deepEqual(
      [ended.processing_status, ended.request_counts.succeeded, ended.request_counts.canceled],
      ['ended', 2, 2],
    );
    assert.equal((await sdk.messages.batches.delete(id)).type, 'message_batch_deleted');
    await assert.rejects(sdk.messages.batches.retrieve(id), { status: 404 });
  });

  it('expires what is not done after a day, and drops results after 29', async () => {
    await start({ batches: { durationMs: 2 * DAY } });
    const { id } = await create('a', 'b', 'c');
    claude.advance(DAY);
    assert.deepEqual(Object.fromEntries(await results(id)), { a: 'succeeded', b: 'expired', c: 'expired' });
    claude.advance(29 * DAY);
    assert.ok((await sdk.messages.batches.retrieve(id)).archived_at);
    await assert.rejects(fetchedResults(claude, id), /404/);
  });

  it('never ends when it is stuck', async () => {
    await start({ batches: { stuck: true } });
    const { id } = await create('a');
    claude.advance(3_600_000);
    await sdk.messages.batches.cancel(id);
    claude.advance(3_600_000);
    assert.equal((await sdk.messages.batches.retrieve(id)).processing_status, 'canceling');
  });

  it('creates a batch although the answer is lost, and lists it', async () => {
    await start();
    claude.fault({ on: { surface: 'batches' }, trouble: { kind: 'appliedThenReset' } });
    await assert.rejects(create('a'), { name: 'APIConnectionError' });
    const listed = await sdk.messages.batches.list();
    assert.equal(listed.data.length, 1);
  });

  it('lists the newest first, page by page', async () => {
    await start();
    const ids = [];
    for (const name of ['a', 'b', 'c']) ids.push((await create(name)).id);
    const listed = [];
    for await (const batch of sdk.messages.batches.list({ limit: 2 })) listed.push(batch.id);
    assert.deepEqual(listed, ids.toReversed());
  });

  it('plays faults on single items', async () => {
    await start();
    const on = { surface: 'batch-item' as const };
    claude.fault({ on: { ...on, match: ({ customId }) => customId === 'a' }, trouble: { kind: 'expired' } });
    claude.fault({
      on: { ...on, match: ({ customId }) => customId === 'b' },
      trouble: { kind: 'error', error: apiError(500) },
    });
    claude.fault({ on: { ...on, match: ({ customId }) => customId === 'c' }, trouble: { kind: 'refusal' } });
    const { id } = await create('a', 'b', 'c');
    claude.advance(1000);
    assert.deepEqual(Object.fromEntries(await results(id)), { a: 'expired', b: 'errored', c: 'succeeded' });
    assert.equal(claude.requests.find(({ customId }) => customId === 'c')?.stopReason, 'refusal');
  });

  it('refuses a batch with a repeated or malformed name at once', async () => {
    await start();
    await assert.rejects(create('a', 'a'), { status: 400, apiMessage: /unique/ });
    await assert.rejects(create('a b'), { status: 400, apiMessage: /pattern/ });
    claude.fault({ on: { surface: 'batches' }, trouble: troubles.rateLimited(3) });
    await assert.rejects(create('a'), { status: 429 });
  });
});

function params() {
  const { stream: _, ...body } = sampleRequest();
  return body;
}

/** Without the SDK, which would first ask for the batch. */
async function fetchedResults(claude: ClaudeEmulator, id: string): Promise<string> {
  const headers = { authorization: `Bearer ${DEFAULT_KEY}`, 'anthropic-version': '2026-10-21' };
  const response = await fetch(`${claude.url}/v1/messages/batches/${id}/results`, { headers });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}
