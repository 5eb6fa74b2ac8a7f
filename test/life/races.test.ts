import assert from 'node:assert/strict';
import { SecondPassError } from '../../src/errors';
import type { CodeHost, HostWrite } from '../../src/ports/code-host';
import type { Life } from './life';
import { trackingComments } from './show';
import { findings, numbered, source, statuses, total, withLife } from './small';

describe('others at work on the same pull request', () => {
  it('a push during the review: nothing is posted on the old iteration', () =>
    withLife({}, async (life) => {
      life.reviewer.meanwhile = () => life.push({ ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) });
      const record = await life.run();
      assert.equal(record.situation, 'superseded');
      assert.equal(record.ending.result, 'Succeeded');
      assert.deepEqual(kinds(life), ['status', 'openThread', 'property']);
      assert.deepEqual(findings(life), []);
      assert.deepEqual(statuses(life), ['pending (1): Second Pass is reviewing']);
    }));

  for (const [what, close] of [
    ['completed', (life: Life) => life.emulator.complete(life.pullRequest.id)],
    ['abandoned', async (life: Life) => life.emulator.abandon(life.pullRequest.id)],
  ] as const) {
    it(`a pull request that is ${what} during the review: nothing is posted`, () =>
      withLife({}, async (life) => {
        life.reviewer.meanwhile = () => close(life);
        assert.equal((await life.run()).situation, 'superseded');
        assert.deepEqual(kinds(life), ['status', 'openThread', 'property']);
        assert.equal((await life.run()).situation, 'superseded');
        assert.deepEqual(kinds(life), []);
      }));
  }

  it('a later run on the same iteration: the earlier one yields', () =>
    withLife({}, async (life) => {
      let later: Promise<unknown> | undefined;
      life.reviewer.meanwhile = () => {
        life.reviewer.meanwhile = () => {};
        later = life.run({ run: 'the later one' });
        return later.then(() => {});
      };
      const earlier = await life.run({ run: 'the earlier one' });
      await later;
      assert.equal(findings(life).length, 2);
      assert.equal(trackingComments(life.emulator.snapshot(life.pullRequest.id)).length, 1);
      assert.equal(statuses(life).at(-1), 'failed (1): FAIL: 1 blocker, 1 warning, 0 suggestions');
      assert.ok(['reviewed', 'superseded'].includes(earlier.situation));
    }));

  it('a run that claims while another one reviews: that one yields and writes no more', () =>
    withLife({}, async (life) => {
      life.reviewer.meanwhile = async () => {
        life.reviewer.meanwhile = () => {};
        const until = (write: HostWrite) => write.kind === 'editComment';
        await life.run({ run: 'the later one', host: dyingAfter(until) }).catch(() => {});
      };
      const record = await life.run({ run: 'the earlier one' });
      assert.equal(record.situation, 'superseded');
      assert.match(record.problems.join(), /another run \(the later one\) took over iteration 1/);
      assert.deepEqual(findings(life), []);
    }));

  it('an older run that fails after a newer one has ended leaves what that one wrote', () =>
    withLife({}, async (life) => {
      const gone = new SecondPassError({ kind: 'platform', code: 'git-failed', message: 'There is no such commit.' });
      let written: string[] = [];
      const state = () => [...trackingComments(life.emulator.snapshot(life.pullRequest.id)), ...statuses(life)];
      const record = await life.run({
        run: 'the older one',
        startedAt: 1,
        repository: (real) => ({
          ...real,
          async changes() {
            await life.push({ ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) });
            await life.run({ run: 'the newer one', startedAt: 2 });
            written = state();
            throw gone;
          },
        }),
      });
      assert.equal(record.situation, 'superseded');
      assert.match(written.join('\n'), /FAIL/);
      assert.deepEqual(state(), written);
    }));

  it('two first runs at once: one tracking comment and one thread for a finding are left', () =>
    withLife({}, async (life) => {
      const [meet, met] = meeting(2);
      const inStep = (host: CodeHost): CodeHost => ({
        ...host,
        conversation: async (iteration) => {
          const conversation = await host.conversation(iteration);
          await meet();
          return conversation;
        },
      });
      const [gather] = meeting(2);
      life.reviewer.meanwhile = gather;
      const records = await Promise.all([
        life.run({ run: 'one', host: inStep, startedAt: 1 }),
        life.run({ run: 'two', host: inStep, startedAt: 2 }),
      ]);
      assert.ok(met());
      assert.deepEqual(
        records.map(({ situation }) => situation),
        ['superseded', 'reviewed'],
      );
      assert.equal(trackingComments(life.emulator.snapshot(life.pullRequest.id)).length, 1);
      assert.equal(findings(life).length, 2);
    }));

  it('a run with other settings that looks before the other one writes and ends after it: what that one found counts', () =>
    withLife({}, async (life) => {
      const between = (host: CodeHost): CodeHost => ({
        ...host,
        apply: async (write) => {
          if (write.kind === 'editComment' && !hasRun) {
            hasRun = true;
            await life.run({ run: 'the wide one', startedAt: 2 });
          }
          return host.apply(write);
        },
      });
      let hasRun = false;
      const narrow = await life.run({
        run: 'the narrow one',
        startedAt: 1,
        inputs: { exclude: 'src/a.ts' },
        host: between,
      });
      assert.ok(hasRun);
      assert.deepEqual([narrow.ending.verdict, narrow.ending.result], ['FAIL', 'Failed']);
      assert.match(statuses(life).at(-1) ?? '', /^failed \(1\): FAIL: 1 blocker/);
      assert.equal(findings(life).length, 2);
    }));

  it('a run with other settings that ends while the other one is at work: the status waits for that one', () =>
    withLife({}, async (life) => {
      life.reviewer.meanwhile = async () => {
        life.reviewer.meanwhile = () => {};
        const narrow = await life.run({ run: 'the narrow one', inputs: { exclude: 'src/a.ts' } });
        assert.deepEqual([narrow.ending.status, narrow.ending.result], ['pending', 'Succeeded']);
        assert.match(narrow.notes.join(), /Another run of this review is at work on the same iteration/);
      };
      await life.run({ run: 'the wide one' });
      assert.deepEqual(
        statuses(life).map((status) => status.slice(0, 68)),
        [
          'pending (1): Second Pass is reviewing',
          'pending (1): Second Pass is reviewing',
          'pending (1): Another run of this review is still at work; this one: ',
          'failed (1): FAIL: 1 blocker, 1 warning, 0 suggestions',
        ],
      );
    }));

  it('threads that two runs opened for one finding: one is taken back', () =>
    withLife({}, async (life) => {
      await life.run();
      const [thread] = life.pullRequest.threads.filter(({ properties }) => properties.has('SecondPass.Fingerprint'));
      assert.ok(thread);
      const twin = structuredClone(thread);
      life.pullRequest.threads.push({ ...twin, id: 900 });
      await life.push({ ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) });
      const record = await life.run();
      assert.ok(record.writes.some(({ what }) => what.startsWith('remove')));
      const left = findings(life).filter(({ comments }) => comments.some(({ isDeleted }) => !isDeleted));
      assert.equal(left.length, 2);
      assert.deepEqual(record.counts, { blockers: 1, warnings: 1, suggestions: 0 });
    }));
});

