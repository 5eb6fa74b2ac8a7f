import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBearerHandler, WebApi } from 'azure-devops-node-api';
import type { Product } from '../emulators/azure-devops/server';
import { newWorkTree, numbered, request, type Sample, startSample } from './azure-devops-sample';

describe('Azure DevOps emulator: versions', () => {
  const products: [Product, string, string, Record<string, number>][] = [
    ['services', '/fabrikam/', '7.1', { '7.2': 400, '7.2-preview.1': 200, '7.1': 200, '5.0': 200 }],
    ['server-2022.1', '/tfs/DefaultCollection/', '7.1', { '7.2-preview': 400, '7.1': 200, '7.0': 200 }],
    ['server-2022', '/tfs/DefaultCollection/', '7.0', { '7.1': 400, '7.0': 200, '6.0': 200 }],
    ['server-2020', '/tfs/DefaultCollection/', '6.0', { '7.1': 400, '7.0': 400, '6.0': 200, '6.1': 400 }],
    ['server-2019', '/tfs/DefaultCollection/', '5.0', { '7.1': 400, '6.0': 400, '5.0': 200 }],
  ];
  for (const [product, path, newest, threads] of products) {
    it(`speaks as ${product} does`, async () => {
      const sample = await startSample({ product });
      const { call, pullRequestUrl: url, emulator } = sample;
      assert.ok(emulator.url.endsWith(path), emulator.url);
      for (const [version, status] of Object.entries(threads)) {
        assert.equal((await call('GET', `${url}/threads?api-version=${version}`)).status, status, version);
        const accept = `application/json;api-version=${version}`;
        assert.equal(
          (await fetch(`${emulator.url}${url}/threads`, { headers: { accept, authorization: 'Bearer job' } })).status,
          status,
        );
      }
      const tooNew = await call('GET', `${url}?api-version=8.0`);
      assert.equal(tooNew.json.typeKey, 'VssVersionOutOfRangeException');
      const status = { state: 'pending', context: { genre: 'g', name: 'n' }, iterationId: 1 };
      const isPreview = product === 'server-2020' || product === 'server-2019';
      const plain = await call('POST', `${url}/statuses?api-version=${newest}`, status);
      assert.equal(plain.json.typeKey, isPreview ? 'VssInvalidPreviewVersionException' : undefined);
      assert.equal((await call('POST', `${url}/statuses?api-version=${newest}-preview.1`, status)).status, 200);
      assert.equal(
        (await fetch(`${emulator.url}${url}/statuses`, { method: 'POST', headers: { authorization: 'Bearer job' } }))
          .status,
        400,
      );
      const areas = await call('GET', '_apis/ResourceAreas?api-version=5.0-preview.1');
      assert.equal(areas.json.value === null, product !== 'services');
      await sample.end();
    });
  }

  it("serves Microsoft's own client", async () => {
    const sample = await startSample();
    const client = new WebApi(sample.emulator.url, getBearerHandler('job', false));
    const identity = await client.connect();
    assert.equal(identity.authenticatedUser?.providerDisplayName, 'My Project Build Service (fabrikam)');
    const git = await client.getGitApi();
    const pullRequest = await git.getPullRequest('shop front', 7, 'My Project');
    assert.deepEqual([pullRequest.title, pullRequest.status], ['Ten', 1]);
    const thread = await git.createThread(
      { comments: [{ content: 'Hello', commentType: 1 }], status: 1 },
      'shop front',
      7,
      'My Project',
    );
    assert.deepEqual([thread.status, thread.comments?.[0]?.commentType], [1, 1]);
    const changes = await git.getPullRequestIterationChanges('shop front', 7, 1, 'My Project', 2000, 0, 0);
    assert.equal(changes.changeEntries?.length, 3);
    const item = await git.getItem(
      'shop front',
      '/a.txt',
      'My Project',
      undefined,
      undefined,
      true,
      undefined,
      undefined,
      { version: 'topic' },
    );
    assert.equal(item.contentMetadata?.fileName, 'a.txt');
    await sample.end();
  });
});

