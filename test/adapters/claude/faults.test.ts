import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { isSecondPassError } from '../../../src/errors';
import type { ModelAnswer } from '../../../src/ports/model';
import { type ClaudeEmulator, type Fault, startClaude, type Trouble, troubles } from '../../emulators/claude/server';
import { asking, sampleRequest, sumOf } from './asking';

/** What a fault must come to: an answer after so many tries, or a failure with a code. */
interface Case {
  name: string;
  trouble: Trouble;
  times?: number;
  tries: number;
  fails?: string;
  message?: RegExp;
  /** Milliseconds waited in all. */
  waits?: number;
}

const always = 99;
const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

const CASES: readonly Case[] = [
  { name: '429 with retry-after', trouble: troubles.rateLimited(7), tries: 2, waits: 7000 },
  { name: '429 with retry-after 0', trouble: troubles.rateLimited(0), tries: 2, waits: 1000 },
  { name: '429 with a negative retry-after', trouble: troubles.rateLimited(-30), tries: 2, waits: 1000 },
  { name: '429 with words as retry-after', trouble: troubles.rateLimited('soon'), tries: 2, waits: 1000 },
  {
    name: '429 with a date, measured by the answer’s own clock',
    trouble: troubles.rateLimited('Wed, 21 Oct 2026 07:28:09 GMT', { date }),
    tries: 2,
    waits: 9000,
  },
  { name: '429 without retry-after', trouble: troubles.rateLimited(), times: 3, tries: 4, waits: 1000 + 2000 + 4000 },
  {
    name: '429 that asks for a year',
    trouble: troubles.rateLimited(31_536_000),
    tries: 1,
    fails: 'rate-limited',
    message: /next try would be in 31536000 s, and 1200 s are left/,
    waits: 0,
  },
  { name: '429 for ever', trouble: troubles.rateLimited(1), times: always, tries: 4, fails: 'rate-limited' },
  { name: '500', trouble: troubles.status(500), times: 2, tries: 3 },
  { name: '503 for ever', trouble: troubles.status(503), times: always, tries: 4, fails: 'provider-error' },
  { name: '529', trouble: troubles.overloaded(), times: 3, tries: 4 },
  { name: '529 for ever', trouble: troubles.overloaded(), times: always, tries: 4, fails: 'overloaded' },
  {
    name: '500 that must not be tried again',
    trouble: troubles.shouldRetry(500, false),
    tries: 1,
    fails: 'provider-error',
  },
  { name: 'a reset', trouble: { kind: 'reset' }, times: 2, tries: 3 },
  { name: 'resets for ever', trouble: { kind: 'reset' }, times: always, tries: 3, fails: 'connection' },
  { name: 'a lost answer', trouble: { kind: 'appliedThenReset' }, tries: 2 },
  { name: 'a reset in mid-stream', trouble: { kind: 'reset', events: 4 }, tries: 2 },
  { name: 'a stall', trouble: { kind: 'stall', events: 3 }, tries: 2 },
  { name: 'a stall behind pings', trouble: { kind: 'stall', events: 3, pings: 2 }, tries: 2 },
  { name: 'stalls for ever', trouble: { kind: 'stall' }, times: always, tries: 2, fails: 'stream-stalled' },
  { name: 'one byte now and then', trouble: { kind: 'drip', milliseconds: 60 }, times: 1, tries: 2 },
  {
    name: 'an error event',
    trouble: { kind: 'streamError', error: { status: 529, type: 'overloaded_error', message: '' } },
    tries: 2,
  },
  {
    name: 'another error event, for ever',
    trouble: { kind: 'streamError', error: { status: 500, type: 'api_error', message: '' } },
    times: always,
    tries: 2,
    fails: 'stream-error',
    message: /api_error/,
  },
  { name: 'a truncated stream', trouble: { kind: 'truncated' }, tries: 2 },
  { name: 'truncated for ever', trouble: { kind: 'truncated' }, times: always, tries: 2, fails: 'stream-cut-off' },
  { name: 'headers that take too long', trouble: { kind: 'slowHeaders', milliseconds: 2500 }, tries: 2 },
  { name: 'a spend limit as 429', trouble: troubles.spendLimit(), times: always, tries: 1, fails: 'spend-limit' },
  {
    name: 'a spend limit as 400',
    trouble: troubles.spendLimitBadRequest(),
    times: always,
    tries: 1,
    fails: 'spend-limit',
  },
  { name: '402', trouble: troubles.paymentRequired(), times: always, tries: 1, fails: 'spend-limit' },
  { name: '401', trouble: troubles.unauthorized(), times: always, tries: 1, fails: 'wrong-key', message: /401/ },
  { name: '403', trouble: troubles.status(403), times: always, tries: 1, fails: 'key-not-allowed' },
  { name: '404', trouble: troubles.modelNotFound('x'), times: always, tries: 1, fails: 'model-not-found' },
  { name: '413', trouble: troubles.tooLarge(), times: always, tries: 1, fails: 'request-too-large' },
  {
    name: 'a prompt that is too long',
    trouble: troubles.promptTooLong(),
    times: always,
    tries: 1,
    fails: 'request-too-large',
  },
  { name: 'a redirect', trouble: { kind: 'redirect' }, times: always, tries: 1, fails: 'redirect' },
  {
    name: 'a sign-in page of a proxy',
    trouble: troubles.proxySignIn(),
    times: always,
    tries: 1,
    fails: 'not-the-api',
    message: /200, text\/html/,
  },
  { name: 'a thinking block first', trouble: { kind: 'thinkingFirst' }, tries: 1 },
  { name: 'unknown events and blocks', trouble: { kind: 'unknownEvents' }, tries: 1 },
  { name: 'long thinking with pings', trouble: { kind: 'pause', milliseconds: 900, pingEvery: 100 }, tries: 1 },
];

