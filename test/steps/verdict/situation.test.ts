import assert from 'node:assert/strict';
import { SecondPassError } from '../../../src/errors';
import type { PullRequest } from '../../../src/ports/code-host';
import {
  reviewedPaths,
  situationOf,
  whyNotReviewed,
  whySuperseded,
  whyYields,
} from '../../../src/steps/verdict/situation';
import { changedFile, promptsOf } from '../../passes/asked';

const pullRequest = (id: number, state: PullRequest['state'] = 'active') =>
  ({ state, iteration: { id } }) as PullRequest;

describe('why a run stops', () => {
  for (const [state, isDraft, reviewDrafts, situation] of [
    ['active', false, true, undefined],
    ['active', true, true, undefined],
    ['active', true, false, 'draftSkipped'],
    ['completed', false, true, 'superseded'],
    ['abandoned', true, true, 'superseded'],
  ] as const) {
    it(`${state}${isDraft ? ' draft' : ''}, reviewDrafts ${reviewDrafts}: ${situation ?? 'it does not'}`, () => {
      assert.equal(
        whyNotReviewed({ state, isDraft } as PullRequest, { reviewDrafts, skipWhen: [] })?.situation,
        situation,
      );
    });
  }

  const dependabot = {
    ...{ state: 'active', isDraft: false, title: 'Bump lodash/core to 5', labels: ['dependencies', 'No-Review'] },
    ...{ author: { id: 'x', name: 'Renovate Bot' }, authorAccount: 'renovate@shop.example' },
    targetBranch: 'refs/heads/release/2.0',
  } as unknown as PullRequest;
  const byRule = 'skippedByRule';
  const byAuthor = 'skippedByAuthor';
  const rules: [rule: string, situation: typeof byRule | typeof byAuthor | false][] = [
    ['author: renovate*', byRule],
    ['author: renovate@shop.example', byRule],
    ['author: x', byRule],
    ['Author : *BOT', byAuthor],
    ['author: bot', false],
    ['label: no-review', byAuthor],
    ['label: review', false],
    ['title: bump *', byAuthor],
    ['title: *core*', byAuthor],
    ['title: Merge *', false],
    ['target: release/*', byRule],
    ['target: refs/heads/release/2.0', byRule],
    ['target: main', false],
    ['title: !Bump*', false],
  ];
  for (const [rule, situation] of rules) {
    it(`${rule} ${situation || 'does not skip'} a pull request of a bot`, () => {
      const skipped = whyNotReviewed(dependabot, { reviewDrafts: true, skipWhen: ['label: other', rule] });
      assert.equal(skipped?.situation ?? false, situation);
      if (situation) assert.match(skipped?.problems[0] ?? '', situation === byRule ? /^skipWhen “[^”]+”$/ : /”; .*/);
    });
  }

  it('a rule by account is no pass where somebody else pushed, and a rule without doubt comes first', () => {
    const bot = { id: 'x', name: 'Renovate Bot' };
    const skipped = (pushers: object[], ...skipWhen: string[]) =>
      whyNotReviewed({ ...dependabot, pushers } as PullRequest, { reviewDrafts: true, skipWhen });
    assert.equal(skipped([bot], 'title: bump*', 'author: renovate*')?.situation, byRule);
    const pushed = skipped([bot, { id: 'm', name: 'Mallory' }], 'author: renovate*');
    assert.equal(pushed?.situation, byAuthor);
    assert.match(pushed?.problems[0] ?? '', /others pushed to it as well \(Mallory\)/);
  });

  it('is a newer iteration, a pull request that was closed, or another run', () => {
    assert.equal(whySuperseded(pullRequest(3), pullRequest(3)), undefined);
    assert.match(whySuperseded(pullRequest(3), pullRequest(4))?.problems[0] ?? '', /iteration 4 appeared/);
    assert.match(whySuperseded(pullRequest(3), pullRequest(3, 'completed'))?.problems[0] ?? '', /completed/);
    assert.match(whyYields({ run: 'build 7 1', iteration: 3 }, 1).problems[0] ?? '', /another run \(build 7\)/);
    assert.deepEqual(
      [1, 3].map((own) => whyYields({ run: 'build 7 1', iteration: 3 }, own).isUndecided),
      [undefined, true],
    );
    assert.match(whyYields({ run: 'build 7 2', iteration: 3 }, 1).problems[0] ?? '', /\(build 7, attempt 2\)/);
  });
});

describe('the failures of a review', () => {
  const refused = (part: number) => ({
    failure: new SecondPassError({
      kind: 'provider',
      code: 'refused',
      message: `sweep ${part} was refused.`,
      advice: 'Set another.',
    }),
  });
  const slow = {
    failure: new SecondPassError({ kind: 'deadline', code: 'deadline', message: 'It took too long.', advice: 'Wait.' }),
  };

  it('are told once each, with each advice and each code once', () => {
    assert.deepEqual(situationOf([refused(1), refused(2), refused(2), slow]), {
      situation: 'stopped',
      problems: ['sweep 1 was refused. Set another.', 'sweep 2 was refused.', 'It took too long. Wait.'],
      codes: ['refused', 'deadline'],
    });
  });

  it('are told once though they also stopped the writing', () => {
    const { situation, problems, codes } = situationOf([{}, slow], slow.failure);
    assert.deepEqual([situation, problems, codes], ['partlyStopped', ['It took too long. Wait.'], ['deadline']]);
  });

  it('of parts that the budget did not reach are one, and counted', () => {
    const dear = (part: number) => ({
      failure: new SecondPassError({
        kind: 'budget',
        code: 'budget',
        message: `sweep ${part} was not asked: it may cost $0.${part}, and $0.05 of the budget is left.`,
        advice: 'Raise it.',
      }),
    });
    const { problems, codes } = situationOf([{}, dear(3), slow, dear(4), dear(5)]);
    assert.deepEqual(problems, [
      'sweep 3 was not asked: it may cost $0.3, and $0.05 of the budget is left. Raise it.',
      '2 more questions were not asked for want of money.',
      'It took too long. Wait.',
    ]);
    assert.deepEqual(codes, ['budget', 'deadline']);
  });

  it('of a part that was cut into others do not count', () => {
    assert.deepEqual(situationOf([{ ...slow, replaced: true }, {}]), { situation: 'reviewed', problems: [] });
  });

  it('are no more than five, and the rest is counted', () => {
    const { problems } = situationOf([1, 2, 3, 4, 5, 6, 7].map(refused));
    assert.deepEqual(problems.slice(4), ['sweep 5 was refused.', '2 more problems of this kind']);
  });
});

describe('a file was reviewed whole', () => {
  const chunk = (paths: readonly string[], line = 'short', failure?: SecondPassError) => {
    const [prompt] = promptsOf({ files: paths.map((path) => changedFile(path, [line])) });
    assert.ok(prompt);
    return { prompt, failure };
  };

  it('when all of its parts were, and nothing was cut', () => {
    const failure = new SecondPassError({ kind: 'provider', code: 'refused', message: 'It was refused.' });
    const chunks = [
      chunk(['a', 'b']),
      chunk(['b'], 'short', failure),
      chunk(['c'], 'long '.repeat(1000)),
      chunk(['d']),
      chunk(['d']),
    ];
    assert.deepEqual([...reviewedPaths(chunks)], ['a', 'd']);
  });
});
