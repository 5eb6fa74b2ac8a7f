import assert from 'node:assert/strict';
import type { CodeHost } from '../../src/ports/code-host';
import { trackingComments } from './show';
import { findings, numbered, send, source, statuses, threadOf, total, withLife } from './small';

const moved = { ...source, 'src/a.ts': numbered('a', { 2: 'begin();', 5: `  ${total}`, 20: send }) };

describe('what people decide', () => {
  for (const status of ['wontFix', 'byDesign', 'closed']) {
    it(`${status}: the finding is never raised again, also after its lines moved`, () =>
      withLife({}, async (life) => {
        await life.run();
        life.as('Mona Lisa').setThreadStatus(threadOf(life, 'send'), status);
        await life.push(moved);
        const record = await life.run();
        assert.equal(findings(life).length, 2);
        assert.equal(findings(life).find(({ id }) => id === threadOf(life, 'send'))?.status, status);
        assert.deepEqual(record.counts, { blockers: 1, warnings: 0, suggestions: 0 });
        assert.equal(record.accepted.length, 1);
      }));
  }

  it('resolved by a person, and still there: it stays resolved, counts, and is told', () =>
    withLife({}, async (life) => {
      await life.run();
      life.as('Mona Lisa').setThreadStatus(threadOf(life, 'total'), 'fixed');
      await life.push(moved);
      const record = await life.run();
      assert.equal(findings(life).find(({ id }) => id === threadOf(life, 'total'))?.status, 'fixed');
      assert.equal(record.ending.verdict, 'FAIL');
      assert.match(tracking(life), /resolved by hand, but still found/);
    }));

  it('an answer: the thread is left to people', () =>
    withLife({}, async (life) => {
      await life.run();
      life.as('Mona Lisa').reply(threadOf(life, 'send'), 'Are you *sure*, @everybody?');
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total, 20: send.replace('warning', 'blocker') }) });
      const record = await life.run();
      const thread = findings(life).find(({ id }) => id === threadOf(life, 'send'));
      assert.match(thread?.comments[0]?.content ?? '', /^\*\*Warning/);
      assert.equal(record.counts.blockers, 2);
      assert.match(tracking(life), /left to people; last word by Mona Lisa/);
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
      await life.run();
      assert.equal(findings(life).find(({ id }) => id === thread?.id)?.status, 'active');
    }));

  it('opened again what we had resolved: it is not argued with', () =>
    withLife({}, async (life) => {
      await life.run();
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
      await life.run();
      const [fixed] = findings(life).filter(({ status }) => status === 'fixed');
      life.as('Owner').setThreadStatus(fixed?.id ?? 0, 'active');
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total, 9: 'more();' }) });
      await life.run();
      const now = findings(life).find(({ id }) => id === fixed?.id);
      assert.deepEqual([now?.status, now?.comments.length], ['active', 2]);
    }));

  it('a thread that was deleted is a decision; a blocker counts on', () =>
    withLife({}, async (life) => {
      await life.run();
      const administrator = life.emulator.as(life.self, life.pullRequest.id);
      for (const id of [threadOf(life, 'total'), threadOf(life, 'send')]) administrator.deleteComment(id);
      await life.push(moved);
      const record = await life.run();
      assert.equal(findings(life).length, 2);
      assert.deepEqual(record.counts, { blockers: 1, warnings: 0, suggestions: 0 });
      assert.match(tracking(life), /deleted, but a blocker is accepted only by an answer/);
    }));

  for (const [dismissal, who, verdict] of [
    ['anyone', null, 'ADVISORY'],
    ['notAuthor', 'Mona Lisa', 'FAIL'],
    ['notAuthor', 'Owner', 'ADVISORY'],
    ['nobody', 'Owner', 'FAIL'],
  ] as const) {
    it(`dismissal ${dismissal}: a blocker that was closed ${who ? `with an answer by ${who}` : 'without an answer'} is ${verdict}`, () =>
      withLife({}, async (life) => {
        await life.run({ inputs: { dismissal } });
        life.as('Mona Lisa').setThreadStatus(threadOf(life, 'total'), 'closed');
        if (who) life.as(who).reply(threadOf(life, 'total'), 'Accepted: it is fine.');
        assert.equal((await life.run({ inputs: { dismissal } })).ending.verdict, verdict);
      }));
  }

  it('a status that equals the one we set is no decision', () =>
    withLife({}, async (life) => {
      const inputs = { threadStatus: 'closed' };
      assert.equal((await life.run({ inputs })).ending.verdict, 'FAIL');
      assert.deepEqual(
        findings(life).map(({ status }) => status),
        ['closed', 'closed'],
      );
      await life.push(moved);
      const record = await life.run({ inputs });
      assert.deepEqual([record.ending.verdict, record.accepted.length], ['FAIL', 0]);
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
      await life.run({ inputs });
      assert.deepEqual(
        findings(life)
          .map(({ status }) => status)
          .sort(),
        ['closed', 'fixed'],
      );
    }));
});

