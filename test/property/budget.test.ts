import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ClaudeEmulator, type Fault, type ReviewReply, startClaude, troubles } from '../emulators/claude/server';
import { type Asking, askedTwice, candidateOn, changedFile, confirming } from '../passes/asked';

/** The quick part; `SECOND_PASS_PROPERTY_RUNS=200` for the whole. */
const RUNS = Number(process.env.SECOND_PASS_PROPERTY_RUNS ?? 12);

/** A busy machine is no fault of the provider. */
const PATIENT = { headersMilliseconds: 60_000, idleMilliseconds: 60_000 };

const TROUBLES: Fault['trouble'][] = [
  { kind: 'maxTokens' },
  { kind: 'truncated' },
  { kind: 'refusal' },
  { kind: 'reset', events: 5 },
  troubles.invalidJson(),
  troubles.overloaded(),
  troubles.tooLarge(),
];

const aRun = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 25 }),
  limit: fc.constantFrom(8_000, 30_000, 150_000),
  cents: fc.integer({ min: 0, max: 120 }),
  earlier: fc.constantFrom(0, 0, 0.05, 0.4),
  settings: fc.record({
    model: fc.constantFrom('claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-4-5', 'claude-fable-5-1'),
    effort: fc.constantFrom('low', 'medium', 'xhigh'),
    fallbackModel: fc.constantFrom('', '', 'claude-opus-4-6'),
    batch: fc.constantFrom('off', 'off', 'off', 'wait'),
    inferenceGeo: fc.constantFrom('', 'us'),
    contentCacheTtl: fc.constantFrom('5m', 'auto'),
  }),
  words: fc.constantFrom(1, 300, 4000, 20_000),
  found: fc.constantFrom(0, 1, 2),
  slow: fc.boolean(),
  faults: fc.array(
    fc.record({
      trouble: fc.constantFrom(...TROUBLES),
      times: fc.constantFrom(1, 2, 99),
      on: fc.record({ nth: fc.integer({ min: 1, max: 6 }) }),
    }),
    { maxLength: 3 },
  ),
});

describe('a budget', function () {
  this.timeout(RUNS * 75_000);

  it('holds in random runs, by the bill of the emulator', async () => {
    await fc.assert(
      fc.asyncProperty(aRun, async ({ sizes, limit, cents, earlier, settings, words, found, slow, faults }) => {
        const claude = await startClaude({ clock: 'still', faults });
        claude.answer((question) => {
          // Behind a slow sweep nothing is left in the cache: the critique pays for all of it again.
          if (slow && question.pass === 'sweep') claude.advance(301_000);
          return answer(question, found, words);
        });
        const caps = { budgetUsd: String(cents / 100), budgetUsdPerPullRequest: '1' };
        const files = sizes.map((size, index) => changedFile(`src/f${index}.ts`, size));
        const asking = { files, limit, settings: { ...settings, ...caps }, alreadySpent: earlier };
        await askedTwice(claude, { ...asking, claude: PATIENT });
        await claude.close();
        const cap = Math.min(cents / 100, 1 - earlier);
        assert.ok(claude.cost() <= cap + 1e-9, `${claude.cost()} of ${cap}`);
      }),
      { numRuns: RUNS },
    );
  });

  for (const model of ['claude-sonnet-5-5', 'claude-opus-5-5']) {
    it(`of $1.00 is spent to nine tenths on 174 files of 1,400 kB, the riskiest first, with ${model}`, async () => {
      const claude = await startClaude({ clock: 'still' });
      claude.answer((question) => answer(question, 1, 800));
      const { outcomes } = await askedTwice(claude, { ...largeChange(), settings: { model }, claude: PATIENT });
      await claude.close();
      const missing = outcomes.filter(({ failure }) => failure);
      assert.ok(missing.length > 0 && missing.every(({ failure }) => failure?.kind === 'budget'));
      assert.ok(claude.cost() >= 0.9 && claude.cost() <= 1, `$${claude.cost()} of $1.00`);
      const read = outcomes.filter(({ failure, replaced }) => !failure && !replaced);
      assert.ok(read.some(({ prompt }) => prompt.chunk.files[0]?.file.path.startsWith('src/auth')));
      assert.ok(
        missing.every(({ prompt }) => prompt.chunk.files.every(({ file }) => !file.path.startsWith('src/auth'))),
      );
    });
  }
});

/** 174 files of about 8 kB each, ten of them of a name that promises trouble. */
function largeChange(): Asking {
  const name = (index: number) => (index % 18 === 0 ? `src/auth/login${index}.ts` : `src/shop/part${index}.ts`);
  const files = Array.from({ length: 174 }, (_, index) => changedFile(name(index), 155));
  return { files };
}

type Question = Parameters<Parameters<ClaudeEmulator['answer']>[0] & object>[0];

function answer(question: Question, found: number, words: number): ReviewReply {
  const summary = 'word '.repeat(words);
  if (question.pass === 'critique') return confirming(question, { summary });
  const paths = [...question.blocks.join('\n').matchAll(/^==== file: (\S+)/gm)].map(([, path]) => path ?? '');
  return { summary, candidates: paths.slice(0, found).map((path) => candidateOn(path)) };
}