describe('a run that dies', () => {
  it('after any write leaves nothing that the next run says twice', async function () {
    this.timeout(180_000);
    for (let after = 0; after < 7; after += 1) {
      await withLife({}, async (life) => {
        let count = 0;
        const until = () => {
          count += 1;
          return count > after;
        };
        await life.run({ host: dyingBefore(until) }).catch(() => {});
        const record = await life.run();
        assert.equal(record.ending.verdict, 'FAIL', `after ${after}`);
        assert.equal(findings(life).length, 2, `after ${after}`);
        assert.equal(trackingComments(life.emulator.snapshot(life.pullRequest.id)).length, 1, `after ${after}`);
        assert.match(statuses(life).at(-1) ?? '', /^failed \(1\)/);
      });
    }
  });

  it('between note and status of a fixed finding: the next run sets the status alone', () =>
    withLife({}, async (life) => {
      await life.run();
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
      await life.run({ host: dyingAfter(({ kind }) => kind === 'reply') }).catch(() => {});
      await life.run();
      const fixed = findings(life).find(({ comments }) => comments[0]?.content.includes('send is described'));
      assert.equal(fixed?.status, 'fixed');
      assert.equal(fixed?.comments.length, 2);
    }));

  it('by being cancelled between two writes: it says so and writes no more threads', () =>
    withLife({}, async (life) => {
      const controller = new AbortController();
      const cancelled = new SecondPassError({
        kind: 'cancelled',
        code: 'cancelled',
        message: 'The run was cancelled.',
      });
      const host = (real: CodeHost): CodeHost => ({
        ...real,
        apply: async (write) => {
          const written = await real.apply(write);
          if (write.kind === 'openThread' && write.place) controller.abort(cancelled);
          return written;
        },
      });
      const record = await life.run({ host, signal: controller.signal });
      assert.equal(record.situation, 'partlyStopped');
      assert.ok((record.cost.usd ?? 0) > 0);
      assert.equal(findings(life).length, 1);
      assert.match(statuses(life).at(-1) ?? '', /^failed \(1\): STOPPED: The run was cancelled\. 1 blocker/);
      await life.run();
      assert.equal(findings(life).length, 2);
    }));
});

