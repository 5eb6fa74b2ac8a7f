import assert from 'node:assert/strict';
import { SecondPassError } from '../../src/errors';
import type { CodeHost, HostWrite } from '../../src/ports/code-host';
import type { ReviewRecord } from '../../src/steps/record/review-record';
import type { Life } from './life';
import { trackingComments } from './show';
import { findings, numbered, source, statuses, withLife } from './small';

const later = { ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) };
const platform = new SecondPassError({ kind: 'platform', code: 'unavailable', message: 'Azure DevOps answered 503.' });
const forbidden = new SecondPassError({ kind: 'platform', code: 'forbidden', message: 'The comment was refused.' });

describe('what a run has paid for', () => {
  for (const [what, end, situation] of [
    ['could not look at the pull request again', (life: Life) => life.run({ host: failingRead() }), 'reviewerFailed'],
    ['may not open threads', (life: Life) => life.run({ host: refusing(isFinding) }), 'reviewerFailed'],
    ['was cancelled between its calls', (life: Life) => cancelledInTheMiddle(life), 'partlyStopped'],
    ['could not write its result at first', (life: Life) => life.run({ host: refusing(isResult) }), 'reviewed'],
    ['could not set its status at first', (life: Life) => life.run({ host: refusing(isLastStatus) }), 'reviewed'],
  ] as const) {
    it(`is told, and counted once, when it ${what}`, () =>
      withLife({}, async (life) => {
        const first = await end(life);
        assert.equal(first.situation, situation, first.problems.join());
        const paid = first.cost.usd ?? 0;
        assert.ok(paid > 0 && first.calls.length > 0, 'the record says so');
        await life.push({ ...later, 'src/c.ts': numbered('c') });
        const next = await life.run();
        assert.equal(next.situation, 'reviewed');
        assertUsd(next.cost.pullRequestUsd, paid + (next.cost.usd ?? 0));
        assert.match(tracking(life), /in all runs on this pull request/);
      }));
  }

  it('is told by a run that a push overtook, which writes nothing more on the pull request', () =>
    withLife({}, async (life) => {
      const record = await overtaken(life);
      assert.equal(record.situation, 'superseded');
      assert.ok((record.cost.usd ?? 0) > 0 && record.calls.length > 0);
      assert.deepEqual(
        life.writes.map(({ kind }) => kind),
        ['status', 'openThread', 'property'],
      );
      assert.deepEqual(findings(life), []);
      assert.deepEqual(statuses(life), ['pending (1): Second Pass is reviewing']);
    }));

  it('is not lost when it is written while the next run looks for its files', () =>
    withLife({}, async (life) => {
      let older: ReviewRecord | undefined;
      const [reached, begun] = moment();
      const [newerReads, mayEnd] = moment();
      const waiting = (host: CodeHost): CodeHost => ({
        ...host,
        async apply(write) {
          if (!isFinding(write)) return host.apply(write);
          begun();
          await newerReads;
          return host.apply(write);
        },
      });
      const running = life.run({ run: 'the older one', host: waiting }).then((record) => {
        older = record;
      });
      await reached;
      const newer = await life.run({
        run: 'the newer one',
        repository: (repository) => ({
          ...repository,
          async changes(range) {
            mayEnd();
            await running;
            return repository.changes(range);
          },
        }),
      });
      assert.equal(older?.situation, 'reviewed');
      assertUsd(newer.cost.pullRequestUsd, (older?.cost.usd ?? 0) + (newer.cost.usd ?? 0));
    }));
});

