import assert from 'node:assert/strict';
import { forecast, forecastText, shortfallText } from '../../../src/steps/prompt/forecast';
import { changedFile, promptsOf, settingsOf } from '../../passes/asked';

const FILES = Array.from({ length: 40 }, (_, index) => changedFile(`src/f${index}.ts`, 400));

describe('the forecast of a review', () => {
  const prompts = promptsOf({ files: FILES });

  it('is told in one sentence where the budget is enough', () => {
    const settings = settingsOf({ budgetUsd: '20', budgetUsdPerPullRequest: '' });
    assert.match(
      forecastText(forecast(prompts, settings), settings),
      /^Reviewing all 40 files is likely to take about \$\d\.\d\d\.$/,
    );
    assert.equal(shortfallText(prompts, settings, 0), undefined);
  });

  it('names the budget that would do where it is not', () => {
    const settings = settingsOf({ budgetUsd: '0.30' });
    const told = shortfallText(prompts, settings, 0) ?? '';
    const [, usd, enough] =
      /^Reviewing all 40 files would take about \$(\d\.\d\d); budgetUsd is \$0\.30\. budgetUsd: (\d\.\d\d) would do\.$/.exec(
        told,
      ) ?? [];
    assert.ok(Number(enough) > Number(usd), told);
    assert.equal(shortfallText(prompts, settingsOf({ budgetUsd: enough! }), 0), undefined);
  });

  it('counts what earlier runs spent', () => {
    const settings = settingsOf({ budgetUsd: '9', budgetUsdPerPullRequest: '9' });
    assert.match(
      shortfallText(prompts, settings, 8.9) ?? '',
      /budgetUsdPerPullRequest is \$9\.00, of which \$8\.90 are spent\. /,
    );
  });

  it('takes the dearest price for one that is not known', () => {
    const unknown = forecast(prompts, settingsOf({ model: 'claude-next' }));
    const dearest = forecast(prompts, settingsOf({ model: 'claude-fable-5-1' }));
    assert.ok(unknown.isGuess && unknown.usd >= dearest.usd);
  });
});