describe('a service that stumbles', () => {
  for (const answer of ['appliedThenReset', 'cutBody', 503] as const) {
    it(`with ${answer} on every second thread: each is there once`, () =>
      withLife({}, async (life) => {
        life.emulator.fault({ match: { method: 'POST', route: /threads$/, after: 1, times: 1 }, answer });
        life.emulator.fault({ match: { method: 'POST', route: /threads$/, after: 3, times: 1 }, answer });
        const record = await life.run();
        assert.equal(record.ending.verdict, 'FAIL');
        assert.equal(findings(life).length, 2);
        assert.equal(trackingComments(life.emulator.snapshot(life.pullRequest.id)).length, 1);
      }));
  }

  it('with 429 and Retry-After: it is waited for', () =>
    withLife({}, async (life) => {
      const match = { method: 'POST', route: /threads$/, times: 2 };
      life.emulator.fault({ match, answer: 429, headers: { 'retry-after': '2' } });
      await life.run();
      assert.equal(findings(life).length, 2);
    }));

  it('with a wait of days asked at any one call: what it says last is no pass, and the next run says the rest', async function () {
    this.timeout(180_000);
    for (let after = 0; ; after += 1) {
      let isOver = false;
      await withLife({}, async (life) => {
        const match = { route: /./, after, times: 1 };
        life.emulator.fault({ match, answer: 429, headers: { 'retry-after': '259200' } });
        const record = await life.run();
        isOver = life.emulator.requests.every(({ status }) => status !== 429);
        assert.match(statuses(life).at(-1) ?? '', isOver ? /^failed \(1\): FAIL/ : /^(?:error|failed) \(1\): /);
        assert.notEqual(record.ending.result, 'Succeeded', `after ${after}`);
        if (isOver) return;
        await life.run();
        // Where neither a blocker's thread nor the memory could be written, the next run doubts the memory.
        assert.match(statuses(life).at(-1) ?? '', /^failed \(1\): FAIL: [12] blockers?, 1 warning/, `after ${after}`);
      });
      if (isOver) return assert.ok(after > 12, `${after} calls`);
    }
  });

  it('with a lost answer to a note: it is written once', () =>
    withLife({}, async (life) => {
      await life.run();
      await life.push({ ...source, 'src/a.ts': numbered('a', { 5: total }) });
      life.emulator.fault({ match: { method: 'POST', route: /comments$/ }, answer: 'appliedThenReset' });
      await life.run();
      const fixed = findings(life).find(({ status }) => status === 'fixed');
      assert.equal(fixed?.comments.length, 2);
    }));

  it('by refusing one thread: the others stand, and the next run opens it', () =>
    withLife({}, async (life) => {
      life.emulator.fault({
        match: { method: 'POST', route: /threads$/, after: 1 },
        answer: 500,
        body: { message: 'x' },
      });
      const record = await life.run();
      assert.ok(findings(life).length >= 1);
      if (findings(life).length === 2) return;
      assert.ok(record.notes.some((note) => note.includes('Could not open a thread')));
      await life.run();
      assert.equal(findings(life).length, 2);
    }));
});

function kinds(life: Life): string[] {
  return life.writes.map(({ kind }) => kind);
}

/** The agent dies once such a write was carried out: nothing reaches the service any more. */
function dyingAfter(isLast: (write: HostWrite) => boolean) {
  return dying(isLast, true);
}

function dyingBefore(isFirst: (write: HostWrite) => boolean) {
  return dying(isFirst, false);
}

function dying(isTurn: (write: HostWrite) => boolean, isCarriedOut: boolean): (host: CodeHost) => CodeHost {
  let isDead = false;
  const guard = <Result>(ask: () => Promise<Result>) => (isDead ? Promise.reject(new Error('the agent died')) : ask());
  return (host) => ({
    now: () => host.now(),
    pullRequest: () => guard(() => host.pullRequest()),
    pushers: (pullRequest) => guard(() => host.pushers(pullRequest)),
    conversation: (iteration) => guard(() => host.conversation(iteration)),
    apply: (write) =>
      guard(async () => {
        const isLast = isTurn(write);
        if (isLast) isDead = true;
        if (isLast && !isCarriedOut) throw new Error('the agent died');
        return host.apply(write);
      }),
  });
}

/** Both wait for each other once. */
function meeting(count: number): [() => Promise<void>, () => boolean] {
  let arrived = 0;
  let open: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  const meet = async () => {
    arrived += 1;
    if (arrived >= count) open();
    await all;
  };
  return [meet, () => arrived >= count];
}