describe('what overtaken runs have paid for', () => {
  const more = (count: number) => ({ ...later, 'src/c.ts': numbered('c', { [count]: `more${count}();` }) });
  const usdOf = (records: readonly ReviewRecord[]) => records.reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0);

  for (const [what, end] of [
    ['a push overtook', overtaken],
    ['a push overtook and that was cancelled for it', cancelledForPush],
  ] as const) {
    it(`counts once for the run after one that ${what}`, () =>
      withLife({}, async (life) => {
        const first = await end(life);
        assert.equal(first.situation, 'superseded');
        assert.ok(usdOf([first]) > 0);
        const second = await life.run();
        assertUsd(second.cost.pullRequestUsd, usdOf([first, second]));
        await life.push(more(3));
        const third = await life.run();
        assertUsd(third.cost.pullRequestUsd, usdOf([first, second, third]));
      }));
  }

  it('is held against the cap: quick pushes buy nothing', () =>
    withLife({}, async (life) => {
      const first = await overtaken(life);
      const budgetUsdPerPullRequest = String(usdOf([first]));
      const second = await life.run({ inputs: { budgetUsdPerPullRequest } });
      assert.equal(second.calls.length, 0);
      assert.ok(second.problems.join().includes('budget'), second.problems.join());
    }));

  for (const isLastFirst of [true, false]) {
    it(`counts for each of three runs at once, the last of which ends ${isLastFirst ? 'first' : 'last'}`, () =>
      withLife({}, async (life) => {
        const ended: Promise<ReviewRecord>[] = [];
        const [overtakenEnd, letGo] = moment();
        const start = async (number: number): Promise<void> => {
          life.reviewer.meanwhile = async () => {
            life.reviewer.meanwhile = () => {};
            if (number === 3) return isLastFirst ? undefined : overtakenEnd;
            await life.push(more(number));
            await start(number + 1);
            if (isLastFirst) await ended.at(-1);
          };
          const [asked, isAsked] = moment();
          const meanwhile = life.reviewer.meanwhile;
          life.reviewer.meanwhile = () => {
            isAsked();
            return meanwhile();
          };
          ended.push(life.run({ run: `run ${number}`, startedAt: number }));
          await asked;
        };
        await start(1);
        // Each starts the next one.
        for (const at of [0, 1]) await ended[at];
        letGo();
        const records = await Promise.all(ended);
        assert.deepEqual(
          records.map(({ situation }) => situation),
          ['superseded', 'superseded', 'reviewed'],
        );
        if (!isLastFirst) assertUsd(records[2]?.cost.pullRequestUsd, usdOf(records));
        await life.push(more(9));
        const next = await life.run({ run: 'run 4', startedAt: 4 });
        assertUsd(next.cost.pullRequestUsd, usdOf([...records, next]));
      }));
  }

  it('is forgotten with the rest by `clean`', () =>
    withLife({}, async (life) => {
      await overtaken(life);
      await life.clean();
      assert.ok([...life.pullRequest.properties.keys()].every((name) => !name.startsWith('SecondPass.')));
      assert.equal((await life.run()).cost.pullRequestUsd, undefined);
    }));
});

/** A push comes while the run reviews. */
async function overtaken(life: Life): Promise<ReviewRecord> {
  life.reviewer.meanwhile = () => life.push(later);
  const record = await life.run();
  life.reviewer.meanwhile = () => {};
  return record;
}

/** As pipelines do it that cancel the builds of older pushes. */
async function cancelledForPush(life: Life): Promise<ReviewRecord> {
  const controller = new AbortController();
  const ask: Life['reviewer']['ask'] = async (request, signal, meter) => {
    if (signal.aborted) throw signal.reason;
    const answer = await life.reviewer.ask(request, signal, meter);
    await life.push(later);
    controller.abort(new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' }));
    return answer;
  };
  return life.run({ model: { ...life.reviewer, ask }, signal: controller.signal });
}

async function cancelledInTheMiddle(life: Life): Promise<ReviewRecord> {
  const controller = new AbortController();
  const cancelled = new SecondPassError({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });
  const ask: Life['reviewer']['ask'] = async (request, signal, meter) => {
    if (signal.aborted) throw signal.reason;
    const answer = await life.reviewer.ask(request, signal, meter);
    controller.abort(cancelled);
    return answer;
  };
  return life.run({ model: { ...life.reviewer, ask }, signal: controller.signal });
}

/** The first look at the threads after the claim fails. */
function failingRead() {
  let hasClaimed = false;
  let hasFailed = false;
  return (host: CodeHost): CodeHost => ({
    ...host,
    async conversation(iteration) {
      if (!hasClaimed || hasFailed) return host.conversation(iteration);
      hasFailed = true;
      throw platform;
    },
    async apply(write) {
      const written = await host.apply(write);
      hasClaimed = hasClaimed || write.kind === 'openThread';
      return written;
    },
  });
}

/** The first write of this kind is refused. */
function refusing(isTurn: (write: HostWrite) => boolean) {
  let hasFailed = false;
  return (host: CodeHost): CodeHost => ({
    ...host,
    async apply(write) {
      if (hasFailed || !isTurn(write)) return host.apply(write);
      hasFailed = true;
      throw forbidden;
    },
  });
}

const isFinding = (write: HostWrite) => write.kind === 'openThread' && write.place !== undefined;
const isResult = (write: HostWrite) => write.kind === 'editComment' && write.content.startsWith('## Second Pass: FAIL');
const isLastStatus = (write: HostWrite) => write.kind === 'status' && write.state !== 'pending';

function tracking(life: Life): string {
  return trackingComments(life.emulator.snapshot(life.pullRequest.id))[0] ?? '';
}

function assertUsd(actual: number | null | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? 0) - expected) < 0.000_01, `${actual} instead of ${expected}`);
}

function moment(): [Promise<void>, () => void] {
  let come = () => {};
  const reached = new Promise<void>((resolve) => {
    come = resolve;
  });
  return [reached, come];
}
