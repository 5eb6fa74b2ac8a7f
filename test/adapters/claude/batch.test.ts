import assert from 'node:assert/strict';
import type { ClaudeOptions } from '../../../src/adapters/claude/context';
import type { ModelAnswer } from '../../../src/ports/model';
import { type ClaudeEmulator, type ClaudeOptions as EmulatorOptions, startClaude } from '../../emulators/claude/server';
import { asking, sampleRequest, sumOf } from './asking';

const MINUTE = 60_000;
const requests = [1, 2, 3].map((number) => sampleRequest({ label: `sweep ${number}`, maxOutputTokens: 1000 + number }));

describe('Claude’s adapter and batches', () => {
  let claude: ClaudeEmulator;
  afterEach(async () => {
    await claude.close();
    assert.deepEqual(claude.violations, []);
  });

  /** Time passes on the emulator's clock whenever the adapter waits on its own. */
  async function together(
    emulator: EmulatorOptions = {},
    options: Partial<ClaudeOptions> = {},
    deadline = 10 * MINUTE,
  ) {
    claude = await startClaude({ clock: 'still', ...emulator });
    const run = asking(claude, options);
    const sleep = run.clock.sleep;
    run.clock.sleep = async (milliseconds) => {
      claude.advance(milliseconds);
      await sleep(milliseconds);
    };
    const answers = await run.model.askTogether!(requests, deadline, new AbortController().signal);
    return { ...run, answers };
  }
  const routes = () =>
    claude.requests
      .filter(({ surface }) => surface === 'batches')
      .map(({ method, path }) => `${method} ${path.replace(/msgbatch_\w+/, 'ID').split('?')[0]}`);
  const created = () => routes().filter((route) => route === 'POST /v1/messages/batches').length;
  const deleted = () => routes().filter((route) => route.startsWith('DELETE')).length;

  it('answers in the order of the requests, at the batch price, and deletes the batch', async () => {
    const { answers } = await together({ batches: { durationMs: 90_000 } });
    assert.deepEqual(
      answers.map((answer) => [answer?.batch, answer?.stop]),
      requests.map(() => [true, 'complete']),
    );
    const { requests: _, ...billed } = claude.usage;
    assert.deepEqual(sumOf((answers as ModelAnswer[]).map(({ usage }) => usage)), billed);
    assert.equal(deleted(), 1);
    const items = claude.requests.filter(({ surface }) => surface === 'batch-item');
    assert.deepEqual(
      items.map(({ body }) => body.max_tokens),
      [1001, 1002, 1003],
    );
  });

  it('looks first after two seconds, then at most every half minute', async () => {
    const { clock } = await together({ batches: { durationMs: 5 * MINUTE } });
    assert.equal(clock.slept[0], 2000);
    assert.ok(Math.max(...clock.slept) <= 30_000);
  });

  it('cancels at the deadline and keeps what succeeded', async () => {
    const { answers } = await together({ batches: { durationMs: 30 * MINUTE } }, {}, 11 * MINUTE);
    assert.deepEqual(
      answers.map((answer) => answer !== null),
      [true, false, false],
    );
    assert.ok(routes().includes('POST /v1/messages/batches/ID/cancel'));
    assert.equal(deleted(), 1);
  });

  it('goes on when a batch does not even end by being cancelled, and names it', async () => {
    const { answers, log } = await together({ batches: { stuck: true } });
    assert.deepEqual(answers, [null, null, null]);
    assert.match(log.lines.join('\n'), /Batch msgbatch_\w+ did not end after it was cancelled/);
  });

  for (const kind of ['appliedThenReset', 'reset'] as const) {
    it(`creates one batch only when the answer to its creation is lost (${kind})`, async () => {
      const on = { surface: 'batches', match: ({ method }: { method: string }) => method === 'POST' } as const;
      const { answers } = await together({ faults: [{ on, trouble: { kind } }] });
      assert.equal(created(), 1);
      const isThere = kind === 'appliedThenReset';
      assert.deepEqual(
        answers.map((answer) => answer !== null),
        requests.map(() => isThere),
      );
      assert.equal(deleted(), isThere ? 1 : 0);
    });
  }

  it('gives what a batch refused, errored or let expire to be asked one by one', async () => {
    const on = { surface: 'batch-item', nth: 2 } as const;
    const { answers } = await together({ faults: [{ on, trouble: { kind: 'expired' } }] });
    assert.deepEqual(
      answers.map((answer) => answer !== null),
      [true, false, true],
    );
  });

  it('bears polls that fail', async () => {
    const on = {
      surface: 'batches',
      match: ({ method, path }: { method: string; path: string }) => method === 'GET' && /msgbatch_\w+$/.test(path),
    } as const;
    const { answers } = await together({ faults: [{ on, trouble: { kind: 'reset' }, times: 2 }] });
    assert.ok(answers.every((answer) => answer !== null));
  });

  it('does not begin when too little time is left', async () => {
    const { answers } = await together({}, { remaining: () => 5 * MINUTE });
    assert.deepEqual(answers, [null, null, null]);
    assert.deepEqual(routes(), []);
  });

  it('cancels the batch when the run is cancelled', async () => {
    claude = await startClaude({ batches: { durationMs: MINUTE } });
    const run = asking(claude);
    const cancelled = new AbortController();
    const reason = new Error('cancelled');
    run.clock.sleep = async () => cancelled.abort(reason);
    await assert.rejects(run.model.askTogether!(requests, MINUTE, cancelled.signal), (error) => error === reason);
    assert.ok(routes().includes('POST /v1/messages/batches/ID/cancel'));
  });
});
