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

  it('genre and name swapped are a fault', async () => {
    await assert.rejects(look([{ ...OURS, genre: 'review', name: 'second-pass' }]), /genre and name are swapped/);
  });

  it('looks for the status of the input name', async () => {
    assert.match((await look([OURS], { name: 'security' })).text, /none on .* waits for second-pass\/security/);
  });
});