/** A whole answer as the provider streams it. */
function saidBy(model: unknown, text: string): string {
  const events = [
    { type: 'message_start', message: { model, usage: { input_tokens: 9, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
    { type: 'message_stop' },
  ];
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
}

describe('Claude’s adapter in trouble', () => {
  let claude: ClaudeEmulator;
  afterEach(() => claude.close());

  for (const { name, trouble, times = 1, tries, fails, message, waits } of CASES) {
    it(`${name}: ${fails ? `fails as ${fails}` : 'answers'} after ${tries}`, async () => {
      claude = await startClaude({ faults: [{ trouble, times }] });
      const run = asking(claude, { idleMilliseconds: 400, headersMilliseconds: 1500 });
      const answers: ModelAnswer[] = [];
      const asked = run.ask(sampleRequest()).then((answer) => answers.push(answer));
      if (fails)
        await assert.rejects(
          asked,
          (error) => isSecondPassError(error) && error.code === fails && (message ?? /./).test(error.message),
        );
      else await asked;
      assert.equal(run.tries(), tries);
      assert.equal(claude.messages().length, tries);
      if (waits !== undefined)
        assert.equal(
          run.clock.slept.reduce((sum, wait) => sum + wait, 0),
          waits,
        );
      const { requests: _, ...billed } = claude.usage;
      assert.deepEqual(sumOf([...run.brokenOff, ...answers.map(({ usage }) => usage)]), billed);
      assert.deepEqual(claude.trap.requests, []);
      assert.deepEqual(claude.violations, []);
    });
  }

  it('lets all calls wait when one is asked to', async () => {
    const faults: Fault[] = [{ trouble: troubles.rateLimited(30) }];
    claude = await startClaude({ faults });
    const run = asking(claude);
    await Promise.all([run.ask(sampleRequest()), run.ask(sampleRequest({ label: 'sweep 2' }))]);
    await run.ask(sampleRequest());
    assert.equal(run.clock.slept.filter((wait) => wait > 0).length, 1);
  });

  it('ends at once when the run is cancelled, wherever it stands', async () => {
    for (const trouble of [{ kind: 'stall' }, { kind: 'slowHeaders', milliseconds: 30_000 }] as const) {
      claude = await startClaude({ faults: [{ trouble }] });
      const cancelled = new AbortController();
      const reason = new Error('cancelled');
      const asked = asking(claude).ask(sampleRequest(), cancelled.signal);
      asked.catch(() => {});
      while (claude.messages().length === 0) await pause(20);
      const began = performance.now();
      cancelled.abort(reason);
      await assert.rejects(asked, (error) => error === reason);
      assert.ok(performance.now() - began < 5000);
      assert.equal(claude.messages().length, 1);
      await claude.close();
    }
  });

  it('takes the answer of a gateway that names no model and closes with a mark of its own', async () => {
    for (const model of [undefined, 7, '']) {
      const body = `${saidBy(model, 'Hello')}data: [DONE]\n\n`;
      const headers = { 'content-type': 'text/event-stream' };
      claude = await startClaude({ faults: [{ trouble: { kind: 'raw', status: 200, headers, body } }] });
      const request = sampleRequest();
      const { text, model: named } = await asking(claude).ask(request);
      assert.deepEqual([text, named], ['Hello', request.model]);
      await claude.close();
    }
  });

  it('says nothing of the provider’s own words, which may quote the prompt', async () => {
    claude = await startClaude({
      faults: [{ trouble: troubles.status(400, 'messages.0: secret text of the prompt') }],
    });
    const run = asking(claude);
    await assert.rejects(
      run.ask(sampleRequest()),
      (error) => isSecondPassError(error) && !/secret/.test(error.message),
    );
    assert.ok(!run.log.lines.join('\n').includes('secret'));
  });
});
