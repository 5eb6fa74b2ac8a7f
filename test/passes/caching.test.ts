import assert from 'node:assert/strict';
import { piecesOf } from '../../src/steps/prompt/compose';
import { SYSTEM_INSTRUCTIONS } from '../../src/steps/prompt/instructions/system';
import reviewSchema from '../../src/steps/prompt/review.schema.json';
import { handWoundClock } from '../adapters/http/loopback';
import { costsOf } from '../bench/cost';
import { tokensOf } from '../emulators/claude/prompt-cache';
import { type ClaudeEmulator, startClaude } from '../emulators/claude/server';
import {
  type Asked,
  type Asking,
  alertOn,
  askedTwice,
  assertHonest,
  candidateOn,
  changedFile,
  promptsOf,
} from './asked';

/** Tokens of what every request begins with: the answer's format and the instructions. */
const SYSTEM = tokensOf(JSON.stringify({ type: 'json_schema', schema: reviewSchema })) + tokensOf(SYSTEM_INSTRUCTIONS);
/** Large enough to be kept although nobody knows what its sweep will bring, and its instructions for an hour with it. */
const FILE = changedFile('src/a.ts', 1400);
const CONTENT = contentTokens({ files: [FILE] })[0]!;
/** Four parts. */
const FOUR = { files: ['a', 'b', 'c', 'd'].map((name) => changedFile(`src/${name}.ts`, 200)), limit: 9000 };
/** Tokens of the list of all files, which stands before the diff of each of them. */
const LIST = tokensOf(piecesOf(promptsOf(FOUR)[0]!).find(({ name }) => name === 'files')!.text);

