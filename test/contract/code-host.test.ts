import assert from 'node:assert/strict';
import { isSecondPassError } from '../../src/errors';
import type { CodeHost, HostWrite, Thread } from '../../src/ports/code-host';
import { startSample } from '../adapters/azure-devops/sample';
import { createFakeCodeHost } from '../fakes/code-host';

/** A pull request whose first iteration changes these files, and what people can do to it. */
interface Subject {
  host: CodeHost;
  push(): Promise<void>;
  personOpens(content: string): Promise<number> | number;
  personReplies(threadId: number, content: string): void;
  personSets(threadId: number, status: Thread['status']): void;
  setDraft(): void;
  close(): Promise<void>;
}

const path = 'src/edited.ts';
const person = { id: '00000000-0000-4000-8000-000000000003', name: 'Mona Lisa' };

const subjects: Record<string, () => Promise<Subject>> = {
  'azure-devops on the emulator': async () => {
    const sample = await startSample();
    const { emulator, pullRequestId } = sample;
    const mona = () => emulator.as(person.name, pullRequestId);
    return {
      host: sample.host(),
      async push() {
        sample.commit('topic', { 'src/pushed.ts': 'new\n' });
        await emulator.pushIteration(pullRequestId);
      },
      personOpens: (content) => mona().addThread(content, { file: `/${path}`, line: 10 }).id,
      personReplies: (threadId, content) => mona().reply(threadId, content),
      personSets: (threadId, status) => mona().setThreadStatus(threadId, status),
      setDraft: () => emulator.setDraft(pullRequestId, true),
      async close() {
        await sample.close();
        assert.deepEqual(emulator.violations, []);
      },
    };
  },
  'the fake': async () => {
    const fake = createFakeCodeHost({ files: [path] });
    return {
      host: fake,
      push: async () => void fake.push([path, 'src/pushed.ts']),
      personOpens: (content) =>
        fake.personOpens(person, content, { path, range: { side: 'new', startLine: 10, endLine: 10 } }),
      personReplies: (threadId, content) => fake.personReplies(person, threadId, content),
      personSets: fake.personSets,
      setDraft: () => {
        fake.current = { ...fake.current, isDraft: true };
      },
      close: async () => {},
    };
  },
};

const finding: Extract<HostWrite, { kind: 'openThread' }> = {
  kind: 'openThread',
  iteration: 1,
  place: { path, range: { side: 'new', startLine: 10, endLine: 11 }, endLineLength: 0 },
  status: 'active',
  content: 'text <b>\n```suggestion\n```',
  properties: { 'SecondPass.Finding': 'f1' },
};

