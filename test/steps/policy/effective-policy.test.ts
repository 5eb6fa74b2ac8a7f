import assert from 'node:assert/strict';
import { type EffectivePolicy, effectivePolicy } from '../../../src/steps/policy/effective-policy';
import { changeLine, hold } from '../../../src/steps/policy/hold';
import type { PolicyScope } from '../../../src/steps/policy/policy-shape';
import { readPolicy } from '../../../src/steps/policy/read-policy';
import { isStricter } from '../../../src/steps/policy/strictness';
import { INPUTS } from '../../../src/steps/settings/inputs';
import { readSettings } from '../../../src/steps/settings/read-settings';

const LEDGER = { project: ['Payments', 'id-of-payments'], repository: ['ledger', 'id-of-ledger'] };

function policyOf(value: object, subject = LEDGER): EffectivePolicy {
  const reading = readPolicy(JSON.stringify({ policyVersion: 1, ...value }, null, 2));
  assert.ok(reading.ok, JSON.stringify(reading));
  return effectivePolicy(reading.policy, subject);
}

function held(value: object, inputs: Record<string, string> = {}) {
  const asked = readSettings(inputs).settings;
  const result = hold({ ...asked }, policyOf(value), INPUTS);
  const { settings } = readSettings({ ...inputs, ...result.texts });
  return { ...result, settings, lines: result.changed.map(changeLine) };
}

describe('scopes of a policy', () => {
  it('take the smallest cap, whichever scope names it', () => {
    const scopes = { Payments: { limits: { budgetUsd: 0.5 } }, 'Payments/ledger': { limits: { budgetUsd: 3 } } };
    const { budgetUsd } = policyOf({ limits: { budgetUsd: 1 }, scopes });
    assert.deepEqual([budgetUsd?.value, budgetUsd?.from], [0.5, 'Payments']);
    const elsewhere = policyOf({ limits: { budgetUsd: 1 }, scopes }, { project: ['Shop'], repository: ['x'] });
    assert.equal(elsewhere.budgetUsd?.value, 1);
  });

  it('are found by name in any case, and by id', () => {
    const scopes = { PAYMENTS: { limits: { budgetUsd: 0.5 } }, 'Id-Of-Payments/ID-of-ledger': { enabled: false } };
    const { budgetUsd, enabled } = policyOf({ scopes });
    assert.deepEqual([budgetUsd?.value, enabled.value], [0.5, false]);
  });

  it('switch off for good, and say whose message it is', () => {
    const off = { enabled: false, message: 'Not before the audit.' };
    const on = { enabled: true, message: 'On!' };
    const { enabled, message } = policyOf({ scopes: { Payments: off, 'Payments/ledger': on } });
    assert.deepEqual([enabled.value, enabled.from, message], [false, 'Payments', 'Not before the audit.']);
  });

  it('allow only what every list allows', () => {
    const scopes = { Payments: { limits: { models: ['*-haiku-*', 'gpt-*'] } } };
    const value = { limits: { models: ['claude-*'] }, scopes };
    const refusal = (model: string) => held(value, { model }).refusals[0] ?? '';
    assert.equal(refusal('claude-haiku-5-5'), '');
    assert.match(refusal('claude-opus-5'), /allows the models \*-haiku-\*, gpt-\* \(Payments, line 11\)/);
    assert.match(refusal('gpt-9'), /allows the models claude-\* \(collection, line 4\)/);
  });

  it('enforce stricter values below, and say which looser one is ignored', () => {
    const scopes = {
      Payments: { enforced: { artifacts: 'none', language: 'de' } },
      'Payments/ledger': { enforced: { artifacts: 'full' } },
    };
    const { enforced, ignored } = policyOf({ enforced: { artifacts: 'excerpts', language: 'en' }, scopes });
    assert.deepEqual([enforced.artifacts?.value, enforced.language?.value], ['none', 'en']);
    assert.equal(ignored.length, 2);
    assert.match(
      ignored[1] ?? '',
      /^Line \d+: Payments\/ledger enforces artifacts as "full", but Payments enforces "none"/,
    );
  });
});

