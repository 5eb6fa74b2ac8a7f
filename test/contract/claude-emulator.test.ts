import assert from 'node:assert/strict';
import Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsBase } from '@anthropic-ai/sdk/resources/messages';
import { REVIEW_SCHEMA, type SampleOptions, sampleRequest, textOfTokens } from '../emulators/claude/sample-request';
import { type ClaudeEmulator, DEFAULT_KEY, problemWithReview, startClaude } from '../emulators/claude/server';

const START = Date.parse('2026-11-21T12:00:00Z');

describe('the Claude emulator, read through the SDK', () => {
  let claude: ClaudeEmulator;
  let sdk: Anthropic;

  beforeEach(async () => {
    claude = await startClaude({ clock: 'still', startAt: START });
    sdk = clientOf(claude);
  });
  afterEach(async () => {
    await claude.close();
    assert.deepEqual(claude.violations, []);
  });

  describe('accounts for the prompt cache', () => {
    const ask = async (options: SampleOptions = {}) => cacheFigures(await asked(sdk, sampleRequest(options)));

    it('writes both parts in a cold sweep, and reads both in the critique', async () => {
      assert.deepEqual(await ask({ pass: 'sweep' }), { read: 0, write1h: 3000, write5m: 20_000 });
      assert.deepEqual(await ask({ pass: 'critique' }), { read: 23_000, write1h: 0, write5m: 0 });
    });

    for (const [name, other] of Object.entries({
      effort: { effort: 'low' },
      schema: { schema: { type: 'object', properties: {}, additionalProperties: false } },
      model: { model: 'claude-opus-5-5' },
    } as Record<string, SampleOptions>)) {
      it(`reads nothing when the ${name} differs`, async () => {
        await ask();
        assert.equal((await ask({ pass: 'critique', ...other })).read, 0);
      });
    }

    it('reads when the default effort is named or left out', async () => {
      await ask({ effort: 'high' });
      const silent = sampleRequest({ pass: 'critique' });
      delete silent.output_config;
      assert.equal(cacheFigures(await asked(sdk, silent)).read, 23_000);
    });

    it('shares only the rules between two pull requests', async () => {
      await ask();
      const second = await ask({ content: textOfTokens(10_000, 'c') });
      assert.deepEqual(second, { read: 3000, write1h: 0, write5m: 10_000 });
    });

    it('lets twins that are open together both write', async () => {
      claude.fault({ trouble: { kind: 'slowHeaders', milliseconds: 300 }, times: 2 });
      const twins = await Promise.all([ask(), ask()]);
      assert.deepEqual(
        twins.map(({ read, write5m }) => [read, write5m]),
        [
          [0, 20_000],
          [0, 20_000],
        ],
      );
      assert.deepEqual(
        claude.messages().map(({ inFlight }) => inFlight),
        [0, 1],
      );
    });

    it('forgets the pull request after five minutes, and the rules after an hour', async () => {
      await ask();
      claude.advance(301_000);
      assert.deepEqual(await ask({ pass: 'critique' }), { read: 3000, write1h: 0, write5m: 20_000 });
      claude.advance(3_600_000);
      assert.deepEqual(await ask({ pass: 'critique' }), { read: 0, write1h: 3000, write5m: 20_000 });
    });

    it('counts the five minutes from the start of the sweep, however long it thinks', async () => {
      claude.answer(() => {
        claude.advance(240_000);
        return undefined;
      });
      await ask();
      claude.answer(undefined);
      claude.advance(61_000);
      assert.equal((await ask({ pass: 'critique' })).read, 3000);
    });

    it('is kept alive by a read', async () => {
      await ask();
      claude.advance(60_000);
      await ask({ pass: 'critique' });
      claude.advance(290_000);
      assert.equal((await ask({ pass: 'critique' })).read, 23_000);
    });

    it('caches nothing below the minimum of the model', async () => {
      const small = { system: textOfTokens(100), content: textOfTokens(300) };
      assert.deepEqual(await ask(small), { read: 0, write1h: 0, write5m: 0 });
      const haiku = { model: 'claude-haiku-4-5' };
      const request = sampleRequest(haiku);
      delete request.output_config;
      assert.deepEqual(cacheFigures(await asked(sdk, request)), { read: 0, write1h: 0, write5m: 23_000 });
    });

    it('looks back over 20 blocks and no further', async () => {
      await asked(sdk, conversationOf(1));
      assert.equal(cacheFigures(await asked(sdk, conversationOf(20))).read, 1000);
      claude.forgetCache();
      await asked(sdk, conversationOf(1));
      assert.equal(cacheFigures(await asked(sdk, conversationOf(21))).read, 0);
    });

    it('stores nothing for a request that was refused', async () => {
      claude.fault({
        trouble: { kind: 'error', error: { status: 529, type: 'overloaded_error', message: 'Overloaded' } },
      });
      await assert.rejects(ask(), { status: 529 });
      assert.equal((await ask()).read, 0);
    });

    it('counts the format of the answer among the tokens, as count_tokens does', async () => {
      const { max_tokens, ...request } = sampleRequest({ schema: REVIEW_SCHEMA });
      const { input_tokens } = await sdk.messages.countTokens(request);
      const { usage } = await asked(sdk, { ...request, max_tokens });
      assert.equal(usage.input_tokens + (usage.cache_creation_input_tokens ?? 0), input_tokens);
      assert.ok(input_tokens > 23_000 + 1000);
      assert.equal(claude.messages().length, 1);
    });

    it('says why it missed when the request asks for it', async () => {
      const first = await asked(sdk, sampleRequest());
      const request = { ...sampleRequest({ pass: 'critique' }), diagnostics: { previous_message_id: first.id } };
      const { diagnostics, usage } = await asked(sdk, request);
      assert.equal(diagnostics?.cache_miss_reason?.type, 'messages_changed');
      assert.equal(usage.cache_read_input_tokens, 23_000);
    });
  });

  describe('streams as the API does', () => {
    it('gives the same message streamed and whole', async () => {
      const request = sampleRequest({ schema: REVIEW_SCHEMA });
      claude.answer(() => ({ summary: 'Zwei Zeilen: ✓ 👩‍💻 größer. '.repeat(200) }));
      const streamed = await sdk.messages.stream(request).finalMessage();
      claude.forgetCache();
      const whole = await asked(sdk, request);
      const { parsed_output: _, ...message } = streamed;
      assert.deepEqual(withoutIds(message), withoutIds(whole));
    });

    it('begins with the figures of the prompt and ends with those of the answer', async () => {
      const events = [];
      const stream = await sdk.messages.create({ ...sampleRequest({ schema: REVIEW_SCHEMA }), stream: true });
      for await (const event of stream) events.push(event);
      const [first] = events;
      assert.ok(first?.type === 'message_start');
      assert.deepEqual(first.message.content, []);
      assert.equal(first.message.stop_reason, null);
      assert.equal(first.message.usage.cache_creation_input_tokens, claude.usage.cacheWrite1h + 20_000);
      const delta = events.at(-2);
      assert.ok(delta?.type === 'message_delta');
      assert.equal(delta.usage.output_tokens, claude.usage.output);
      assert.equal(events.at(-1)?.type, 'message_stop');
    });

    it('answers in the product’s schema when nothing is found', async () => {
      const message = await asked(sdk, sampleRequest({ schema: REVIEW_SCHEMA }));
      const text = message.content.find((block) => block.type === 'text')?.text ?? '';
      assert.equal(problemWithReview(JSON.parse(text)), undefined);
    });

    it('cuts the answer at max_tokens, thinking included', async () => {
      claude.answer(() => ({ summary: textOfTokens(900) }));
      const message = await asked(sdk, { ...sampleRequest({ schema: REVIEW_SCHEMA }), max_tokens: 500 });
      assert.equal(message.stop_reason, 'max_tokens');
      assert.equal(message.usage.output_tokens, 500);
      assert.equal(message.usage.output_tokens_details?.thinking_tokens, 120);
    });

    it('carries a request id in the header and in the message', async () => {
      const { response, request_id } = await sdk.messages.create(nonStreaming(sampleRequest())).withResponse();
      assert.equal(request_id, claude.messages()[0]?.requestId);
      assert.ok(response.headers.get('anthropic-ratelimit-requests-remaining'));
    });
  });

  describe('keeps account of money', () => {
    it('bills by its own table: writes, reads, output', async () => {
      const sweep = await asked(sdk, sampleRequest());
      const critique = await asked(sdk, sampleRequest({ pass: 'critique' }));
      const input = sweep.usage.input_tokens + critique.usage.input_tokens;
      const output = sweep.usage.output_tokens + critique.usage.output_tokens;
      const expected = (2 * (input + 3000 * 2 + 20_000 * 1.25 + 23_000 * 0.05) + 10 * output) / 1_000_000;
      assert.ok(Math.abs(claude.cost() - expected) < 1e-12);
    });

    it('asks five times the price above 100k on the smallest model, cached tokens included', async () => {
      const big = { model: 'claude-haiku-5-5', system: textOfTokens(1000), content: textOfTokens(99_990) };
      const { usage } = await asked(sdk, sampleRequest(big));
      const tokens = usage.input_tokens + 1000 * 2 + 99_990 * 1.25;
      assert.ok(Math.abs(claude.cost() - (0.5 * tokens + 2.5 * usage.output_tokens) / 1_000_000) < 1e-12);
    });

    it('adds a tenth for inference in the United States alone', async () => {
      await asked(sdk, sampleRequest());
      const plain = claude.cost();
      claude.forgetCache();
      await asked(sdk, { ...sampleRequest(), inference_geo: 'us' });
      assert.ok(Math.abs(claude.cost() - 2.1 * plain) < 1e-12);
    });
  });

  it('lists its models with limits and retirement', async () => {
    const models = new Map((await collected(sdk.models.list({ limit: 5 }))).map((model) => [model.id, model]));
    assert.equal(models.get('claude-sonnet-5-5')?.capabilities?.thinking.types.disabled.supported, false);
    assert.equal(models.get('claude-haiku-4-5')?.max_input_tokens, 200_000);
    assert.equal(models.get('claude-sonnet-4-5')?.retires_at, '2026-11-30T00:00:00Z');
    claude.advance(10 * 24 * 3_600_000);
    assert.equal((await sdk.models.retrieve('claude-sonnet-4-5')).lifecycle, 'retired');
    const { output_config: _, ...body } = sampleRequest({ model: 'claude-sonnet-4-5' });
    await assert.rejects(sdk.post('/v1/messages', { body }), { status: 404, type: 'not_found_error' });
  });

  it('says on its page that it is not Claude, and shows no prompt and no key', async () => {
    await asked(sdk, sampleRequest({ content: `${textOfTokens(600)} <private>` }));
    const page = await (await fetch(claude.page)).text();
    assert.match(page, /It is not Claude/);
    assert.match(page, /sweep<\/td><td>claude-sonnet-5-5<\/td><td>200, end_turn/);
    assert.ok(!page.includes('private') && !page.includes(DEFAULT_KEY));
  });
});