describe('caching, by the emulator’s accounts', () => {
  let claude: ClaudeEmulator;
  let runs: Asked[];

  beforeEach(async () => {
    runs = [];
    claude = await startClaude({ clock: 'still' });
    claude.answer(({ pass }) => (pass === 'sweep' ? { candidates: [candidateOn('src/a.ts')] } : undefined));
  });
  afterEach(async () => {
    await claude.close();
    assertHonest(claude, ...runs);
  });

  async function run(asking: Asking = {}): Promise<void> {
    runs.push(await askedTwice(claude, { files: [FILE], ...asking }));
  }
  /** Tokens read, written for an hour and for five minutes; what is left over is the tail. */
  const figures = () =>
    claude
      .messages()
      .map(({ usage }) => [
        usage?.cache_read_input_tokens,
        usage?.cache_creation.ephemeral_1h_input_tokens,
        usage?.cache_creation.ephemeral_5m_input_tokens,
      ]);

  it('cold: the sweep writes both parts, and the critique reads both', async () => {
    await run();
    assert.deepEqual(figures(), [
      [0, SYSTEM, CONTENT],
      [SYSTEM + CONTENT, 0, 0],
    ]);
  });

  it('a second pull request within the hour reads the instructions', async () => {
    await run();
    claude.advance(50 * 60_000);
    const files = [changedFile('src/b.ts', 1500)];
    const [content = 0] = contentTokens({ files });
    await run({ files });
    assert.deepEqual(figures().slice(2), [
      [SYSTEM, 0, content],
      [SYSTEM + content, 0, 0],
    ]);
  });

  it('other chunks read the instructions and the list of files that the first has written', async () => {
    const asking = FOUR;
    const contents = contentTokens(asking);
    assert.equal(contents.length, 4);
    claude.answer(({ pass, blocks }) =>
      pass === 'sweep' ? { candidates: [candidateOn(/==== file: (\S+)/.exec(blocks.join('\n'))![1]!)] } : undefined,
    );
    await run(asking);
    const sweeps = claude.messages().filter(({ pass }) => pass === 'sweep');
    assert.deepEqual(
      sweeps.map(({ usage }) => usage?.cache_creation.ephemeral_1h_input_tokens),
      [SYSTEM, 0, 0, 0],
    );
    assert.deepEqual(
      sweeps.map(({ usage }) => usage?.cache_read_input_tokens),
      [0, ...Array(3).fill(SYSTEM + LIST)],
    );
    for (const { usage, pass } of claude.messages()) {
      if (pass !== 'critique') continue;
      assert.equal(usage?.cache_creation_input_tokens, 0);
      assert.ok(contents.some((content) => usage?.cache_read_input_tokens === SYSTEM + content));
    }
    assert.equal(claude.messages().filter(({ pass }) => pass === 'critique').length, 4);
    assert.equal(claude.messages()[2]?.inFlight, 0);
  });

  it('also where the instructions alone are below the minimum of the model, and the list reaches it', async () => {
    await claude.close();
    claude = await startClaude({ models: [{ id: 'claude-sonnet-5-5', minimumCacheableTokens: SYSTEM + LIST }] });
    claude.answer(() => ({}));
    await run(FOUR);
    assert.deepEqual(
      claude.messages().map(({ usage }) => usage?.cache_read_input_tokens),
      [0, ...Array(3).fill(SYSTEM + LIST)],
    );
  });

  it('a critique behind a slow sweep writes the content again', async () => {
    slowSweep();
    await run();
    assert.deepEqual(figures(), [
      [0, SYSTEM, CONTENT],
      [SYSTEM, 0, CONTENT],
    ]);
  });

  it('but not where the sweep is known to have taken too long: nobody would read what is written', async () => {
    const clock = handWoundClock();
    claude.answer(({ pass }) => {
      if (pass !== 'sweep') return undefined;
      claude.advance(301_000);
      void clock.sleep(301_000);
      return { candidates: [candidateOn('src/a.ts')] };
    });
    await run({ claude: { clock } });
    assert.deepEqual(figures(), [
      [0, SYSTEM, CONTENT],
      [SYSTEM, 0, 0],
    ]);
  });

  it('nor is content written before a sweep that is expected to take too long, until one was quick', async () => {
    const files = [changedFile('src/a.ts', 1000), changedFile('src/b.ts', 1000)];
    const asking = { files, limit: 50_000, settings: { effort: 'xhigh', budgetUsd: '' } };
    const [, second = 0] = contentTokens(asking);
    claude.answer(({ pass, blocks }) =>
      pass === 'sweep' ? { candidates: [candidateOn(/==== file: (\S+)/.exec(blocks.join('\n'))![1]!)] } : undefined,
    );
    await run(asking);
    const list = tokensOf(piecesOf(promptsOf(asking)[0]!).find(({ name }) => name === 'files')!.text);
    assert.deepEqual(figures(), [
      [0, SYSTEM, list],
      [SYSTEM + list, 0, 0],
      [SYSTEM + list, 0, second - list],
      [SYSTEM + second, 0, 0],
    ]);
  });

  it('with contentCacheTtl auto the content is kept for an hour where a slow sweep is expected', async () => {
    slowSweep();
    await run({ settings: { contentCacheTtl: 'auto', effort: 'xhigh' } });
    assert.deepEqual(figures(), [
      [0, SYSTEM + CONTENT, 0],
      [SYSTEM + CONTENT, 0, 0],
    ]);
  });

  it('with contentCacheTtl auto a quick sweep stays at five minutes', async () => {
    await run({ settings: { contentCacheTtl: 'auto', effort: 'low' } });
    assert.deepEqual(figures()[0], [0, SYSTEM, CONTENT]);
  });

  it('nothing is cached below the minimum of the model, and the review is the same', async () => {
    await claude.close();
    claude = await startClaude({ models: [{ id: 'claude-sonnet-5-5', minimumCacheableTokens: SYSTEM + CONTENT + 1 }] });
    claude.answer(({ pass }) => (pass === 'sweep' ? { candidates: [candidateOn('src/a.ts')] } : undefined));
    await run();
    assert.deepEqual(figures(), [
      [0, 0, 0],
      [0, 0, 0],
    ]);
    assert.equal(runs[0]?.outcomes[0]?.answers?.verdicts.length, 1);
  });

  describe('only where it pays', () => {
    const clean = () => claude.answer(() => ({}));
    const written = () => claude.messages().map(({ usage }) => usage?.cache_creation_input_tokens);

    it('a small change with an alert is kept: its critique is certain', async () => {
      const alerts = [alertOn('src/a.ts', 's1')];
      await run({ files: [changedFile('src/a.ts', 60)], alerts, settings: { model: 'claude-opus-5' } });
      assert.ok((claude.messages()[1]?.usage?.cache_read_input_tokens ?? 0) > 0);
    });

    it('a run whose parts turn out to be clean stops to write them, but for the instructions', async () => {
      clean();
      const files = Array.from({ length: 12 }, (_, index) => changedFile(`src/f${index}.ts`, 120));
      await run({ files, limit: 6000 });
      assert.ok((written()[1] ?? 0) > 1000, String(written()));
      assert.equal(written().at(-1), 0, String(written()));
      assert.ok((claude.messages().at(-1)?.usage?.cache_read_input_tokens ?? 0) >= SYSTEM);
    });
  });

  it('tells in the log when the instructions alone are too short for the model to keep', async () => {
    await run({ settings: { model: 'claude-haiku-4-5' } });
    assert.match(runs[0]!.log.join('\n'), /about \d+ tokens, are shorter than the 4096 that claude-haiku-4-5 keeps/);
    await run();
    assert.doesNotMatch(runs[1]!.log.join('\n'), /shorter than/);
  });

  for (const [name, settings] of Object.entries({ effort: { effort: 'high' }, model: { model: 'claude-opus-5-5' } })) {
    it(`another ${name} reads nothing of what was written before`, async () => {
      await run();
      await run({ settings });
      assert.deepEqual(figures()[2], [0, SYSTEM, CONTENT]);
      assert.deepEqual(figures()[3], [SYSTEM + CONTENT, 0, 0]);
    });
  }

  it('language and instructions stand behind what is cached', async () => {
    await run();
    await run({ settings: { language: 'de', instructions: 'Mind the time zones.' } });
    assert.deepEqual(figures()[2], [SYSTEM + CONTENT, 0, 0]);
  });

  it('a turn of repair reads what its question has written', async () => {
    claude.fault({ on: { pass: 'sweep' }, trouble: { kind: 'text', name: 'broken', change: () => 'no json' } });
    await run();
    assert.deepEqual(figures()[1], [SYSTEM + CONTENT, 0, 0]);
  });

  it('tells tokens, share and cost of each call as they were billed', async () => {
    await run();
    const [sweep, critique] = runs[0]!.budget.calls;
    assert.deepEqual([sweep?.cacheWrite, sweep?.cacheRead], [SYSTEM + CONTENT, 0]);
    assert.deepEqual([critique?.cacheWrite, critique?.cacheRead], [0, SYSTEM + CONTENT]);
    assert.ok(critique!.costUsd! < critique!.uncachedUsd!);
  });

  function slowSweep(): void {
    claude.answer(({ pass }) => {
      if (pass !== 'sweep') return undefined;
      claude.advance(301_000);
      return { candidates: [candidateOn('src/a.ts')] };
    });
  }
});

describe('what caching saves', () => {
  for (const model of ['claude-sonnet-5-5', 'claude-opus-5', 'claude-haiku-5-5']) {
    it(`a pull request of 20,000 tokens costs at most 0.73 of what it costs without, with ${model}`, async () => {
      const { uncached, cold, warm } = await costsOf(model);
      assert.ok(warm <= 0.73 * uncached, `${warm} of ${uncached}`);
      assert.ok(warm < cold && cold < uncached);
    });
  }
});

function contentTokens(asking: Asking): number[] {
  return promptsOf(asking).map((prompt) => piecesOf(prompt).reduce((sum, { text }) => sum + tokensOf(text), 0));
}