describe('inputs held against a policy', () => {
  it('give way to enforced values, and it is told', () => {
    const asked = { artifacts: 'full', dismissal: 'anyone' };
    const { settings, lines } = held({ enforced: { artifacts: 'none', dismissal: 'notAuthor' } }, asked);
    assert.deepEqual([settings.artifacts, settings.dismissal], ['none', 'notAuthor']);
    assert.deepEqual(lines, [
      'Policy: `artifacts` was full; none holds (collection, line 4).',
      'Policy: `dismissal` was anyone; notAuthor holds (collection, line 5).',
    ]);
    assert.deepEqual(held({ enforced: { dismissal: 'notAuthor' } }).lines, []);
  });

  it('are capped where they ask for more, and where they ask for no cap at all', () => {
    const limits = { budgetUsd: 0.5, budgetUsdPerPullRequest: 2 };
    assert.deepEqual(held({ limits }, { budgetUsd: '', budgetUsdPerPullRequest: '1' }).lines, [
      'Policy: `budgetUsd` was (empty); 0.5 holds (collection, line 4).',
    ]);
    assert.equal(held({ limits: { budgetUsd: 0.0000001 } }).settings.budgetUsd, 0);
  });

  it('add up the rules that nobody may dismiss', () => {
    const { settings } = held({ enforced: { enforcedRules: ['ours.*'] } }, { enforcedRules: 'theirs.*' });
    assert.deepEqual(settings.enforcedRules, ['theirs.*', 'ours.*']);
  });

  it('lose a fallback model that is not allowed', () => {
    const { settings, refusals } = held(
      { limits: { models: ['claude-sonnet-*'] } },
      { fallbackModel: 'claude-opus-5' },
    );
    assert.deepEqual([settings.fallbackModel, refusals], ['', []]);
  });

  it('name a model by its own name, whatever family they claim', () => {
    const inputs = { model: 'gateway-x', modelFamily: 'claude-haiku-5-5' };
    assert.equal(held({ limits: { models: ['claude-haiku-*'] } }, inputs).refusals.length, 1);
    assert.equal(held({ enforced: { model: 'claude-opus-5' } }, inputs).settings.modelFamily, 'claude-opus-5');
  });

  const priced: [name: string, inputs: Record<string, string>, price: number | null][] = [
    ['prices of its own', { inputPrice: '0.001', outputPrice: '0.001' }, 2],
    ['a cheap family for a dear model', { model: 'claude-opus-5', modelFamily: 'claude-haiku-5-5' }, 5],
    ['a cheap family for an unknown name', { model: 'gateway-x', modelFamily: 'claude-haiku-5-5' }, 10],
    ['a low price for an unknown name', { model: 'gateway-x', inputPrice: '0', outputPrice: '60' }, 10],
    ['a higher price', { inputPrice: '3', outputPrice: '15' }, 3],
    ['nothing', {}, null],
  ];
  for (const [name, inputs, price] of priced) {
    it(`cannot talk the cap away by ${name}`, () => {
      const { settings } = held({ limits: { budgetUsd: 1 } }, inputs);
      assert.equal(settings.inputPrice, price);
    });
  }

  it('may have prices of their own where there is no cap, and those that the policy names', () => {
    const inputs = { inputPrice: '0.001', outputPrice: '0.001' };
    assert.equal(held({}, inputs).settings.inputPrice, 0.001);
    const enforced = { inputPrice: 1.5, outputPrice: 7.5 };
    assert.equal(held({ limits: { budgetUsd: 1 }, enforced }, inputs).settings.inputPrice, 1.5);
    const family = { limits: { budgetUsd: 1 }, enforced: { modelFamily: 'claude-sonnet-5-5' } };
    assert.equal(held(family, { model: 'gateway-x' }).settings.inputPrice, null);
  });

  const endpoints: [pattern: string, endpoint: string, isAllowed: boolean][] = [
    ['https://api.anthropic.com/', '', true],
    ['https://gateway.contoso.com', '', false],
    ['https://gateway.contoso.com', 'https://gateway.contoso.com/claude', true],
    ['https://gateway.contoso.com/claude', 'https://gateway.contoso.com/other', false],
    ['https://*.services.ai.azure.com/anthropic/', 'https://ours.services.ai.azure.com/anthropic', true],
    ['https://*.contoso.com', 'https://evil.com/.contoso.com', false],
    ['https://*.contoso.com', 'https://contoso.com.evil.com', false],
    ['https://gateway.contoso.com', 'https://gateway.contoso.com.evil.com', false],
    ['https://gateway.contoso.com', 'https://gateway.contoso.com:8443', false],
  ];
  for (const [pattern, endpoint, isAllowed] of endpoints) {
    it(`${isAllowed ? 'may' : 'may not'} ask ${endpoint || 'the usual endpoint'} where ${pattern} is allowed`, () => {
      const { refusals } = held({ limits: { endpoints: [pattern] } }, { endpoint });
      assert.equal(refusals.length === 0, isAllowed, refusals.join());
    });
  }
});

