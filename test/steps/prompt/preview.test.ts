import assert from 'node:assert/strict';
import { composePreview } from '../../../src/steps/prompt/preview';
import { startClaude } from '../../emulators/claude/server';
import { alertOn, askedTwice, candidateOn, changedFile, confirming, promptsOf, settingsOf } from '../../passes/asked';

const ASKING = {
  files: ['a', 'b', 'c'].map((name) => changedFile(`src/${name}.ts`, 150)),
  alerts: [alertOn('src/b.ts', 's1')],
  limit: 9000,
};

describe('the preview', () => {
  it('shows every byte that a review then sends', async () => {
    const settings = { language: 'de', instructions: 'Mind the time zones.' };
    const { text } = composePreview(promptsOf(ASKING), settingsOf(settings));
    const claude = await startClaude();
    await askedTwice(claude, { ...ASKING, settings });
    await claude.close();
    assert.ok(claude.messages().length >= 3);
    for (const { body } of claude.messages()) {
      const blocks = [...body.system, ...body.messages[0].content].map((block: { text: string }) => block.text);
      for (const block of blocks) {
        const shown = block.replace(/(\nCandidates:\n)\[.*\]\n$/, '$1[]\n');
        assert.ok(text.includes(shown), shown.slice(0, 80));
      }
      assert.ok(text.includes(JSON.stringify(body.output_config.format.schema, null, 2)));
    }
  });

  it('says in its first lines how much it is and what it costs', () => {
    const { text, tokens, usd } = composePreview(promptsOf(ASKING), settingsOf());
    assert.match(text, /^Second Pass preview: what a review would send\. Nothing was sent\.\n/);
    assert.match(text, new RegExp(`3 files in \\d parts; about ${tokens} input tokens in two passes`));
    assert.match(text, new RegExp(`Cost: \\$${usd?.toFixed(4).replace('.', '\\.')} by list prices`));
  });

  it('estimates within a third of what is billed', async () => {
    const claude = await startClaude();
    claude.answer((question) =>
      question.pass === 'sweep'
        ? { candidates: [candidateOn('src/a.ts')], summary: 'word '.repeat(900) }
        : confirming(question, { summary: 'word '.repeat(900) }),
    );
    const { tokens, usd } = composePreview(promptsOf(ASKING), settingsOf());
    await askedTwice(claude, ASKING);
    await claude.close();
    const { input, cacheRead, cacheWrite1h, cacheWrite5m } = claude.usage;
    const told = input + cacheRead + cacheWrite1h + cacheWrite5m;
    assert.ok(Math.abs(tokens / told - 1) < 0.33, `${tokens} estimated, ${told} billed`);
    assert.ok(Math.abs((usd ?? 0) / claude.cost() - 1) < 0.33, `${usd} estimated, ${claude.cost()} billed`);
  });

  it('says when nothing would be sent, and when there is no price', () => {
    assert.match(composePreview([], settingsOf()).text, /Nothing is in scope, so nothing would be sent/);
    assert.match(composePreview(promptsOf({}), settingsOf({ model: 'claude-next' })).text, /Cost: unknown/);
  });
});
