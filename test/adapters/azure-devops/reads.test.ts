import assert from 'node:assert/strict';
import { branchOf } from '../../../src/steps/branch/branch-name';
import { commitMessage } from '../../../src/steps/texts/commit-message';
import { failureOf } from '../http/loopback';
import { asked, projectName, type Sample, startSample, token } from './sample';

describe('azure-devops reads', () => {
  let sample: Sample;
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(async () => {
    await sample.close();
    // What we ask is judged here; what the emulator answers is its own tests' concern.
    assert.deepEqual(
      sample.emulator.violations.filter(({ side }) => side === 'request'),
      [],
    );
  });

  describe('the pull request', () => {
    it('comes with its newest iteration and our own identity', async () => {
      const source = sample.commit('topic', { 'src/old.ts': 'back again\n' });
      await sample.emulator.pushIteration(sample.pullRequestId);
      const read = await sample.host().pullRequest();
      const wanted = sample.emulator.pullRequest(sample.pullRequestId);
      const [, iteration] = wanted.iterations;
      assert.ok(iteration);
      assert.deepEqual(read, {
        id: sample.pullRequestId,
        webUrl: sample.emulator.pageUrl(sample.pullRequestId),
        state: 'active',
        isDraft: false,
        isFork: false,
        author: { id: wanted.createdBy.id, name: 'Mona Lisa' },
        pushers: [...new Set(wanted.iterations.map(({ author }) => author))].map(({ id, displayName }) => ({
          id,
          name: displayName,
        })),
        authorAccount: 'mona.lisa@fabrikam.example',
        title: 'title',
        labels: [],
        sourceBranch: 'refs/heads/topic',
        targetBranch: 'refs/heads/main',
        repositoryId: sample.repository.id,
        iteration: {
          ...{ id: 2, base: iteration.common, source, target: iteration.target, reason: 'push' },
          madeAt: read.iteration.madeAt,
          merge: { commit: wanted.mergeCommit, target: iteration.target },
        },
        self: {
          id: sample.emulator.buildService(wanted.repository.project).id,
          name: `${projectName} Build Service (fabrikam)`,
        },
      });
    });

    it('costs three calls, afterwards two; a conversation four, afterwards three', async () => {
      const host = sample.host();
      await host.pullRequest();
      assert.equal(asked(sample).length, 3);
      await host.pullRequest();
      await host.conversation(1);
      await host.conversation(1);
      const calls = asked(sample).map((call) => call.replace(/[0-9a-f-]{36}/, 'R'));
      assert.deepEqual(calls.sort(), [
        'GET connectionData',
        'GET git/repositories/R/pullRequests/1',
        'GET git/repositories/R/pullRequests/1',
        'GET git/repositories/R/pullRequests/1/iterations',
        'GET git/repositories/R/pullRequests/1/iterations',
        'GET git/repositories/R/pullRequests/1/iterations/1/changes',
        'GET git/repositories/R/pullRequests/1/properties',
        'GET git/repositories/R/pullRequests/1/properties',
        'GET git/repositories/R/pullRequests/1/statuses',
        'GET git/repositories/R/pullRequests/1/statuses',
        'GET git/repositories/R/pullRequests/1/threads',
        'GET git/repositories/R/pullRequests/1/threads',
      ]);
    });

    it('tells whether a run is over, of builds of the collection alone', async () => {
      const { emulator, pullRequestId } = sample;
      const { project } = emulator.pullRequest(pullRequestId).repository;
      emulator.addRun({ id: 77, project, steps: [] });
      emulator.addRun({ id: 78, project, status: 'inProgress', steps: [] });
      const host = sample.host();
      const page = (id: number) => `${emulator.url}${encodeURIComponent(project.name)}/_build/results?buildId=${id}`;
      const ended = (address: string) => host.hasEnded?.(address);
      assert.equal(await ended(`${page(77)}&view=second-pass.second-pass.run#begun-1-2-by-3`), true);
      assert.equal(await ended(page(78)), false);
      const before = asked(sample).length;
      for (const address of [
        '',
        'https://ci.example/77',
        `${emulator.url}../x/_build/results?buildId=77`,
        `${page(77)}x`,
      ])
        assert.equal(await ended(address), false, address);
      assert.equal(asked(sample).length, before);
    });

    it('is found by its id alone, and its repository used from then on', async () => {
      const host = sample.host({ repositoryId: undefined });
      const read = await host.pullRequest();
      assert.equal(read.repositoryId, sample.repository.id);
      assert.equal(read.iteration.id, 1);
      await host.pullRequest();
      assert.match(asked(sample).at(-1) ?? '', new RegExp(sample.repository.id));
    });

    it('is found by the repository’s name, and with a token for Basic', async () => {
      const host = sample.host({ repositoryId: sample.repository.name, token: { scheme: 'basic', value: token } });
      assert.equal((await host.pullRequest()).repositoryId, sample.repository.id);
    });

    it('tells drafts, forks, and what was closed', async () => {
      const { emulator, pullRequestId, repository } = sample;
      emulator.setDraft(pullRequestId, true);
      assert.equal((await sample.host().pullRequest()).isDraft, true);
      emulator.abandon(pullRequestId);
      assert.equal((await sample.host().pullRequest()).state, 'abandoned');
      const original = emulator.pullRequest(pullRequestId).repository;
      const fork = await emulator.addRepository({ directory: original.directory, name: 'fork', forkOf: original });
      const forked = { repository: original, sourceRef: 'topic', targetRef: 'main', title: 't', forkSource: fork };
      const { id } = await emulator.openPullRequest(forked);
      const host = sample.host({ pullRequestId: id, repositoryId: repository.id });
      const pullRequest = await host.pullRequest();
      assert.equal(pullRequest.isFork, true);
      assert.deepEqual(await host.pushers(pullRequest), { known: [], areAll: false });
    });

    it('that does not exist is named as such, with the reason why it may be hidden', async () => {
      for (const repositoryId of [sample.repository.id, undefined]) {
        const error = await failureOf(sample.host({ pullRequestId: 4711, repositoryId }).pullRequest());
        assert.equal(error.kind, 'notFound');
        assert.equal(error.code, 'pull-request-not-found');
        assert.match(error.advice, /Protect access to repositories/);
      }
    });

    it('in a repository that does not exist is not found either', async () => {
      const error = await failureOf(sample.host({ repositoryId: 'nowhere' }).pullRequest());
      assert.equal(error.kind, 'notFound');
      assert.match(error.message, /TF401019/);
    });

    it('needs a collection’s address', async () => {
      assert.throws(() => sample.host({ collectionUrl: 'dev.azure.com/fabrikam' }), { kind: 'badInput' });
    });
  });

  describe('who pushed before it was opened', () => {
    const Zero = '0'.repeat(40);
    const pushed = (name: string, from: string, to: string, ref = 'refs/heads/topic') => {
      const { emulator, repository } = sample;
      const known = emulator.collection.repositories.find(({ id }) => id === repository.id);
      assert.ok(known);
      const by = emulator.person(name);
      emulator.collection.pushes.push({ repository: known, by, refs: [{ ref, from, to }], date: '2026-04-01' });
    };
    const names = async () => {
      const host = sample.host();
      return (await host.pushers(await host.pullRequest())).known.map(({ name }) => name);
    };

    it('is everybody, before the branch was taken away and made again as well', async () => {
      pushed('Octo Cat', Zero, '1'.repeat(40));
      pushed('Whoever Cleans', '1'.repeat(40), Zero);
      pushed('Someone Else', Zero, '1'.repeat(40), 'refs/heads/other');
      pushed('Ada Lovelace', Zero, '2'.repeat(40));
      pushed('Grace Hopper', '2'.repeat(40), '3'.repeat(40));
      pushed('Ada Lovelace', '3'.repeat(40), '4'.repeat(40));
      assert.deepEqual(await names(), ['Ada Lovelace', 'Grace Hopper', 'Octo Cat']);
    });

    it('is everybody since what the target holds', async () => {
      const { base, source } = (await sample.host().pullRequest()).iteration;
      pushed('Octo Cat', base, base);
      pushed('Ada Lovelace', base.toUpperCase(), source);
      assert.deepEqual(await names(), ['Ada Lovelace']);
    });

    it('is everybody before the branch was set back to the base, since it may have come back', async () => {
      const { base, source } = (await sample.host().pullRequest()).iteration;
      pushed('Octo Cat', Zero, source);
      pushed('Ada Lovelace', source, base);
      pushed('Ada Lovelace', base, source);
      assert.deepEqual(await names(), ['Ada Lovelace', 'Octo Cat']);
    });

    it('is everybody behind a hundred pushes more', async () => {
      pushed('Octo Cat', Zero, '1'.repeat(40));
      for (let at = 0; at < 130; at += 1) pushed('Ada Lovelace', '1'.repeat(40), '1'.repeat(40));
      assert.deepEqual(await names(), ['Ada Lovelace', 'Octo Cat']);
    });

    it('is everybody where the branch was set back so often that nobody asks about each', async () => {
      const { base, source } = (await sample.host().pullRequest()).iteration;
      pushed('Octo Cat', Zero, source);
      for (let at = 0; at < 40; at += 1) {
        pushed('Ada Lovelace', source, base);
        pushed('Ada Lovelace', base, source);
      }
      assert.deepEqual(await names(), ['Ada Lovelace', 'Octo Cat']);
      assert.equal(asked(sample).filter((call) => call.includes('/mergebases')).length, 10);
    });

    describe('of a branch that the second task pushed', () => {
      const person = (name: string) => ({ name, id: sample.emulator.person(name).id });
      const made = (request: { by: { id: string; name: string }; alsoBy?: string[] }) =>
        commitMessage({ title: 'x', request: { id: 'pr-1.2.3', ...request }, planHash: 'b'.repeat(64), skipCi: true });
      async function opened(branch: string, messages: readonly string[]) {
        const { commit, emulator, host } = sample;
        const [repository = assert.fail()] = emulator.collection.repositories;
        commit(branch, { 'README.md': 'x\n' }, 'Somebody else\n\nRequested-by: Nobody <nobody>');
        const { id } = await emulator.openPullRequest({ repository, sourceRef: branch, targetRef: 'main', title: 't' });
        for (const [at, message] of messages.entries()) commit(branch, { 'README.md': `${at}\n` }, message);
        await emulator.pushIteration(id);
        const its = host({ pullRequestId: id });
        return (await its.pushers(await its.pullRequest())).known.map((one) => one.id);
      }

      it('is who asked for its commits as well, and whose words they took over', async () => {
        const [octo, grace, ada] = [person('Octo Cat'), person('Grace <a> Hopper'), person('Ada Lovelace')];
        const branch = branchOf({ id: 'pr-1.2.3', sha256: 'a'.repeat(64) }, 'other/prefix/').replace('refs/heads/', '');
        const known = await opened(branch, [made({ by: octo }), made({ by: grace, alsoBy: [ada.id] })]);
        assert.deepEqual(known.filter((id) => id !== 'nobody').toSorted(), [octo.id, grace.id, ada.id].toSorted());
      });

      it('is nobody whom a commit of another branch names, and no commit is asked for', async () => {
        assert.deepEqual(await opened('topic-2', [made({ by: person('Octo Cat') })]), []);
        assert.equal(asked(sample).filter((call) => /\/commits\/[0-9a-f]{40}$/.test(call)).length, 0);
      });
    });

    it('is nobody, and told, where the service refuses to say', async () => {
      sample.emulator.fault({ match: { route: /\/pushes/, times: 99 }, answer: 403 });
      assert.deepEqual(await names(), []);
    });
  });

  describe('the conversation', () => {
    it('gives threads with place, properties and comments, and the tracking ids of all files', async () => {
      const { emulator, pullRequestId } = sample;
      const mona = emulator.as('Mona Lisa', pullRequestId);
      const file = mona.addThread('on lines', { file: '/src/edited.ts', line: 3, endLine: 4 }, 'pending').id;
      mona.reply(file, 'a reply');
      const left = mona.addThread('on a deleted line', { file: '/src/old.ts', line: 2, side: 'left' }).id;
      const whole = mona.addThread('on the file', { file: '/src/größer & neu.ts' }).id;
      const general = mona.addThread('on everything', {}, 'closed').id;
      mona.deleteComment(general);
      mona.vote(-5);
      const { threads, changeTrackingIds } = await sample.host().conversation(1);
      const byId = new Map(threads.map((thread) => [thread.id, thread]));
      assert.deepEqual(
        [file, left, whole, general].map((id) => {
          const { path, range, status, isDeleted } = byId.get(id)!;
          return { path, range, status, isDeleted };
        }),
        [
          {
            path: 'src/edited.ts',
            range: { side: 'new', startLine: 3, endLine: 4 },
            status: 'pending',
            isDeleted: false,
          },
          {
            path: 'src/old.ts',
            range: { side: 'old', startLine: 2, endLine: 2 },
            status: 'active',
            isDeleted: false,
          },
          { path: 'src/größer & neu.ts', range: undefined, status: 'active', isDeleted: false },
          { path: undefined, range: undefined, status: 'closed', isDeleted: true },
        ],
      );
      const comments = byId.get(file)?.comments ?? [];
      assert.deepEqual(
        comments.map(({ id, author, content, isDeleted, isText }) => [id, author.name, content, isDeleted, isText]),
        [
          [1, 'Mona Lisa', 'on lines', false, true],
          [2, 'Mona Lisa', 'a reply', false, true],
        ],
      );
      assert.ok(comments.every((comment) => comment.publishedAt > Date.parse('2020-01-01')));
      const system = threads.find((thread) => thread.properties.CodeReviewThreadType === 'VoteUpdate');
      assert.equal(system?.comments[0]?.isText, false);
      assert.equal(system?.status, 'unknown');
      assert.deepEqual(
        [...changeTrackingIds.keys()].sort(),
        ['src/after the move.ts', 'src/edited.ts', 'src/größer & neu.ts', 'src/old.ts'].sort(),
      );
    });

    it('follows threads to the newest iteration, and drops the lines of those whose lines are gone', async () => {
      const { emulator, pullRequestId } = sample;
      const mona = emulator.as('Mona Lisa', pullRequestId);
      const moved = mona.addThread('moves', { file: '/src/edited.ts', line: 15 }).id;
      const gone = mona.addThread('goes', { file: '/src/edited.ts', line: 3 }).id;
      const lines = `added\n${Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n')}\n`;
      sample.commit('topic', { 'src/edited.ts': lines.replace('line 3\n', '') });
      await emulator.pushIteration(pullRequestId);
      const { threads } = await sample.host().conversation(2);
      const range = (id: number) => threads.find((thread) => thread.id === id)?.range;
      assert.deepEqual(range(moved), { side: 'new', startLine: 14, endLine: 14 });
      assert.equal(range(gone), undefined);
      assert.equal(threads.find((thread) => thread.id === gone)?.path, 'src/edited.ts');
    });

    it('keeps the line of a thread on an empty line', async () => {
      const host = sample.host();
      const place = {
        path: 'src/edited.ts',
        range: { side: 'new', startLine: 11, endLine: 11 },
        endLineLength: 0,
      } as const;
      const write = {
        kind: 'openThread',
        iteration: 1,
        place,
        status: 'active',
        content: 'empty',
        properties: {},
      } as const;
      const { threadId } = await host.apply(write);
      const { threads } = await host.conversation(1);
      assert.deepEqual(threads.find((thread) => thread.id === threadId)?.range, place.range);
    });

    it('reads all pages of a long list of changes', async () => {
      const files = Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`many/${index}.txt`, `${index}\n`]));
      sample.commit('topic', files);
      await sample.emulator.pushIteration(sample.pullRequestId);
      const { changeTrackingIds } = await sample.host().conversation(2);
      assert.equal(changeTrackingIds.size, 2104);
      const pages = sample.emulator.requests.filter(({ path }) => path.endsWith('/changes'));
      assert.equal(pages[0]?.query.$top, '2000');
      assert.deepEqual(
        pages.map(({ query }) => query.$skip),
        ['0', '2000'],
      );
    });
  });

  describe('items for the fallback of git', () => {
    it('are the changed files with their object ids', async () => {
      const host = sample.host();
      const entries = await host.items.changedEntries(1);
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      assert.deepEqual([...byPath.keys()].sort(), [
        'src/after the move.ts',
        'src/edited.ts',
        'src/größer & neu.ts',
        'src/old.ts',
      ]);
      assert.match(byPath.get('src/edited.ts')?.objectId ?? '', /^[0-9a-f]{40}$/);
      assert.match(byPath.get('src/edited.ts')?.originalObjectId ?? '', /^[0-9a-f]{40}$/);
      assert.equal(byPath.get('src/old.ts')?.objectId, undefined);
      assert.equal(byPath.get('src/größer & neu.ts')?.originalObjectId, undefined);
      assert.equal(byPath.get('src/after the move.ts')?.originalPath, 'src/before the move.ts');
    });

    it('are the bytes of a file at a commit, or null', async () => {
      const host = sample.host();
      const { iteration } = await host.pullRequest();
      const bytes = await host.items.content(iteration.source, 'src/größer & neu.ts');
      assert.equal(Buffer.from(bytes ?? []).toString(), 'line 1\nline 2\nline 3\n');
      assert.equal(await host.items.content(iteration.base, 'src/größer & neu.ts'), null);
    });

    it('are the bytes of a blob by its id, or null', async () => {
      const host = sample.host();
      const entry = (await host.items.changedEntries(1)).find(({ path }) => path === 'src/größer & neu.ts');
      const bytes = await host.items.blob(entry?.objectId ?? '');
      assert.equal(Buffer.from(bytes ?? []).toString(), 'line 1\nline 2\nline 3\n');
      assert.equal(await host.items.blob('1'.repeat(40)), null);
    });

    it('are an error when the commit is unknown', async () => {
      const error = await failureOf(sample.host().items.content('0'.repeat(40), 'src/edited.ts'));
      assert.equal(error.code, 'not-found');
    });
  });
});
