import assert from 'node:assert/strict';
import { SecondPassError } from '../../src/errors';
import { trackingComments } from './show';
import { base, findings, numbered, send, source, statuses, threadOf, total, withLife } from './small';

describe('the same iteration queued again', () => {
  it('asks no model, opens nothing, and refreshes the status', () =>
    withLife({}, async (life) => {
      const first = await life.run();
      const asked = life.reviewer.asked;
      const second = await life.run();
      assert.equal(life.reviewer.asked, asked);
      assert.deepEqual(
        life.writes.map(({ kind }) => kind),
        ['status', 'editComment', 'status'],
      );
      assert.deepEqual([second.counts, second.ending], [first.counts, first.ending]);
      assert.deepEqual(second.files, first.files);
      assert.equal(statuses(life).at(-1), 'failed (1): FAIL: 1 blocker, 1 warning, 0 suggestions');
    }));

  it('counts what people decided since', () =>
    withLife({}, async (life) => {
      await life.run();
      life.as('Owner').setThreadStatus(threadOf(life, 'total'), 'byDesign');
      assert.equal((await life.run()).ending.verdict, 'FAIL');
      life.as('Mona Lisa').reply(threadOf(life, 'total'), 'The author says so.');
      assert.equal((await life.run()).ending.verdict, 'FAIL');
      life.as('Owner').reply(threadOf(life, 'total'), 'Accepted: this cannot happen.');
      const accepted = await life.run();
      assert.equal(accepted.ending.verdict, 'ADVISORY');
      assert.deepEqual(
        accepted.accepted.map(({ status, by, reason }) => [status, by, reason]),
        [['byDesign', 'Owner', 'Accepted: this cannot happen.']],
      );
    }));

  for (const [what, inputs] of [
    ['is asked to', { force: 'true' }],
    ['its settings find something else', { minimumSeverity: 'blocker' }],
  ] as const) {
    it(`is reviewed once more when ${what}`, () =>
      withLife({}, async (life) => {
        await life.run();
        const asked = life.reviewer.asked;
        await life.run({ inputs });
        assert.ok(life.reviewer.asked > asked);
        assert.equal(findings(life).length, 2);
      }));
  }

  it('is reviewed once more when the key of the signature is another', () =>
    withLife({}, async (life) => {
      await life.run();
      const asked = life.reviewer.asked;
      await life.run({ world: { signingKey: Buffer.from('another key') } });
      assert.ok(life.reviewer.asked > asked);
    }));

  it('is reviewed once more when the stored result was changed', () =>
    withLife({}, async (life) => {
      await life.run();
      const asked = life.reviewer.asked;
      const comment = life.pullRequest.threads
        .flatMap(({ comments }) => comments)
        .find(({ content }) => content.includes('second-pass-memory'));
      const changed = comment!.content.replace(
        /("result":\{"text":")(.)/,
        (_, start, first) => `${start}${first === 'A' ? 'B' : 'A'}`,
      );
      assert.notEqual(changed, comment!.content);
      comment!.content = changed;
      assert.equal((await life.run()).ending.verdict, 'FAIL');
      assert.ok(life.reviewer.asked > asked);
    }));

  it('is reviewed once more when the review before was not whole', () =>
    withLife({}, async (life) => {
      const provider = new SecondPassError({
        kind: 'provider',
        code: 'overloaded',
        message: 'The model is overloaded.',
      });
      const failing = { ask: () => Promise.reject(provider), count: () => Promise.reject(provider) };
      const first = await life.run({ model: failing });
      assert.equal(first.ending.outcome, 'notReviewed');
      const second = await life.run();
      assert.equal(second.ending.outcome, 'reviewed');
      assert.equal(findings(life).length, 2);
    }));
});

describe('the next iteration', () => {
  const late = 'return rate * 1.19; // BUG(rate warning maintainability)';
  const grave = 'return rate * 1.19; // BUG(rate blocker maintainability)';

  for (const [severity, line, threads] of [
    ['a warning', late, 2],
    ['a blocker', grave, 3],
  ] as const) {
    it(`gives ${severity} that is newly found in old code ${threads === 3 ? 'its' : 'no'} thread`, () =>
      withLife({ source: { ...source, 'src/b.ts': numbered('b', { 10: line }) } }, async (life) => {
        life.reviewer.overlooks.add('rate');
        await life.run();
        life.reviewer.overlooks.clear();
        await life.push({ ...source, 'src/b.ts': numbered('b', { 10: line, 25: 'done();' }) });
        const record = await life.run();
        assert.equal(findings(life).length, threads);
        const fate = record.findings.find(({ title }) => title.includes('rate'));
        assert.equal(fate?.fate, threads === 3 ? 'posted' : 'listed');
        if (threads === 2)
          assert.match(
            trackingComments(life.emulator.snapshot(life.pullRequest.id))[0] ?? '',
            /newly found in code that was reviewed in iteration 1/,
          );
      }));
  }

  it('knows whole files alone when the old commit is out of reach', () =>
    withLife({ source: { ...source, 'src/b.ts': numbered('b', { 10: late }) } }, async (life) => {
      life.reviewer.overlooks.add('rate');
      await life.run();
      const old = life.pullRequest.iterations[0]?.source;
      life.reviewer.overlooks.clear();
      await life.push({ ...source, 'src/b.ts': numbered('b', { 10: late, 25: 'done();' }) });
      const gone = new SecondPassError({
        kind: 'platform',
        code: 'git-fetch-refused',
        message: 'There is no such commit.',
      });
      const record = await life.run({
        repository: (real) => ({
          ...real,
          changes: (range) => (range.base === old ? Promise.reject(gone) : real.changes(range)),
        }),
      });
      assert.equal(record.findings.find(({ title }) => title.includes('rate'))?.fate, 'posted');
      assert.equal(findings(life).length, 3);
    }));

  for (const reason of ['forcePush', 'rebase', 'retarget'] as const) {
    it(`is reviewed in full after ${reason}, and nothing is said twice`, () =>
      withLife({ source: { ...source, 'src/b.ts': numbered('b', { 10: late }) } }, async (life) => {
        life.reviewer.overlooks.add('rate');
        await life.run();
        life.reviewer.overlooks.clear();
        await life.push({ ...source, 'src/b.ts': numbered('b', { 10: late, 25: 'done();' }) }, reason);
        await life.run();
        assert.equal(findings(life).length, 3);
      }));
  }

  it('rewrites a comment whose line was edited and whose problem is still there', () =>
    withLife({}, async (life) => {
      await life.run();
      const [thread] = findings(life);
      const edited = 'const total = order.total + 1; // BUG(total warning bug)';
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: edited, 20: send }) });
      const record = await life.run();
      assert.equal(findings(life).length, 2);
      const now = findings(life).find(({ id }) => id === thread?.id);
      assert.match(
        now?.comments[0]?.content ?? '',
        /^\*\*Blocker\*\* · bug[\s\S]*Told as a blocker before\. This review calls it a warning/,
      );
      assert.equal(now?.status, 'active');
      assert.equal(record.ending.verdict, 'FAIL');
      const again = await life.run({ inputs: { force: 'true' } });
      assert.deepEqual(
        life.writes.map(({ kind }) => kind),
        ['status', 'editComment', 'editComment', 'status'],
        again.writes.map(({ reason }) => reason).join('\n'),
      );
    }));

  it('leaves alone what was not found again on unchanged lines', () =>
    withLife({}, async (life) => {
      await life.run();
      life.reviewer.overlooks.add('send');
      await life.push({ ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) });
      const record = await life.run();
      assert.deepEqual(
        findings(life).map(({ status }) => status),
        ['active', 'active'],
      );
      assert.equal(record.counts.warnings, 1);
    }));

  it('resolves what stood in a file that is deleted', () =>
    withLife({}, async (life) => {
      await life.run();
      await life.push({ 'src/b.ts': (base['src/b.ts'] as string).replace('b 3', 'b three') });
      const record = await life.run();
      assert.deepEqual(
        findings(life).map(({ status }) => status),
        ['fixed', 'fixed'],
      );
      assert.equal(record.ending.verdict, 'PASS');
    }));

  it('counts the money of all runs', () =>
    withLife({}, async (life) => {
      const first = await life.run();
      assert.ok((first.cost.usd ?? 0) > 0);
      const cap = String((first.cost.usd ?? 0) + 0.01);
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
      const second = await life.run({ inputs: { budgetUsdPerPullRequest: Number(cap).toFixed(2) } });
      assert.equal(second.situation, 'reviewerFailed');
      assert.match(second.problems.join(), /budget/);
    }));
});
