import assert from 'node:assert/strict';
import { type Aggregate, aggregateOf } from '../../../src/steps/insights/aggregate';
import { figuresJson, figuresOf } from '../../../src/steps/insights/figures';
import { figuresCsv } from '../../../src/steps/insights/figures-csv';
import { figuresPage } from '../../../src/steps/insights/figures-page';
import { monthWarning } from '../../../src/steps/insights/month';
import { packAggregate, readAggregate } from '../../../src/steps/insights/packed-aggregate';
import { factsOf, mondayOf, type ReadPullRequest } from '../../../src/steps/insights/pull-request-facts';
import { BOT, DANA, findingThread, KEY, MINUTE, trackingThread } from './made-up';
import { madeUpPullRequests } from './made-up-pull-requests';

const DAY = 1_440 * MINUTE;
const MONDAY = Date.UTC(2026, 10, 2);
const COUNTING = { identities: [], key: null };
const NOTHING = { pullRequests: 0, repositories: [] };

const pullRequest = (given: Partial<ReadPullRequest>): ReadPullRequest => ({
  ...{
    id: 7,
    repository: 'shop',
    repositoryId: 'repo-1',
    createdAt: MONDAY,
    state: 'active',
    head: 'abc',
    threads: [],
  },
  ...given,
});

function aggregated(reads: readonly ReadPullRequest[]): Aggregate {
  return aggregateOf(
    reads.map((read) => factsOf(read, COUNTING)),
    '2026-11-28T00:00:00.000Z',
    NOTHING,
  );
}

describe('what one pull request adds to the figures', () => {
  const reviewed = { iteration: 1, base: 'b', source: 'abc', settings: '', files: {} };
  const read = pullRequest({
    state: 'completed',
    threads: [
      trackingThread(1, { spentUsd: 0.25, reviewed }),
      findingThread({ id: 2, severity: 'blocker', category: 'security' }),
      findingThread({
        ...{ id: 3, status: 'fixed', openedAt: MINUTE },
        replies: [{ by: BOT, words: 'Fixed in abc', at: 91 * MINUTE }],
      }),
      { ...findingThread({ id: 4, status: 'fixed', openedAt: MINUTE }), updatedAt: 31 * MINUTE },
      findingThread({ id: 5, status: 'closed' }),
      findingThread({ id: 6, isDeleted: true }),
      findingThread({ id: 7, by: DANA }),
    ],
  });

  it('is fates, times, money and coverage, and no person', () => {
    const facts = factsOf(read, COUNTING);
    assert.deepEqual(
      facts.findings.map(({ fate, minutes, isApproximate }) => [fate, minutes, isApproximate]),
      [
        ['open', null, false],
        ['fixed', 90, false],
        ['fixed', 30, true],
        ['closed', null, false],
        ['deleted', null, false],
      ],
    );
    assert.deepEqual([facts.isCovered, facts.spentUsd, facts.leftOut, facts.week], [true, 0.25, 1, '2026-11-02']);
    assert.deepEqual(facts.writers, [{ id: BOT.id, name: BOT.name }]);
    assert.doesNotMatch(JSON.stringify(facts), /Dana/);
  });

  it('counts what is signed alone where the key is known, and the accounts that are pinned', () => {
    assert.equal(factsOf(read, { identities: [], key: KEY }).findings.length, 5);
    assert.equal(factsOf({ ...read, id: 8 }, { identities: [], key: KEY }).findings.length, 0);
    assert.equal(factsOf(read, { identities: [DANA.id], key: null }).findings.length, 1);
  });

  it('is covered by a status on its newest iteration, and not known before that is read', () => {
    const covered = (given: Partial<ReadPullRequest>) => factsOf(pullRequest(given), COUNTING).isCovered;
    assert.equal(covered({}), null);
    assert.equal(covered({ statuses: { newest: 2, iterations: [1] } }), false);
    assert.equal(covered({ statuses: { newest: 2, iterations: [1, 2] } }), true);
  });

  it('is of the week that begins on a Monday, in UTC', () => {
    assert.deepEqual([MONDAY, MONDAY + 7 * DAY - 1, MONDAY - 1].map(mondayOf), [
      '2026-11-02',
      '2026-11-02',
      '2026-10-26',
    ]);
  });
});