describe('Azure DevOps emulator: faults', () => {
  let sample: Sample;
  before(async () => {
    sample = await startSample();
  });
  after(() => sample.end());
  afterEach(() => sample.emulator.clearFaults());
  const threads = () => `${sample.pullRequestUrl}/threads`;
  const match = { method: 'GET', route: /\/threads\?/ };

  it('answers with any status and headers, as often as asked, after as many as asked', async () => {
    sample.emulator.fault({ match: { ...match, after: 1, times: 2 }, answer: 429, headers: { 'retry-after': '3' } });
    const statuses = [];
    for (let turn = 0; turn < 4; turn++) statuses.push(await sample.call('GET', threads()));
    assert.deepEqual(
      statuses.map((one) => [one.status, one.headers.get('retry-after')]),
      [
        [200, null],
        [429, '3'],
        [429, '3'],
        [200, null],
      ],
    );
    assert.match(statuses[1]?.json.message, /TF400733/);
  });

  it('adds headers to answers that are right', async () => {
    sample.emulator.fault({ match, answer: 200, headers: { 'retry-after': '1' } });
    const reply = await sample.call('GET', threads());
    assert.deepEqual([reply.status, reply.headers.get('retry-after'), reply.json.count], [200, '1', 0]);
  });

  it('shows the sign-in page, redirects to it, and puts a mark before the JSON', async () => {
    sample.emulator.fault({ match, answer: 'signInPage' });
    const page = await sample.call('GET', threads());
    assert.deepEqual([page.status, page.headers.get('content-type')], [203, 'text/html; charset=utf-8']);
    sample.emulator.fault({ match, answer: 'signInRedirect' });
    assert.equal((await sample.call('GET', threads())).status, 302);
    sample.emulator.fault({ match, answer: 'byteOrderMark' });
    const { headers } = await sample.call('GET', threads());
    assert.equal(Number(headers.get('content-length')), Buffer.byteLength('\uFEFF{"count":0,"value":[]}'));
    sample.emulator.fault({ match, answer: 'stopped' });
    assert.equal((await sample.call('GET', threads())).status, 503);
  });

  it('cuts bodies and drops connections, before or after the work', async () => {
    const post = { method: 'POST', route: /\/threads/ };
    const body = { comments: [{ content: 'twice?' }] };
    sample.emulator.fault({ match, answer: 'cutBody' });
    await assert.rejects(sample.call('GET', threads()));
    sample.emulator.fault({ match: post, answer: 'reset' });
    await assert.rejects(sample.call('POST', threads(), body));
    assert.equal(sample.emulator.snapshot(7).threads.length, 0);
    sample.emulator.fault({ match: post, answer: 'appliedThenReset' });
    await assert.rejects(sample.call('POST', threads(), body));
    assert.equal(sample.emulator.snapshot(7).threads.length, 1);
  });
});

