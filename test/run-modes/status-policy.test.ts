import assert from 'node:assert/strict';
import type { StatusPolicy } from '../../src/ports/code-host';
import type { SetUp } from '../../src/ports/set-up';
import { statusPolicy } from '../../src/run-modes/doctor/status-policy';
import { readSettings } from '../../src/steps/settings/read-settings';
import type { World } from '../../src/world';

const OURS: StatusPolicy = {
  genre: 'second-pass',
  name: 'review',
  isBlocking: true,
  authorId: 'self',
  isResetByPush: true,
  isConditional: false,
  paths: [],
};

function look(policies: readonly StatusPolicy[], inputs: Record<string, string> = {}) {
  const setUp: Partial<SetUp> = {
    whyNoPullRequest: 'none',
    self: async () => ({ id: 'self', name: 'Review Bot' }),
    repository: async () => ({ name: 'shop', defaultBranch: 'refs/heads/main' }),
    statusPolicies: async () => policies,
  };
  return statusPolicy(readSettings(inputs).settings, {} as World, setUp as SetUp);
}

describe('the advice on status policies', () => {
  const advised: [name: string, policies: StatusPolicy[], text: RegExp, advice: RegExp[]][] = [
    [
      'none at all',
      [],
      /none on refs\/heads\/main waits for second-pass\/review/,
      [/add second-pass\/review, required/],
    ],
    ['one of another name', [{ ...OURS, name: 'other' }], /none on/, [/add second-pass/]],
    ['a sound one', [OURS], /refs\/heads\/main waits for second-pass\/review/, []],
    ['an optional one', [{ ...OURS, isBlocking: false }], /waits for/, [/is optional/]],
    ['one that outlives pushes', [{ ...OURS, isResetByPush: false }], /waits for/, [/reset the status by new changes/]],
    [
      'one that waits for nothing until the step has run',
      [{ ...OURS, isConditional: true }],
      /waits for/,
      [/apply by default; it is conditional, so a pull request that takes the step out .* waits for nothing/],
    ],
    [
      'one of some paths',
      [{ ...OURS, paths: ['/src/*', '/web/*'] }],
      /waits for/,
      [/only changes of \/src\/\*, \/web\/\* wait for the status/],
    ],
    ['a sound one beside a weak one', [{ ...OURS, isBlocking: false, authorId: null }, OURS], /waits for/, []],
    [
      'everything at once',
      [{ ...OURS, isBlocking: false, isResetByPush: false, isConditional: true, paths: ['/a'], authorId: null }],
      /waits for/,
      [/is optional/, /reset the status/, /is conditional/, /only changes of \/a/, /name Review Bot/],
    ],
    ['one that believes anybody', [{ ...OURS, authorId: null }], /waits for/, [/name Review Bot as the authorized/]],
  ];
  for (const [name, policies, text, advice] of advised) {
    it(name, async () => {
      const found = await look(policies);
      assert.match(found.text, text);
      assert.equal(found.advice?.length ?? 0, advice.length);
      for (const [index, words] of advice.entries()) assert.match(found.advice?.[index] ?? '', words);
    });
  }

  it('a policy that believes another account stops every merge, which is a fault', async () => {
    await assert.rejects(look([{ ...OURS, authorId: 'somebody' }]), /posts as Review Bot, which will not count/);
  });

  it('one that blocks and believes another account is a fault, whatever stands beside it', async () => {
    await assert.rejects(look([OURS, { ...OURS, authorId: 'somebody' }]), /which will not count/);
    assert.deepEqual((await look([OURS, { ...OURS, authorId: 'somebody', isBlocking: false }])).advice, []);
  });

  it('genre and name swapped are a fault', async () => {
    await assert.rejects(look([{ ...OURS, genre: 'review', name: 'second-pass' }]), /genre and name are swapped/);
  });

  it('looks for the status of the input name', async () => {
    assert.match((await look([OURS], { name: 'security' })).text, /none on .* waits for second-pass\/security/);
  });
});