describe('manners', () => {
  it('drafts get no vote, and none at all is given when reviewDrafts is off', () =>
    withLife({ isDraft: true }, async (life) => {
      const inputs = { vote: 'waitForAuthor' };
      assert.equal((await life.run({ inputs })).ending.verdict, 'FAIL');
      assert.ok(!life.writes.some(({ kind }) => kind === 'vote'));
      assert.equal((await life.run({ inputs: { ...inputs, reviewDrafts: 'false' } })).situation, 'draftSkipped');
      assert.deepEqual(life.writes, []);
    }));

  it('the vote waits for the author on FAIL, is taken back otherwise, and never approves', () =>
    withLife({}, async (life) => {
      const inputs = { vote: 'waitForAuthor' };
      await life.run({ inputs });
      assert.deepEqual(votes(life), [-5]);
      await life.push({ ...source, 'src/a.ts': numbered('a', { 20: send }) });
      await life.run({ inputs });
      assert.deepEqual(votes(life), [0]);
    }));

  it('two reviews of other names do not see each other', () =>
    withLife({}, async (life) => {
      await life.run();
      await life.run({ inputs: { name: 'second' } });
      assert.equal(findings(life).length, 4);
      assert.equal(trackingComments(life.emulator.snapshot(life.pullRequest.id)).length, 2);
      await life.push(moved);
      await life.run();
      await life.run({ inputs: { name: 'second' } });
      assert.equal(findings(life).length, 4);
    }));

  it('readOnly reads the memory, reviews, and writes nothing', () =>
    withLife({}, async (life) => {
      await life.run();
      await life.push(moved);
      const host = (real: CodeHost): CodeHost => ({ ...real, apply: async () => ({}) });
      const record = await life.run({ host, inputs: { runMode: 'readOnly' } });
      assert.equal(record.ending.verdict, 'FAIL');
      assert.deepEqual(
        record.findings.map(({ fate }) => fate),
        ['known', 'known'],
      );
      assert.equal(statuses(life).length, 2);
    }));

  it('clean takes back what was written, and a later review begins anew', () =>
    withLife({}, async (life) => {
      await life.run();
      life.as('Owner').reply(threadOf(life, 'send'), 'Why?');
      await life.clean();
      const left = () => findings(life).filter(({ comments }) => comments.some(({ isDeleted }) => !isDeleted));
      assert.deepEqual(
        left().map(({ status }) => status),
        ['closed'],
      );
      assert.deepEqual(trackingComments(life.emulator.snapshot(life.pullRequest.id)), []);
      await life.run();
      assert.equal(left().length, 2);
      assert.equal(trackingComments(life.emulator.snapshot(life.pullRequest.id)).length, 1);
    }));

  it('threads of others with our marks never count as ours', () =>
    withLife({}, async (life) => {
      await life.run();
      const forged = life.pullRequest.threads.filter(({ properties }) => properties.has('SecondPass.Name'));
      const mallory = life.emulator.person('Mallory');
      for (const thread of forged) {
        thread.status = 'wontFix';
        thread.comments = thread.comments.map((comment) => ({ ...comment, author: mallory }));
      }
      const record = await life.run();
      assert.equal(record.ending.verdict, 'FAIL');
      // Two findings anew, and one that speaks of the memory that is gone with the tracking comment.
      assert.equal(findings(life).length, 5);
      assert.equal(record.accepted.length, 0);
    }));
});

function tracking(life: Parameters<typeof findings>[0]): string {
  return trackingComments(life.emulator.snapshot(life.pullRequest.id))[0] ?? '';
}

function votes(life: Parameters<typeof findings>[0]): number[] {
  return life.emulator.snapshot(life.pullRequest.id).votes.map(({ vote }) => vote);
}
