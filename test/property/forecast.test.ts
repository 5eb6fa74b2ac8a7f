import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shortfallText, usualAnswer } from '../../src/steps/prompt/forecast';
import { startClaude } from '../emulators/claude/server';
import { type Asking, askedTwice, candidateOn, changedFile, confirming, promptsOf, settingsOf } from '../passes/asked';

const RUNS = Number(process.env.SECOND_PASS_PROPERTY_RUNS ?? 6);
const PATIENT = { headersMilliseconds: 60_000, idleMilliseconds: 60_000 };
/** What a word of the answer takes. */
const TOKENS_PER_WORD = 2;

const aReview = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 }),
  limit: fc.constantFrom(8_000, 30_000, 150_000),
  perPullRequest: fc.constantFrom('', '5', '0.02'),
  earlier: fc.constantFrom(0, 0.0133, 0.4),
  settings: fc.record({
    model: fc.constantFrom(
      ...['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-haiku-4-5', 'claude-fable-5-1'],
    ),
    effort: fc.constantFrom('low', 'medium', 'high', 'xhigh', 'max'),
    inferenceGeo: fc.constantFrom('', 'us'),
  }),
  share: fc.constantFrom(0.01, 0.5, 0.9),
  found: fc.constantFrom(0, 1, 2),
});

describe('the budget that a forecast names', function () {
  this.timeout(900_000);

  it('does: with exactly that much everything is reviewed', async () => {
    let named = 0;
    await fc.assert(
      fc.asyncProperty(aReview, async ({ sizes, limit, perPullRequest, earlier, settings, share, found }) => {
        const files = sizes.map((size, index) => changedFile(`src/f${index}.ts`, size));
        const tight = { ...settings, budgetUsd: '0.01', budgetUsdPerPullRequest: perPullRequest };
        const told = shortfallText(promptsOf({ files, limit }), settingsOf(tight), earlier) ?? '';
        const caps = Object.fromEntries(
          [...told.matchAll(/(budgetUsd\w*): (\d+\.\d\d)/g)].map(([, name, usd]) => [name, usd]),
        );
        assert.ok('budgetUsd' in caps, told);
        named += 1;
        const words = Math.floor((usualAnswer(settingsOf(tight)) * share) / TOKENS_PER_WORD / 2);
        const asking = { files, limit, settings: { ...tight, ...caps }, alreadySpent: earlier };
        const failed = await failuresOf(asking, { words, found });
        assert.deepEqual(failed, [], `${told} ${JSON.stringify(asking.settings)}`);
      }),
      { numRuns: RUNS },
    );
    assert.ok(named > 0);
  });
});

async function failuresOf(asking: Asking, { words, found }: { words: number; found: number }): Promise<string[]> {
  const claude = await startClaude({ clock: 'still' });
  const summary = 'word '.repeat(words);
  claude.answer((question) => {
    if (question.pass === 'critique') return confirming(question, { summary });
    const paths = [...question.blocks.join('\n').matchAll(/^==== file: (\S+)/gm)].map(([, path]) => path ?? '');
    return { summary, candidates: paths.slice(0, found).map((path) => candidateOn(path)) };
  });
  const { outcomes } = await askedTwice(claude, { ...asking, claude: PATIENT });
  await claude.close();
  return outcomes.flatMap(({ failure, replaced }) => (failure || replaced ? (failure?.message ?? 'cut') : []));
}