function clientOf(claude: ClaudeEmulator): Anthropic {
  return new Anthropic({ apiKey: DEFAULT_KEY, baseURL: claude.url, maxRetries: 0, logLevel: 'off' });
}

function asked(sdk: Anthropic, request: MessageCreateParamsBase): Promise<Anthropic.Message> {
  return sdk.messages.create(nonStreaming(request));
}

function nonStreaming(request: MessageCreateParamsBase) {
  const { stream: _, ...body } = request;
  return body;
}

function cacheFigures({ usage }: Anthropic.Message) {
  const { ephemeral_1h_input_tokens: write1h, ephemeral_5m_input_tokens: write5m } = usage.cache_creation!;
  assert.equal(usage.cache_creation_input_tokens, write1h + write5m);
  return { read: usage.cache_read_input_tokens, write1h, write5m };
}

/** So many blocks, of which the first and the last are marked. */
function conversationOf(blocks: number): MessageCreateParamsBase {
  const mark = { cache_control: { type: 'ephemeral' as const } };
  const content = Array.from({ length: blocks }, (_, index) => ({
    type: 'text' as const,
    text: index === 0 ? textOfTokens(1000) : `block ${index}`,
    ...(index === blocks - 1 ? mark : {}),
  }));
  return { model: 'claude-sonnet-5-5', max_tokens: 1000, messages: [{ role: 'user', content }] };
}

async function collected<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of pages) all.push(item);
  return all;
}

/** A message has an id of its own, and thoughts are signed with it. */
function withoutIds<Message extends { content: readonly object[] }>(message: Message): Message {
  const content = message.content.map((block) => ('signature' in block ? { ...block, signature: '' } : block));
  return { ...message, id: '', content };
}
