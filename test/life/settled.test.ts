import assert from 'node:assert/strict';
import type { Life } from './life';
import { findings, numbered, send, source, statuses, threadOf, total, withLife } from './small';

const guard = 'if (order === null) return;';
const guarded = { ...source, 'src/a.ts': numbered('a', { 4: guard, 5: total, 20: send }) };

const HANDLED = 'handled: line 4 returns when order is null.';

/** The first review raises it, then the reviewer no longer reports it and is asked what became of it. */
async function raised(life: Life): Promise<number> {
  await life.run();
  life.reviewer.overlooks.add('total');
  return threadOf(life, 'total');
}

function askedAbout({ reviewer }: Life, name: string): string[] {
  return reviewer.askedAgain.filter((title) => title.includes(name));
}

function thread(life: Life, id: number) {
  return findings(life).find((one) => one.id === id) ?? assert.fail(`no thread ${id}`);
}

describe('a problem that a line beside it settles', () => {
  it('is asked about again, and its thread is resolved with the reason', () =>
    withLife({}, async (life) => {
      const id = await raised(life);
      life.reviewer.settles.set('total', HANDLED);
      await life.push(guarded);
      const record = await life.run();
      const { status, comments } = thread(life, id);
      assert.equal(status, 'fixed');
      assert.match(
        comments.at(-1)?.content ?? '',
        /^Fixed in .*own lines are as they were\. Checked again: handled: line 4 returns/,
      );
      assert.equal(record.ending.verdict, 'ADVISORY');
      assert.equal((await life.run()).ending.verdict, 'ADVISORY');
      assert.equal(statuses(life).at(-1), 'succeeded (2): ADVISORY: 0 blockers, 1 warning, 0 suggestions');
    }));

  it('stays open when the same review confirms a problem on its lines', () =>
    withLife({}, async (life) => {
      await life.run();
      life.reviewer.settles.set('total', HANDLED);
      await life.push(guarded);
      assert.equal((await life.run()).ending.verdict, 'FAIL');
      assert.equal(thread(life, threadOf(life, 'total')).status, 'active');
    }));

  it('is raised again in the same thread when it is found once more', () =>
    withLife({}, async (life) => {
      const id = await raised(life);
      life.reviewer.settles.set('total', HANDLED);
      await life.push(guarded);
      await life.run();
      life.reviewer.overlooks.clear();
      await life.push(source);
      await life.run();
      assert.equal(thread(life, id).status, 'active');
      assert.equal(findings(life).length, 2);
    }));

  for (const [what, reason] of [
    ['is not refuted', undefined],
    ['only repeats another one', 'repeated: c1 says the same as line 4.'],
    ['is called a matter of taste', 'taste: line 4 shows the style of the team.'],
    ['is refuted without a line', 'handled: a comment says so.'],
    ['is refuted by its own line', 'handled: line 6 cannot fail.'],
    ['is refuted by a line that was there before', 'handled: line 9 returns first.'],
  ] as const) {
    it(`stays open when it ${what}`, () =>
      withLife({}, async (life) => {
        const id = await raised(life);
        if (reason) life.reviewer.settles.set('total', reason);
        await life.push(guarded);
        const { ending, writes } = await life.run();
        assert.equal(ending.verdict, 'FAIL');
        assert.ok(writes.some((write) => write.reason.startsWith('asked about again and not settled')));
        assert.equal(askedAbout(life, 'total').length, 1);
        assert.equal(thread(life, id).status, 'active');
      }));
  }

  it('is left alone once people answered in its thread', () =>
    withLife({}, async (life) => {
      const id = await raised(life);
      life.reviewer.settles.set('total', HANDLED);
      life.as('Owner').reply(id, 'I will look at it.');
      await life.push(guarded);
      await life.run();
      assert.deepEqual(askedAbout(life, 'total'), []);
      assert.equal(thread(life, id).status, 'active');
    }));

  it('is not asked about while its file is as it was', () =>
    withLife({}, async (life) => {
      await raised(life);
      await life.push({ ...source, 'src/b.ts': numbered('b', { 9: 'more();' }) });
      await life.run();
      assert.deepEqual(askedAbout(life, 'total'), []);
    }));
});
