import assert from 'node:assert/strict';
import { SecondPassError } from '../../src/errors';
import type { CodeHost, HostWrite } from '../../src/ports/code-host';
import type { RunRecord } from '../../src/steps/record/record';
import type { Life } from './life';
import { trackingComments } from './show';
import { findings, numbered, source, statuses, withLife } from './small';

const later = { ...source, 'src/b.ts': numbered('b', { 3: 'more();' }) };
const platform = new SecondPassError({ kind: 'platform', code: 'unavailable', message: 'Azure DevOps answered 503.' });
const forbidden = new SecondPassError({ kind: 'platform', code: 'forbidden', message: 'The comment was refused.' });

describe('what a run has paid for', () => {
  for (const [what, end, situation] of [
    ['was overtaken by a push', (life: Life) => overtaken(life), 'superseded'],
    ['could not look at the pull request again', (life: Life) => life.run({ host: failingRead() }), 'reviewerFailed'],
    ['may not open threads', (life: Life) => life.run({ host: refusing(isFinding) }), 'reviewerFailed'],
    ['was cancelled between its calls', (life: Life) => cancelledInTheMiddle(life), 'stopped'],
    ['could not write its result at first', (life: Life) => life.run({ host: refusing(isResult) }), 'reviewerFailed'],
    ['could not set its status at first', (life: Life) => life.run({ host: refusing(isLastStatus) }), 'reviewerFailed'],
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

  it('holds the cap for the next run, though the run before was overtaken', () =>
    withLife({}, async (life) => {
      const inputs = { budgetUsdPerPullRequest: await leastCap() };
      await overtaken(life);
      const asked = life.reviewer.asked;
      const next = await life.run({ inputs });
      assert.equal(next.situation, 'reviewerFailed');
      assert.match(next.problems.join(), /budget/);
      assert.equal(life.reviewer.asked, asked);
    }));

  it('is noted by the overtaken run below the tracking comment, and nothing else is written', () =>
    withLife({}, async (life) => {
      const first = await overtaken(life);
      const kinds = life.writes.map(({ kind }) => kind);
      assert.deepEqual(kinds, ['status', 'openThread', 'reply']);
      assert.deepEqual(findings(life), []);
      assert.deepEqual(statuses(life), ['pending (1): Second Pass is reviewing']);
      const usd = (first.cost.usd ?? 0).toFixed(4);
      const said = `Superseded: iteration 2 appeared while iteration 1 was reviewed. Its 2 calls cost ≈ \\$${usd}`;
      assert.ok(notes(life)[0]?.startsWith(said), notes(life).join('\n'));
    }));

  it('leaves what the newer run wrote byte for byte when the older one ends after it', () =>
    withLife({}, async (life) => {
      let written = '';
      life.reviewer.meanwhile = async () => {
        life.reviewer.meanwhile = () => {};
        await life.push(later);
        await life.run({ run: 'the newer one' });
        written = tracking(life);
      };
      const older = await life.run({ run: 'the older one' });
      assert.equal(older.situation, 'superseded');
      assert.match(written, /FAIL/);
      assert.equal(tracking(life), written);
      assert.equal(statuses(life).at(-1), 'failed (2): FAIL: 1 blocker, 1 warning, 0 suggestions');
      const again = await life.run();
      assert.equal(again.calls.length, 0);
      assertUsd(again.cost.pullRequestUsd, 2 * (older.cost.usd ?? 0));
    }));

  it('is noted on a pull request that was closed, which may be opened again', () =>
    withLife({}, async (life) => {
      life.reviewer.meanwhile = () => life.emulator.abandon(life.pullRequest.id);
      const record = await life.run();
      assert.equal(record.situation, 'superseded');
      assert.match(notes(life)[0] ?? '', /^Superseded: the pull request is abandoned by now\. Its 2 calls cost/);
    }));

  it('is not lost when it is written while the next run looks for its files', () =>
    withLife({}, async (life) => {
      let older: RunRecord | undefined;
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

  it('is told in the log when it cannot be noted', () =>
    withLife({}, async (life) => {
      const lines: string[] = [];
      const log = { info() {}, group() {}, warn: (line: string) => void lines.push(line) };
      life.reviewer.meanwhile = () => life.push(later);
      const record = await life.run({ host: refusing(({ kind }) => kind === 'reply'), world: { log } });
      assert.equal(record.situation, 'superseded');
      assert.ok((record.cost.usd ?? 0) > 0);
      assert.match(lines.join('\n'), /\$0\.\d{4} .*could not be noted on the pull request/);
    }));

  it('is not believed to whoever else writes below the tracking comment', () =>
    withLife({}, async (life) => {
      await overtaken(life);
      const [note = ''] = notes(life);
      const thread = life.pullRequest.threads.find(({ properties }) => properties.has('SecondPass.Kind'));
      life.as('Mallory').reply(thread?.id ?? 0, note.replace(/"usd":[\d.]+/, '"usd":1000'));
      assert.match(notes(life)[1] ?? '', /"usd":1000/);
      assert.equal((await life.run()).situation, 'reviewed');
    }));
});

/** With half a cent less than this not even a first run is made; a run costs 0.8 cents. */
async function leastCap(): Promise<string> {
  for (let thousandths = 88; ; thousandths += 4) {
    const cap = (thousandths / 1000).toFixed(3);
    let isEnough = false;
    await withLife({}, async (life) => {
      isEnough = (await life.run({ inputs: { budgetUsdPerPullRequest: cap } })).situation === 'reviewed';
    });
    if (isEnough) return cap;
  }
}

/** A push comes while the run reviews. */
async function overtaken(life: Life): Promise<RunRecord> {
  life.reviewer.meanwhile = () => life.push(later);
  const record = await life.run();
  life.reviewer.meanwhile = () => {};
  return record;
}

async function cancelledInTheMiddle(life: Life): Promise<RunRecord> {
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

/** Everything below the tracking comment. */
function notes(life: Life): string[] {
  const { threads } = life.emulator.snapshot(life.pullRequest.id);
  const below = threads.filter(({ properties }) => properties['SecondPass.Kind'] === 'tracking');
  return below.flatMap(({ comments }) => comments.slice(1).map(({ content }) => content));
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