describe('a lower scope, made up at random', () => {
  const Choices = {
    artifacts: ['full', 'excerpts', 'none'],
    dismissal: ['anyone', 'notAuthor', 'nobody'],
    zeroDataRetention: [false, true],
  };
  const Models = ['claude-sonnet-5-5', 'claude-opus-5', 'claude-haiku-5-5', 'other'];
  const Patterns = ['claude-*', '*-opus-*', 'claude-sonnet-*', '*'];

  /** The same numbers each time. */
  function dice(seed: number) {
    let state = seed;
    return (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  function scopeOf(roll: (below: number) => number): PolicyScope {
    const perhaps = <Value>(value: () => Value) => (roll(2) === 0 ? undefined : value());
    const members = {
      enabled: perhaps(() => roll(4) > 0),
      limits: perhaps(() => ({
        ...(roll(2) ? { budgetUsd: roll(50) / 10 } : {}),
        ...(roll(2) ? { budgetUsdPerPullRequest: roll(90) / 10 } : {}),
        ...(roll(2) ? { models: Patterns.filter(() => roll(2) === 0) } : {}),
      })),
      enforced: perhaps(() =>
        Object.fromEntries(
          Object.entries(Choices).flatMap(([name, values]) => (roll(2) ? [[name, values[roll(values.length)]]] : [])),
        ),
      ),
    };
    return JSON.parse(JSON.stringify(members)) as PolicyScope;
  }

  it('never loosens what a higher one says', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const roll = dice(seed);
      const [top, project, repository] = [scopeOf(roll), scopeOf(roll), scopeOf(roll)];
      const inputs = { model: Models[roll(Models.length)] ?? '', budgetUsd: roll(3) ? String(roll(9)) : '' };
      const higher = { ...top, scopes: { Payments: project } };
      const lower = { ...top, scopes: { Payments: project, 'Payments/ledger': repository } };
      const [above, below] = [held(higher, inputs), held(lower, inputs)];
      const told = `seed ${seed}: ${JSON.stringify({ lower, inputs })}`;
      const cap = (value: number | null) => value ?? Number.POSITIVE_INFINITY;
      assert.ok(cap(below.settings.budgetUsd) <= cap(above.settings.budgetUsd), told);
      assert.ok(cap(below.settings.budgetUsdPerPullRequest) <= cap(above.settings.budgetUsdPerPullRequest), told);
      assert.ok(below.refusals.length > 0 || above.refusals.length === 0, told);
      const [without, subject] = [policyOf(higher), policyOf(lower)];
      assert.ok(without.enabled.value || !subject.enabled.value, told);
      for (const [name, rule] of Object.entries(without.enforced)) {
        const now = subject.enforced[name]?.value;
        assert.ok(now === rule.value || isStricter(name, now, rule.value), `${told} ${name}`);
      }
    }
  });
});