describe('Azure DevOps emulator: git', () => {
  let sample: Sample;
  let scratch: string;
  beforeEach(async () => {
    sample = await startSample();
    scratch = mkdtempSync(join(tmpdir(), 'azure-devops-fetch-'));
    await git('init', '--quiet', '--bare');
  });
  afterEach(async () => {
    rmSync(scratch, { recursive: true, force: true });
    await sample.end();
  });

  it('serves two commits by id without their files in two requests, then the wanted files in two more', async () => {
    const { emulator, repository } = sample;
    const { source, common } = emulator.pullRequest(7).iterations[0]!;
    const url = emulator.cloneUrl(repository);
    await git('fetch', '--quiet', '--no-tags', '--depth=1', '--filter=blob:none', url, common, source);
    const requests = gitRequests();
    assert.deepEqual(
      requests.map((one) => [one.method, one.status]),
      [
        ['GET', 200],
        ['POST', 200],
      ],
    );
    assert.deepEqual(requests[1]?.git, {
      service: 'git-upload-pack',
      command: 'fetch',
      filter: 'blob:none',
      depth: 1,
      wants: [common, source].sort(),
    });
    assert.ok(requests[1].bytesOut > 0 && requests[1].bytesIn > 0);
    assert.match(await git('cat-file', '--batch-all-objects', '--batch-check'), /^(?!.* blob )/s);
    const [, , , wanted] = (await git('diff-tree', '-r', '--raw', '--no-abbrev', common, source, '--', 'a.txt')).split(
      /\s+/,
    );
    const options = ['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', '--quiet', '--no-tags', '--no-write-fetch-head'];
    await git(...options, '--filter=blob:none', url, wanted!);
    assert.equal(await git('cat-file', 'blob', wanted!), numbered('a', 30, { 10: 'a ten' }).trim());
    assert.equal(gitRequests().length, 4);
  });

  it('sends everything where filters are off', async () => {
    const { emulator, repository } = sample;
    emulator.git.filters = false;
    const { source } = emulator.pullRequest(7).iterations[0]!;
    await git('fetch', '--quiet', '--depth=1', '--filter=blob:none', emulator.cloneUrl(repository), source);
    assert.match(await git('cat-file', '--batch-all-objects', '--batch-check'), / blob /);
  });

  it('wants a token, and may refuse altogether', async () => {
    const { emulator, repository } = sample;
    const url = emulator.cloneUrl(repository);
    await assert.rejects(run(['-C', scratch, 'ls-remote', url], {}), /could not read Username|Authentication failed/);
    emulator.git.refused = true;
    await assert.rejects(git('ls-remote', url), /403/);
  });

  it('keeps the merge ref, and makes an iteration of a push', async () => {
    const { emulator, repository, work } = sample;
    const url = emulator.cloneUrl(repository);
    const refs = await git('ls-remote', url);
    assert.match(refs, new RegExp(`${emulator.pullRequest(7).mergeCommit}\\s+refs/pull/7/merge`));
    assert.doesNotMatch(refs, /internal/);
    work.write({ 'a.txt': 'all new\n' });
    work.git('commit', '--quiet', '--all', '--message', 'New');
    const config = ['-c', 'http.extraheader=Authorization: bearer job'];
    await run([...config, '-C', join(work.bare, '../tree'), 'push', '--quiet', url, 'topic'], {});
    const { iterations } = emulator.snapshot(7);
    assert.deepEqual(iterations, [
      { id: 1, reason: 'create' },
      { id: 2, reason: 'push' },
    ]);
    assert.match(
      await git('ls-remote', url),
      new RegExp(`${emulator.pullRequest(7).mergeCommit}\\s+refs/pull/7/merge`),
    );
  });

  it('serves the source of a fork from the target repository', async () => {
    const { emulator, repository, work } = sample;
    const fork = newWorkTree();
    fork.git('pull', '--quiet', work.bare, 'main');
    fork.git('switch', '--quiet', '--create', 'fix');
    const tip = fork.commit({ 'a.txt': numbered('a', 30, { 3: 'a three' }) });
    const forkRepository = await emulator.addRepository({
      directory: fork.bare,
      name: 'shop fork',
      forkOf: repository,
    });
    const pullRequest = await emulator.openPullRequest({
      repository,
      forkSource: forkRepository,
      sourceRef: 'fix',
      targetRef: 'main',
      title: 'Fork',
    });
    await git('fetch', '--quiet', '--depth=1', emulator.cloneUrl(repository), tip);
    const { json } = await request(emulator, 'GET', `My%20Project/_apis/git/pullRequests/${pullRequest.id}`);
    assert.deepEqual([json.forkSource.repository.name, json.forkSource.repository.isFork], ['shop fork', true]);
    assert.deepEqual(emulator.violations, []);
    fork.remove();
  });

  function git(...args: string[]): Promise<string> {
    return run(['-C', scratch, '-c', 'http.extraheader=Authorization: bearer job', ...args], {});
  }

  function gitRequests() {
    return sample.emulator.requests.filter((one) => one.kind === 'git');
  }
});

/** The server lives in this process, so git must not block it. */
function run(args: string[], env: Record<string, string>): Promise<string> {
  const child = spawn('git', args, {
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      ...env,
    },
  });
  let [output, problem] = ['', ''];
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (problem += chunk));
  return new Promise((resolve, reject) => {
    child.on('close', (code) => (code === 0 ? resolve(output.trim()) : reject(new Error(problem))));
  });
}
