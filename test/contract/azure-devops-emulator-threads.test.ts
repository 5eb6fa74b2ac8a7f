import assert from 'node:assert/strict';
import { numbered, type Sample, startSample } from './azure-devops-sample';

/** Threads that are read with `$iteration=<newest>&$baseIteration=0` after the code around them changed. */
describe('Azure DevOps emulator: moved threads', () => {
  let sample: Sample;
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(() => sample.end());

  const moves: [string, string, Record<string, string>, string[], unknown][] = [
    ['unmoved', '/a.txt', { 'new.txt': numbered('old', 21) }, [], ['/a.txt', [20, 1], [20, 5], undefined]],
    [
      'pushed down by lines above',
      '/a.txt',
      { 'a.txt': `zero\nhalf\n${numbered('a', 30, { 10: 'a ten' })}` },
      [],
      ['/a.txt', [22, 1], [22, 5], 20],
    ],
    [
      'unmoved by lines below',
      '/a.txt',
      { 'a.txt': numbered('a', 33, { 10: 'a ten' }) },
      [],
      ['/a.txt', [20, 1], [20, 5], undefined],
    ],
    [
      'on a line that was edited',
      '/a.txt',
      { 'a.txt': numbered('a', 30, { 10: 'a ten', 20: 'ab' }) },
      [],
      ['/a.txt', [20, 1], [20, 3], 20],
    ],
    [
      'on a line that was deleted',
      '/a.txt',
      { 'a.txt': numbered('a', 30, { 10: 'a ten' }).replace('a 20\n', '') },
      [],
      ['/a.txt', [20, 1], [20, 1], 20],
    ],
    [
      'in a file that was renamed',
      '/a.txt',
      { 'b.txt': numbered('a', 30, { 10: 'a ten' }) },
      ['a.txt'],
      ['/b.txt', [20, 1], [20, 5], 20],
    ],
    ['in a file that was deleted', '/a.txt', {}, ['a.txt'], ['/a.txt', [1, 1], [1, 1], 20]],
  ];
  for (const [what, path, files, removed, expected] of moves) {
    it(`shows a thread ${what}`, async () => {
      const id = await openThread(sample, path, 20);
      sample.work.commit(files, removed);
      await sample.emulator.pushIteration(7);
      const { threadContext, pullRequestThreadContext } = await readThread(
        sample,
        id,
        '?$iteration=2&$baseIteration=0',
      );
      const { filePath, rightFileStart: start, rightFileEnd: end } = threadContext;
      const original = pullRequestThreadContext.trackingCriteria?.origRightFileStart?.line;
      assert.deepEqual([filePath, [start.line, start.offset], [end.line, end.offset], original], expected);
      const asWritten = await readThread(sample, id, '');
      assert.equal(asWritten.threadContext.rightFileStart.line, 20);
      assert.deepEqual(sample.emulator.violations, []);
    });
  }

  it('keeps the thread on a deleted line on the left side, and follows the common commit', async () => {
    const { emulator, work } = sample;
    const id = emulator.as('Jan', 7).addThread('Why?', { file: '/gone.txt', line: 3, side: 'left' }).id;
    work.git('switch', '--quiet', 'main');
    work.commit({ 'gone.txt': `zero\n${numbered('gone', 5)}` });
    work.git('switch', '--quiet', 'topic');
    work.git('reset', '--quiet', '--hard', 'main');
    work.commit({ 'a.txt': numbered('a', 30, { 10: 'a ten' }) }, ['gone.txt']);
    const iteration = await emulator.pushIteration(7);
    assert.equal(iteration.reason, 'forcePush');
    const { threadContext } = await readThread(sample, id, '?$iteration=2&$baseIteration=0');
    assert.deepEqual([threadContext.leftFileStart.line, threadContext.rightFileStart], [4, undefined]);
  });

  it('gives moved threads on the left side only when the base is an earlier iteration', async () => {
    const id = await openThread(sample, '/a.txt', 20);
    sample.work.commit({ 'a.txt': `zero\n${numbered('a', 30, { 10: 'a ten' })}` });
    await sample.emulator.pushIteration(7);
    const { threadContext } = await readThread(sample, id, '?$iteration=2&$baseIteration=1');
    assert.deepEqual([threadContext.leftFileStart.line, threadContext.rightFileStart], [20, undefined]);
  });

  it('pins a thread with the tracking id of another file to that file, and says so', async () => {
    const { call, emulator, pullRequestUrl } = sample;
    const other = emulator.pullRequest(7).trackingIds.get('/new.txt');
    const { json } = await call('POST', `${pullRequestUrl}/threads`, body('/a.txt', 5, other));
    assert.equal(
      (await readThread(sample, json.id, '?$iteration=1&$baseIteration=0')).threadContext.filePath,
      '/new.txt',
    );
    assert.match(emulator.violations[0]?.problem ?? '', /changeTrackingId \d is not that of \/a.txt/);
  });

  it('keeps tracking ids with their files, and tells what changed since an iteration', async () => {
    const { call, emulator, pullRequestUrl, work } = sample;
    const first = Object.fromEntries(emulator.pullRequest(7).iterations[0]!.changes.map((one) => [one.path, one]));
    assert.deepEqual(
      [first['/new.txt']?.flags, first['/new.txt']?.originalPath, first['/gone.txt']?.flags],
      ['rename', '/old.txt', 'delete'],
    );
    work.git('mv', 'a.txt', 'c.txt');
    work.commit({ 'added.txt': 'x\n' });
    await emulator.pushIteration(7);
    const second = Object.fromEntries(emulator.pullRequest(7).iterations[1]!.changes.map((one) => [one.path, one]));
    assert.equal(second['/c.txt']?.trackingId, first['/a.txt']?.trackingId);
    assert.equal(second['/c.txt']?.flags, 'edit, rename');
    const since = await call('GET', `${pullRequestUrl}/iterations/2/changes?$compareTo=1`);
    const paths = since.json.changeEntries.map((one: { item: { path: string } }) => one.item.path);
    assert.deepEqual(paths.sort(), ['/added.txt', '/c.txt']);
    const same = await call('GET', `${pullRequestUrl}/iterations/2/changes?$compareTo=2`);
    assert.deepEqual(same.json, { changeEntries: [] });
  });

  it('retargets, refreshes the merge when the target moves, and tells of conflicts', async () => {
    const { emulator, work } = sample;
    const before = emulator.pullRequest(7).mergeCommit;
    work.git('switch', '--quiet', 'main');
    work.commit({ 'a.txt': numbered('a', 30, { 10: 'another ten' }) });
    await emulator.refreshMerge(7);
    const pullRequest = emulator.pullRequest(7);
    assert.deepEqual(
      [pullRequest.mergeStatus, pullRequest.iterations.length, pullRequest.mergeCommit],
      ['conflicts', 1, before],
    );
    work.git('switch', '--quiet', '--create', 'release', 'HEAD~1');
    work.commit({ 'release.txt': 'x\n' });
    const iteration = await emulator.pushIteration(7, { targetRef: 'release' });
    assert.deepEqual(
      [iteration.reason, iteration.newTargetRef, pullRequest.mergeStatus],
      ['retarget', 'refs/heads/release', 'succeeded'],
    );
  });
});

async function openThread(sample: Sample, path: string, line: number): Promise<number> {
  const trackingId = sample.emulator.pullRequest(7).trackingIds.get(path);
  const { json } = await sample.call('POST', `${sample.pullRequestUrl}/threads`, body(path, line, trackingId));
  return json.id;
}

function body(filePath: string, line: number, changeTrackingId: number | undefined) {
  return {
    comments: [{ content: 'Here', commentType: 1 }],
    status: 1,
    threadContext: { filePath, rightFileStart: { line, offset: 1 }, rightFileEnd: { line, offset: 5 } },
    pullRequestThreadContext: {
      changeTrackingId,
      iterationContext: { firstComparingIteration: 1, secondComparingIteration: 1 },
    },
  };
}

async function readThread(sample: Sample, id: number, query: string) {
  const { json } = await sample.call('GET', `${sample.pullRequestUrl}/threads${query}`);
  return json.value.find((thread: { id: number }) => thread.id === id);
}