for (const [name, start] of Object.entries(subjects)) {
  describe(`code host: ${name}`, () => {
    let subject: Subject;
    const threadOf = async (id: number | undefined, iteration = 1) => {
      const { threads } = await subject.host.conversation(iteration);
      const thread = threads.find((each) => each.id === id);
      assert.ok(thread, `no thread ${id}`);
      return thread;
    };
    const open = async (write: Partial<typeof finding> = {}) => {
      const { threadId, commentId } = await subject.host.apply({ ...finding, ...write });
      assert.ok(threadId !== undefined && commentId !== undefined);
      return { threadId, commentId };
    };
    beforeEach(async () => {
      subject = await start();
    });
    afterEach(() => subject.close());

    it('reads the pull request afresh at each call', async () => {
      const first = await subject.host.pullRequest();
      assert.deepEqual(await subject.host.pullRequest(), first);
      assert.equal(first.state, 'active');
      assert.equal(first.iteration.id, 1);
      assert.notEqual(first.self.id, first.author.id);
      for (const commit of [first.iteration.base, first.iteration.source, first.iteration.target]) {
        assert.match(commit, /^[0-9a-f]{40}$/);
      }
      await subject.push();
      const second = await subject.host.pullRequest();
      assert.equal(second.iteration.id, 2);
      assert.equal(second.iteration.reason, 'push');
      assert.notEqual(second.iteration.source, first.iteration.source);
    });

    it('gives every changed file an id of its own that stays', async () => {
      const first = (await subject.host.conversation(1)).changeTrackingIds;
      await subject.push();
      const second = (await subject.host.conversation(2)).changeTrackingIds;
      assert.equal(first.has('src/pushed.ts'), false);
      assert.equal(second.has('src/pushed.ts'), true);
      assert.equal(second.get(path), first.get(path));
      assert.equal(new Set(second.values()).size, second.size);
    });

    it('shows an opened thread as it was written, by ourselves', async () => {
      const { threadId, commentId } = await open();
      const { self } = await subject.host.pullRequest();
      const { comments, ...thread } = await threadOf(threadId);
      assert.deepEqual(thread, {
        id: threadId,
        status: 'active',
        isDeleted: false,
        path,
        range: finding.place?.range,
        properties: finding.properties,
      });
      assert.deepEqual(
        comments.map(({ publishedAt, contentUpdatedAt = 0, author: { id, name }, ...comment }) => ({
          ...comment,
          author: { id, name },
          isDated: publishedAt > 0 && contentUpdatedAt > 0,
        })),
        [{ id: commentId, author: self, content: finding.content, isDeleted: false, isText: true, isDated: true }],
      );
    });

    it('tells when a text was written by the same clock as the time', async () => {
      const { threadId, commentId } = await open();
      await subject.host.apply({ kind: 'editComment', threadId, commentId, content: 'other' });
      const { comments } = await threadOf(threadId);
      const { contentUpdatedAt = 0 } = comments[0] ?? {};
      assert.ok(Math.abs(contentUpdatedAt - subject.host.now()) < 60_000, `${contentUpdatedAt}`);
    });

    it('opens threads on a file and on the whole pull request', async () => {
      const file = await open({ place: { path } });
      const { place: _, ...general } = finding;
      const whole = await subject.host.apply({ ...general, status: 'closed' });
      assert.deepEqual(
        [(await threadOf(file.threadId)).path, (await threadOf(file.threadId)).range],
        [path, undefined],
      );
      const thread = await threadOf(whole.threadId);
      assert.deepEqual([thread.path, thread.range, thread.status], [undefined, undefined, 'closed']);
    });

    it('shows what people did', async () => {
      const { threadId } = await open();
      subject.personReplies(threadId, 'no');
      subject.personSets(threadId, 'wontFix');
      const theirs = await subject.personOpens('look');
      const { self } = await subject.host.pullRequest();
      const ours = await threadOf(threadId);
      assert.equal(ours.status, 'wontFix');
      assert.deepEqual(
        ours.comments.map(({ content, author }) => [content, author.id === self.id]),
        [
          [finding.content, true],
          ['no', false],
        ],
      );
      const other = await threadOf(theirs);
      assert.deepEqual([other.path, other.range?.startLine, other.status], [path, 10, 'active']);
      assert.deepEqual(other.properties, {});
      assert.notEqual(other.comments[0]?.author.id, self.id);
    });

    it('replies without changing the status, edits, and sets the status', async () => {
      const { threadId, commentId } = await open();
      const reply = await subject.host.apply({ kind: 'reply', threadId, content: 'reply' });
      assert.equal(reply.threadId, threadId);
      assert.equal((await threadOf(threadId)).status, 'active');
      await subject.host.apply({ kind: 'editComment', threadId, commentId, content: 'edited' });
      await subject.host.apply({ kind: 'setThreadStatus', threadId, status: 'fixed' });
      const { status, comments } = await threadOf(threadId);
      assert.equal(status, 'fixed');
      assert.deepEqual(
        comments.map(({ id, content }) => [id, content]),
        [
          [commentId, 'edited'],
          [reply.commentId, 'reply'],
        ],
      );
    });

    it('deletes softly; a thread without comments left is deleted; what is gone needs no deletion', async () => {
      const { threadId, commentId } = await open();
      const reply = await subject.host.apply({ kind: 'reply', threadId, content: 'reply' });
      await subject.host.apply({ kind: 'deleteComment', threadId, commentId });
      const half = await threadOf(threadId);
      assert.deepEqual([half.isDeleted, half.comments[0]?.isDeleted, half.comments[0]?.content], [false, true, '']);
      await subject.host.apply({ kind: 'deleteComment', threadId, commentId: reply.commentId ?? 0 });
      assert.equal((await threadOf(threadId)).isDeleted, true);
      await subject.host.apply({ kind: 'deleteComment', threadId: 4711, commentId: 1 });
    });

    it('posts statuses and votes; a draft keeps no vote', async () => {
      const status = { kind: 'status', iteration: 1, name: 'review', state: 'pending', description: 'd' } as const;
      assert.deepEqual(await subject.host.apply(status), {});
      assert.deepEqual(await subject.host.apply({ kind: 'vote', value: -5 }), { vote: -5 });
      assert.deepEqual(await subject.host.apply({ kind: 'vote', value: 0 }), { vote: 0 });
      subject.setDraft();
      assert.deepEqual(await subject.host.apply({ kind: 'vote', value: -5 }), { vote: 0 });
    });

    it('refuses what the service would not take', async () => {
      const content = 'x'.repeat(150_001);
      const refused: [HostWrite, string][] = [
        [{ ...finding, content }, 'comment-too-long'],
        [{ kind: 'reply', threadId: 4711, content }, 'comment-too-long'],
        [{ kind: 'reply', threadId: 4711, content: 'c' }, 'not-found'],
        [{ kind: 'editComment', threadId: 4711, commentId: 1, content: 'c' }, 'not-found'],
        [{ kind: 'setThreadStatus', threadId: 4711, status: 'fixed' }, 'not-found'],
      ];
      for (const [write, code] of refused) {
        await assert.rejects(subject.host.apply(write), (error) => isSecondPassError(error) && error.code === code);
      }
    });
  });
}
