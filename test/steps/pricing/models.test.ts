import assert from 'node:assert/strict';
import { checkModels } from '../../../src/steps/pricing/check-model';
import { factsOf, modelFacts, PRICES_AS_OF } from '../../../src/steps/pricing/models';
import { contentTtl } from '../../../src/steps/prompt/content-ttl';
import * as emulated from '../../emulators/claude/models';
import { settingsOf } from '../../passes/asked';

const NO_PRICE = { inputPrice: null, outputPrice: null };
const NOVEMBER = Date.parse('2026-11-21');

describe('models', () => {
  /** The price of its newest model is not published; the emulator assumes one. */
  const known = [...emulated.modelTable().values()].filter(({ id }) => id !== 'claude-fable-5-2');

  it(`cost what the emulator's own table says, as of ${PRICES_AS_OF}`, () => {
    assert.equal(PRICES_AS_OF, emulated.PRICES_AS_OF);
    for (const model of known) {
      const facts = modelFacts(model.id, NO_PRICE);
      assert.deepEqual([facts.inputPrice, facts.outputPrice], [model.inputPrice, model.outputPrice], model.id);
      assert.equal(facts.cacheRead, model.readShare, model.id);
      assert.equal(facts.minimumCacheable, model.minimumCacheableTokens, model.id);
      assert.equal(facts.contextTokens, model.contextTokens, model.id);
      assert.equal(facts.retiresAt, model.retiresAt?.slice(0, 10), model.id);
    }
  });

  it('take effort where the provider says so', () => {
    for (const { id, efforts } of known) assert.equal(modelFacts(id, NO_PRICE).acceptsEffort, efforts.length > 0, id);
  });

  it('behind a deployment are their family, and prices given are the model’s own', () => {
    const settings = settingsOf({
      provider: 'foundry',
      endpoint: 'https://x.example/',
      model: 'ours',
      modelFamily: 'claude-opus-5-5',
      fallbackModel: 'claude-haiku-5-5',
    });
    assert.equal(factsOf('ours', settings).inputPrice, 4);
    const priced = { ...settings, inputPrice: 1, outputPrice: 2 };
    assert.deepEqual([factsOf('ours', priced).inputPrice, factsOf('claude-haiku-5-5', priced).inputPrice], [1, 0.1]);
  });

  it('that end are warned about with their date', () => {
    const settings = settingsOf({ model: 'claude-sonnet-4-5-20250929' });
    assert.match(checkModels(settings, NOVEMBER).join(), /ends claude-sonnet-4-5-20250929 on 2026-11-30/);
    assert.match(checkModels(settings, Date.parse('2026-12-01')).join(), /ended claude-sonnet-4-5-20250929/);
    assert.deepEqual(checkModels(settingsOf(), NOVEMBER), []);
  });

  it('that are retained are refused where nothing may be', () => {
    const inputs = { zeroDataRetention: 'true', model: 'claude-fable-5-1' };
    assert.throws(() => checkModels(settingsOf(inputs), NOVEMBER), {
      kind: 'badInput',
      message: /Input "model" was "claude-fable-5-1"/,
    });
    assert.throws(
      () => checkModels(settingsOf({ zeroDataRetention: 'true', fallbackModel: 'claude-mythos-9' }), NOVEMBER),
      { message: /Input "fallbackModel"/ },
    );
    assert.deepEqual(checkModels(settingsOf({ zeroDataRetention: 'true' }), NOVEMBER), []);
  });

  it('without a price run without a cost figure, and the run says so', () => {
    const notes = checkModels(
      settingsOf({ model: 'claude-next', budgetUsd: '', budgetUsdPerPullRequest: '' }),
      NOVEMBER,
    );
    assert.deepEqual(notes, [
      'The price of claude-next is unknown: there is no cost figure; set inputPrice and outputPrice, or modelFamily.',
    ]);
  });
});

describe('how long the content is kept', () => {
  const quick = { effort: 'medium', promptTokens: 20_000, slowestSweep: 0 } as const;
  const cases: [string, '5m' | 'auto', typeof quick | object, '5m' | '1h' | 'none'][] = [
    ['five minutes by default', '5m', { effort: 'max', slowestSweep: 200_000 }, '5m'],
    ['not at all where a critique would come too late for five minutes', '5m', { slowestSweep: 900_000 }, 'none'],
    ['not at all where that is likely', '5m', { effort: 'max', slowestSweep: undefined }, 'none'],
    ['five minutes for a quick sweep', 'auto', {}, '5m'],
    ['an hour for great effort', 'auto', { effort: 'xhigh' }, '1h'],
    ['an hour for a long prompt', 'auto', { effort: 'high', promptTokens: 60_000 }, '1h'],
    ['an hour once a sweep was slow', 'auto', { slowestSweep: 220_000 }, '1h'],
  ];
  for (const [name, contentCacheTtl, given, expected] of cases) {
    it(name, () => assert.equal(contentTtl({ contentCacheTtl }, { ...quick, ...given }), expected));
  }
});
