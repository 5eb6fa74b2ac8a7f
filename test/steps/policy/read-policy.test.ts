import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import { POLICY_SCHEMA_PATH, policySchema } from '../../../build/policy-schema';
import { parsePolicyPlace, placeText } from '../../../src/steps/policy/policy-place';
import { problemLines, readPolicy } from '../../../src/steps/policy/read-policy';

/** The sample of the documentation. */
const SAMPLE = {
  policyVersion: 1,
  enabled: true,
  message: '',
  limits: { models: ['claude-*'], endpoints: [], budgetUsd: 1, budgetUsdPerPullRequest: 5 },
  enforced: { artifacts: 'none', dismissal: 'notAuthor', zeroDataRetention: true },
  identities: [],
  monthlyUsd: 2000,
  scopes: { Payments: { limits: { budgetUsd: 0.5 } }, 'Payments/ledger': { enabled: false, message: 'Not here.' } },
};

const problems = (text: string) => {
  const reading = readPolicy(text);
  return reading.ok ? [] : problemLines(reading.problems);
};

describe('a policy', () => {
  it('is read with the lines of its members', () => {
    const reading = readPolicy(JSON.stringify(SAMPLE, null, 2));
    assert.ok(reading.ok, JSON.stringify(reading));
    assert.equal(reading.policy.lines.get('["limits","budgetUsd"]'), 10);
    assert.equal(reading.policy.lines.get('["scopes","Payments/ledger","enabled"]'), 27);
  });

  it('may begin with a byte-order mark, and hold nothing but its version', () => {
    assert.deepEqual(problems('\ufeff{"policyVersion":1}'), []);
  });

  const faults: [name: string, text: string, told: string[]][] = [
    ['no comma', '{\n"policyVersion": 1\n"enabled": true}', ['Line 3: it is not JSON: a “,” is missing.']],
    ['half of it', '{"policyVersion": 1,', ['Line 1: it is not JSON: a text in double quotes is missing.']],
    ['a second document', '{"policyVersion":1}\n{}', ['Line 2: it is not JSON: something stands behind its end.']],
    ['a comment', '// ours\n{"policyVersion":1}', ['Line 1: it is not JSON: a value is missing.']],
    [
      'a newer version',
      '{\n"policyVersion": 2, "quotas": {}}',
      ['Line 2: policyVersion was 2; this version of Second Pass reads policies of version 1: update the extension.'],
    ],
    ['no version', '{"enabled": true}', ['Line 1: policyVersion has to be 1.']],
    [
      'a misspelt member',
      '{"policyVersion":1,\n"limits": {"budgetUSD": 1}}',
      ['Line 2: limits › budgetUSD is not known here.'],
    ],
    [
      'a member twice',
      '{"policyVersion":1,\n"enabled": false,\n"enabled": true}',
      ['Line 3: enabled stands there twice.'],
    ],
    ['a value of another kind', '{"policyVersion":1,\n"enabled": "no"}', ['Line 2: enabled has to be true or false.']],
    [
      'an input that cannot be read',
      '{"policyVersion":1,\n"enforced": {\n"endpoint": "http://example.com"}}',
      [
        'Line 3: enforced › endpoint was "http://example.com"; allowed: an https url without user, query and fragment (http only for localhost), or empty.',
      ],
    ],
    [
      'an input that is the pipeline’s alone',
      '{"policyVersion":1,\n"enforced": {"pullRequestId": 7}}',
      ['Line 2: enforced › pullRequestId is not known here.'],
    ],
    [
      'one scope in two spellings',
      '{"policyVersion":1,"scopes":{"Payments":{},\n"payments":{}}}',
      ['Line 2: scopes › payments is another spelling of a scope above.'],
    ],
    [
      'a scope that is no place',
      '{"policyVersion":1,"scopes":{\n"a/b/c":{}}}',
      ['Line 2: scopes › a/b/c is no project and no project/repository.'],
    ],
    ['nothing', '', ['Line 1: it is not JSON: a value is missing.']],
    ['a list', '[]', ['Line 1: has to be an object.']],
    [
      'a negative cap',
      '{"policyVersion":1,"limits":{"budgetUsd":-1}}',
      ['Line 1: limits › budgetUsd has to be at least 0.'],
    ],
    [
      'hidden characters',
      '{"policyVersion":1,"message":"off\\u202e"}',
      ['Line 1: message has to be one line without control characters.'],
    ],
    ['a deep hole', '['.repeat(5000), ['Line 1: it is not JSON: it is nested deeper than 32 levels.']],
  ];
  for (const [name, text, told] of faults) {
    it(`with ${name} is told by line`, () => assert.deepEqual(problems(text), told));
  }

  it('is described by docs/policy.schema.json, which takes the sample and refuses what the reader refuses', () => {
    assert.equal(readFileSync(POLICY_SCHEMA_PATH, 'utf8'), policySchema());
    const validate = new Ajv({ strict: false }).compile(JSON.parse(policySchema()));
    assert.ok(validate(SAMPLE), JSON.stringify(validate.errors));
    assert.ok(!validate({ ...SAMPLE, limits: { budgetUSD: 1 } }));
    assert.ok(!validate({ ...SAMPLE, enforced: { artifacts: 'some' } }));
  });
});

describe('the place of a policy', () => {
  it('is a project, a repository, a branch and a path', () => {
    const place = { project: 'Platform', repository: 'policies', branch: 'main', path: 'a/second-pass.json' };
    assert.deepEqual(parsePolicyPlace(' Platform/policies/main/a/second-pass.json '), place);
    assert.deepEqual(parsePolicyPlace('Platform/policies/refs/heads/release/1:/p.json'), {
      ...place,
      branch: 'release/1',
      path: 'p.json',
    });
    assert.equal(placeText({ ...place, branch: 'release/1' }), 'Platform/policies/release/1:a/second-pass.json');
  });

  const none = [
    '',
    'policies',
    'a/b',
    'a/b/main',
    'a/b/main/',
    'a//main/p',
    'a/b/main/../p',
    'a/b/\u202emain/p',
    'a/b/:p',
  ];
  for (const text of none) it(`is not ${JSON.stringify(text)}`, () => assert.equal(parsePolicyPlace(text), null));
});