describe('figures', () => {
  it('hide a share of fewer than ten cases, and name the number of cases', () => {
    const of = (count: number) =>
      aggregated([
        pullRequest({
          threads: [
            trackingThread(1, {}),
            ...Array.from({ length: count }, (_, at) =>
              findingThread({ id: at + 2, status: at % 2 === 0 ? 'fixed' : 'wontFix' }),
            ),
          ],
        }),
      ]);
    assert.deepEqual(figuresOf(of(9)).all.actedOn, { value: null, cases: 9 });
    assert.deepEqual(figuresOf(of(10)).all.actedOn, { value: 0.5, cases: 10 });
  });

  it('tell what went in with an open blocker', () => {
    const blocker = [trackingThread(1, {}), findingThread({ id: 2, severity: 'blocker' })];
    const aggregate = aggregated([
      pullRequest({ id: 1, state: 'completed', threads: blocker }),
      pullRequest({ id: 2, state: 'active', threads: blocker }),
      pullRequest({ id: 3, state: 'completed' }),
    ]);
    assert.deepEqual(figuresOf(aggregate).wentInWith, { count: 1, completed: 2 });
  });

  it('are of the newest weeks and of the repositories that are wanted', () => {
    const aggregate = aggregated(
      [0, 1, 5].flatMap((week) =>
        ['shop', 'ledger'].map((repository, at) =>
          pullRequest({ id: 10 * week + at, repository, createdAt: MONDAY + 7 * week * DAY }),
        ),
      ),
    );
    const count = (weeks: number | null, repositories: string[]) =>
      figuresOf(aggregate, { weeks, repositories }).pullRequests;
    assert.deepEqual([count(null, []), count(5, []), count(4, ['shop']), count(26, ['none'])], [6, 4, 1, 0]);
  });

  it('warn of a month, and stop nothing', () => {
    const aggregate = aggregated([pullRequest({ threads: [trackingThread(1, { spentUsd: 12.5 })] })]);
    assert.match(monthWarning(aggregate, 12), /2026-11 have cost \$12\.50 so far; .* monthlyUsd is 12/);
    assert.equal(monthWarning(aggregate, 12.5), '');
  });

  it('write no formula into CSV where cells are parted by semicolons or tabs', () => {
    for (const mark of [';', '\t']) {
      const name = `a${mark}=cmd|calc!A1`;
      const aggregate = aggregated([pullRequest({ repository: name })]);
      assert.ok(figuresCsv(figuresOf(aggregate)).includes(`repository,"${name}",`));
    }
  });

  it('write no formula into CSV and no markup into the page', () => {
    const name = '=cmd|"calc"!A1,<script>alert(1)</script>';
    const aggregate = aggregated([pullRequest({ repository: name })]);
    assert.match(figuresCsv(figuresOf(aggregate)), /repository,"'=cmd\|""calc""!A1,<script>alert\(1\)<\/script>",0/);
    assert.doesNotMatch(figuresPage(figuresOf(aggregate), aggregate, name), /<script/);
  });
});

function packedWith(members: object): object {
  return { ...JSON.parse(packAggregate(aggregated([pullRequest({})]))), ...members };
}

describe('the aggregate', () => {
  it('of 20,000 pull requests stays below 1 MB, is read back, and gives figures in a second', () => {
    const facts = madeUpPullRequests(1_000, { repositories: 40, weeks: 26 }).map((read) => factsOf(read, COUNTING));
    const all = Array.from({ length: 20 }, (_, at) =>
      facts.map((one) => ({ ...one, repository: `${one.repository}-${at % 5}` })),
    ).flat();
    const aggregate = aggregateOf(all, '2026-11-28T00:00:00.000Z', NOTHING);
    const text = packAggregate(aggregate);
    assert.ok(text.length < 1_000_000, `${text.length} bytes`);
    const read = readAggregate(JSON.parse(text));
    assert.ok(read);
    const started = performance.now();
    const figures = figuresJson(figuresOf(read));
    const milliseconds = performance.now() - started;
    assert.equal(figures, figuresJson(figuresOf(aggregate)));
    assert.ok(milliseconds < 1_000, `${milliseconds} ms`);
  });

  for (const [name, value] of [
    ['nothing', null],
    ['another version', { aggregateVersion: 2, cells: [] }],
    ['negative numbers', packedWith({ leftOut: { pullRequests: -1, threads: 0, repositories: [] } })],
    ['a week that is none', packedWith({ cells: [[0, '<b>', 1, 0, 0, 0, 0, [], [], [], [], []]] })],
    ['a fraction of a pull request', packedWith({ cells: [[0, '2026-11-02', 1.5, 0, 0, 0, 0, [], [], [], [], []]] })],
    ['words among numbers', packedWith({ cells: [[0, '2026-11-02', 1, 0, 0, 0, 0, [], ['<b>'], [], [], []]] })],
    ['a number for a list', packedWith({ cells: [[0, '2026-11-02', 1, 0, 0, 0, 0, [], [], [], [], 1]] })],
    ['a row and a half', packedWith({ cells: [[0, '2026-11-02', 1, 0, 0, 0, 0, [], [], [], [], [], 1]] })],
    ['half a row', packedWith({ cells: [[0, '2026-11-02', 1]] })],
  ] as const) {
    it(`is not read from ${name}`, () => assert.equal(readAggregate(value), undefined));
  }
});
