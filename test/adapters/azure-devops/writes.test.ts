import assert from 'node:assert/strict';
import type { HostWrite } from '../../../src/ports/code-host';
import type { FaultScript } from '../../emulators/azure-devops/server';
import { failureOf } from '../http/loopback';
import { asked, type Sample, startSample } from './sample';

type OpenThread = Extract<HostWrite, { kind: 'openThread' }>;
const finding: OpenThread = {
  kind: 'openThread',
  iteration: 1,
  place: { path: 'src/edited.ts', range: { side: 'new', startLine: 9, endLine: 10 }, endLineLength: 10 },
  status: 'active',
  content: '**Warning** `$(x)` <b>&</b>\nsecond line',
  properties: { 'SecondPass.Finding': 'f1', 'SecondPass.Version': '1' },
};

describe('azure-devops writes', () => {
  let sample: Sample;
  const fault = (answer: FaultScript['answer'], match: FaultScript['match'], rest: Partial<FaultScript> = {}) =>
    sample.emulator.fault({ match, answer, ...rest });
  const ours = () => sample.emulator.snapshot(sample.pullRequestId).threads;
  const bodies = (method: string, part: RegExp) =>
    sample.emulator.requests.filter((one) => one.method === method && part.test(one.path)).map((one) => one.body);
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(async () => {
    await sample.close();
    assert.deepEqual(sample.emulator.violations, []);
  });

  describe('a thread', () => {
    it('spans whole lines of the newest iteration and is tracked by its file’s own id', async () => {
      const written = await sample.host().apply(finding);
      const { changes } = sample.emulator.pullRequest(1).iterations[0]!;
      assert.deepEqual(bodies('POST', /threads$/), [
        {
          comments: [{ parentCommentId: 0, content: finding.content, commentType: 'text' }],
          status: 'active',
          properties: finding.properties,
          threadContext: {
            filePath: '/src/edited.ts',
            rightFileStart: { line: 9, offset: 1 },
            rightFileEnd: { line: 10, offset: 11 },
          },
          pullRequestThreadContext: {
            changeTrackingId: changes.find((change) => change.path === '/src/edited.ts')?.trackingId,
            iterationContext: { firstComparingIteration: 1, secondComparingIteration: 1 },
          },
        },
      ]);
      assert.deepEqual(written, { threadId: ours()[0]?.id, commentId: 1 });
    });

    it('on deleted lines stands on the left side', async () => {
      const range = { side: 'old', startLine: 2, endLine: 2 } as const;
      await sample.host().apply({ ...finding, place: { path: 'src/old.ts', range, endLineLength: 11 } });
      const [body] = bodies('POST', /threads$/) as [{ threadContext: object }];
      assert.deepEqual(body.threadContext, {
        filePath: '/src/old.ts',
        leftFileStart: { line: 2, offset: 1 },
        leftFileEnd: { line: 2, offset: 12 },
      });
    });

    it('on a file has no lines; one on the pull request no place at all', async () => {
      const host = sample.host();
      await host.apply({ ...finding, place: { path: 'src/größer & neu.ts' } });
      const { place: _, ...general } = finding;
      await host.apply({ ...general, status: 'closed' });
      const [file, whole] = bodies('POST', /threads$/) as [{ threadContext: object }, object];
      assert.deepEqual(file.threadContext, { filePath: '/src/größer & neu.ts' });
      assert.deepEqual(Object.keys(whole).sort(), ['comments', 'properties', 'status']);
      assert.equal(ours()[1]?.status, 'closed');
    });

    it('needs one call once the conversation is known', async () => {
      const host = sample.host();
      await host.pullRequest();
      await host.conversation(1);
      const before = asked(sample).length;
      await host.apply(finding);
      await host.apply({ ...finding, properties: { 'SecondPass.Finding': 'f2' } });
      assert.equal(asked(sample).length, before + 2);
    });

    it('over 150,000 characters is refused before it is sent', async () => {
      const host = sample.host();
      await host.apply({ ...finding, content: 'x'.repeat(150_000) });
      const before = asked(sample).length;
      const content = 'x'.repeat(150_001);
      for (const write of [
        { ...finding, content },
        { kind: 'reply', threadId: 1, content },
        { kind: 'editComment', threadId: 1, commentId: 1, content },
      ] as const) {
        const error = await failureOf(host.apply(write));
        assert.equal(error.code, 'comment-too-long');
        assert.match(error.message, /150001/);
      }
      assert.equal(asked(sample).length, before);
    });
  });

  describe('whose answer is lost', () => {
    const reply = { kind: 'reply', threadId: 0, content: 'Fixed in abc.' } as const;
    const prepare = async () => {
      const host = sample.host();
      const { threadId = 0 } = await host.apply(finding);
      await host.apply({ ...reply, threadId });
      await host.conversation(1);
      return { host, threadId };
    };
    const lost: FaultScript['answer'][] = ['appliedThenReset', 'cutBody', 'byteOrderMark'];
    for (const answer of lost) {
      it(`though it was carried out is found again: ${answer}`, async () => {
        const { host, threadId } = await prepare();
        fault(answer, { method: 'POST', route: /threads/ });
        const second = { ...finding, properties: { ...finding.properties, 'SecondPass.Finding': 'f2' } };
        const written = await host.apply(second);
        assert.equal(written.foundAgain, true);
        assert.deepEqual(
          ours().map((thread) => thread.properties['SecondPass.Finding']),
          ['f1', 'f2'],
        );
        assert.equal(written.threadId, ours()[1]?.id);
        sample.emulator.clearFaults();
        fault(answer, { method: 'POST', route: /comments/ });
        assert.deepEqual(await host.apply({ ...reply, threadId }), { threadId, commentId: 3, foundAgain: true });
        assert.equal(ours()[0]?.comments.length, 3);
      });
    }

    for (const answer of ['reset', 500, 502, 503, 504] as const) {
      it(`and that was not carried out is sent again: ${answer}`, async () => {
        const { host, threadId } = await prepare();
        fault(answer, { method: 'POST', route: /threads/, times: 2 });
        const written = await host.apply({ ...finding, properties: { 'SecondPass.Finding': 'f2' } });
        assert.equal(written.foundAgain, undefined);
        sample.emulator.clearFaults();
        fault(answer, { method: 'POST', route: /comments/, times: 2 });
        assert.deepEqual(await host.apply({ ...reply, threadId }), { threadId, commentId: 3 });
        assert.equal(ours().length, 2);
      });
    }

    it('is not confused with an older one of ours, nor with one of somebody else', async () => {
      const { host } = await prepare();
      const other = sample.emulator.person('Mallory');
      sample.emulator.registerToken('other', other);
      await sample.host({ token: { scheme: 'bearer', value: 'other' } }).apply(finding);
      fault('reset', { method: 'POST', route: /threads/ });
      const written = await host.apply(finding);
      assert.equal(written.foundAgain, undefined);
      assert.equal(ours().length, 3);
      assert.equal(written.threadId, ours()[2]?.id);
    });

    it('without properties is known by its text', async () => {
      const { host } = await prepare();
      fault('appliedThenReset', { method: 'POST', route: /threads/ });
      const written = await host.apply({ ...finding, properties: {}, content: 'another text' });
      assert.equal(written.foundAgain, true);
      assert.equal(ours().length, 2);
    });

    it('is an error when looking for it fails too, and nothing is sent again', async () => {
      const { host } = await prepare();
      fault('appliedThenReset', { method: 'POST', route: /threads/ });
      fault('reset', { method: 'GET', route: /threads/, times: 99 });
      const error = await failureOf(host.apply({ ...finding, properties: { 'SecondPass.Finding': 'f2' } }));
      assert.equal(error.code, 'connection');
      assert.equal(ours().length, 2);
    });

    it('is given up after four tries', async () => {
      const { host } = await prepare();
      fault(500, { method: 'POST', route: /threads/, times: 99 });
      assert.equal((await failureOf(host.apply(finding))).code, 'unavailable');
      assert.equal(bodies('POST', /threads$/).length, 1 + 4);
    });
  });

  for (const status of [429, 503]) {
    it(`that is turned away with ${status} and Retry-After goes again after that time, without looking`, async () => {
      const host = sample.host();
      await host.pullRequest();
      await host.conversation(1);
      fault(status, { method: 'POST', route: /threads/ }, { headers: { 'retry-after': '30' } });
      const before = asked(sample).length;
      await host.apply(finding);
      assert.equal(asked(sample).length, before + 2);
      assert.equal(ours().length, 1);
      assert.equal(
        host.clock.slept.reduce((sum, wait) => sum + wait, 0),
        30_000,
      );
    });
  }

  it('waits where a good answer asked for it', async () => {
    const host = sample.host();
    await host.conversation(1);
    fault(200, { method: 'POST', route: /threads/ }, { headers: { 'Retry-After': '12' } });
    await host.apply(finding);
    assert.deepEqual(host.clock.slept, []);
    await host.apply({ kind: 'status', iteration: 1, name: 'review', state: 'succeeded', description: 'd' });
    assert.deepEqual(host.clock.slept, [12_000]);
  });

  describe('that change what is there', () => {
    it('edit, reply, resolve and delete, also when an answer is lost', async () => {
      const host = sample.host();
      const { threadId = 0, commentId = 0 } = await host.apply(finding);
      for (const method of ['PATCH', 'DELETE']) fault('appliedThenReset', { method });
      await host.apply({ kind: 'editComment', threadId, commentId, content: 'edited' });
      await host.apply({ kind: 'setThreadStatus', threadId, status: 'fixed' });
      const second = await host.apply({ kind: 'reply', threadId, content: 'reply' });
      await host.apply({ kind: 'deleteComment', threadId, commentId: second.commentId ?? 0 });
      const [thread] = ours();
      assert.equal(thread?.status, 'fixed');
      assert.deepEqual(
        thread?.comments.map(({ content, type, isDeleted }) => [content, type, isDeleted ?? false]),
        [
          ['edited', 'text', false],
          ['', 'text', true],
        ],
      );
    });

    it('delete what is gone without an error, and edit it with one', async () => {
      const host = sample.host();
      await host.apply({ kind: 'deleteComment', threadId: 4711, commentId: 1 });
      const error = await failureOf(host.apply({ kind: 'setThreadStatus', threadId: 4711, status: 'fixed' }));
      assert.equal(error.code, 'not-found');
      assert.equal(error.kind, 'platform');
    });
  });

  describe('a status', () => {
    it('stands on its iteration under genre and name; the newest counts', async () => {
      const host = sample.host();
      const repository = sample.emulator.pullRequest(1).repository;
      sample.emulator.addStatusPolicy({ repository, refName: 'refs/heads/main' });
      fault('appliedThenReset', { method: 'POST', route: /statuses/ });
      const status = { kind: 'status', iteration: 1, name: 'review' } as const;
      await host.apply({ ...status, state: 'pending', description: 'In progress' });
      await host.apply({ ...status, state: 'failed', description: 'FAIL', targetUrl: 'https://build.example/1' });
      const last = sample.emulator.snapshot(1).statuses.at(-1);
      assert.deepEqual(last, {
        context: 'second-pass/review',
        state: 'failed',
        description: 'FAIL',
        iterationId: 1,
        targetUrl: 'https://build.example/1',
      });
    });
  });

  describe('a status that succeeds', () => {
    const status = { kind: 'status', iteration: 1, name: 'review', description: 'd' } as const;
    const states = () => sample.emulator.snapshot(1).statuses.map(({ state }) => state);

    it('is withheld where another run has posted its own since they were read', async () => {
      const [host, other] = [sample.host(), sample.host()];
      await host.conversation(1);
      await other.conversation(1);
      await other.apply({ ...status, state: 'failed' });
      await host.clock.sleep(10_000);
      const before = states();
      assert.deepEqual(await host.apply({ ...status, state: 'succeeded' }), { overtakes: true, isWithheld: true });
      assert.deepEqual(states(), before);
      await host.conversation(1);
      assert.deepEqual(await host.apply({ ...status, state: 'succeeded' }), {});
      assert.equal(states().at(-1), 'succeeded');
    });

    it('is posted over those of other names, and asks for nothing where they were read a moment ago', async () => {
      const [host, other] = [sample.host(), sample.host()];
      await host.conversation(1);
      await other.apply({ ...status, name: 'other', state: 'failed' });
      await host.clock.sleep(10_000);
      assert.deepEqual(await host.apply({ ...status, state: 'succeeded' }), { overtakes: true });
      await host.conversation(1);
      const asked = () => host.accessLog().filter(({ method }) => method === 'GET').length;
      const before = asked();
      await host.apply({ ...status, state: 'succeeded' });
      assert.equal(asked(), before);
    });
  });

  describe('a property of the pull request', () => {
    it('is read back with those of ours alone, leaves the others, and can be taken away', async () => {
      const host = sample.host();
      const told = async () => (await host.conversation(1)).properties;
      await host.apply({ kind: 'property', name: 'SecondPass.Spent.1', value: '{"usd":1}' });
      await host.apply({ kind: 'property', name: 'SecondPass.Spent.2', value: '2026-04-01 text' });
      await host.apply({ kind: 'property', name: 'Other.Name', value: 'x' });
      assert.deepEqual(await told(), { 'SecondPass.Spent.1': '{"usd":1}', 'SecondPass.Spent.2': '2026-04-01 text' });
      await host.apply({ kind: 'property', name: 'SecondPass.Spent.1', value: null });
      assert.deepEqual(await told(), { 'SecondPass.Spent.2': '2026-04-01 text' });
    });
  });

  describe('a vote', () => {
    const votes = () => sample.emulator.snapshot(1).votes.map(({ vote }) => vote);

    it('waits for the author, is not cast twice, and can be taken back', async () => {
      const host = sample.host();
      assert.deepEqual(await host.apply({ kind: 'vote', value: -5 }), { vote: -5 });
      assert.deepEqual(await host.apply({ kind: 'vote', value: -5 }), { vote: -5 });
      assert.deepEqual(votes(), [-5]);
      assert.equal(bodies('PUT', /reviewers/).length, 1);
      assert.deepEqual(await host.apply({ kind: 'vote', value: 0 }), { vote: 0 });
      assert.deepEqual(votes(), [0]);
    });

    it('of nothing does not make us a reviewer', async () => {
      assert.deepEqual(await sample.host().apply({ kind: 'vote', value: 0 }), { vote: 0 });
      assert.deepEqual(votes(), []);
    });

    it('on a draft is told to have had no effect', async () => {
      sample.emulator.setDraft(1, true);
      const host = sample.host();
      assert.deepEqual(await host.apply({ kind: 'vote', value: -5 }), { vote: 0 });
      assert.match(host.log.lines.join('\n'), /warning: The vote -5 .* reads back as 0/);
    });
  });
});
