import assert from 'node:assert/strict';
import { newWorkTree, numbered, type Sample, startSample } from './azure-devops-sample';

/** The emulator is judged here by Microsoft's description and by what is known of the real service. */
describe('Azure DevOps emulator: REST', () => {
  let sample: Sample;
  before(async () => {
    sample = await startSample();
  });
  after(() => sample.end());
  const at = (rest: string) => `${sample.pullRequestUrl}${rest}`;

  it('answers every kind of request in the shape that Microsoft describes', async () => {
    const { call, emulator, work } = sample;
    const { source, common } = emulator.pullRequest(7).iterations[0]!;
    const me = (await call('GET', '_apis/connectionData')).json.authenticatedUser.id;
    const repository = at('').replace(/\/pullRequests.*/, '');
    const thread = (await call('POST', at('/threads'), threadOn(sample, '/a.txt', 10))).json.id;
    const requests: [string, string, unknown?, number?][] = [
      ['GET', at('')],
      ['GET', at('?includeCommits=true')],
      ['GET', `${repository}/pullrequests?searchCriteria.status=all&$top=5`],
      ['GET', `_apis/git/repositories/${sample.repository.id}/pullRequests/7`],
      ['GET', 'My%20Project/_apis/git/pullRequests/7'],
      ['PATCH', at(''), { description: 'Ten, not 10' }],
      ['GET', at('/iterations?includeCommits=true')],
      ['GET', at('/iterations/1')],
      ['GET', at('/iterations/1/changes?$top=1&$skip=0&$compareTo=0')],
      ['GET', at('/iterations/1/commits')],
      ['GET', at('/commits')],
      ['GET', at('/threads')],
      ['GET', at('/threads?$iteration=1&$baseIteration=0')],
      [
        'PATCH',
        at(`/threads/${thread}`),
        { status: 2, properties: { 'Some.Key': { $type: 'System.Int32', $value: 3 } } },
      ],
      ['POST', at(`/threads/${thread}/comments`), { content: 'Yes', parentCommentId: 1, commentType: 1 }],
      ['PATCH', at(`/threads/${thread}/comments/2`), { content: 'No' }],
      ['GET', at(`/threads/${thread}/comments`)],
      ['GET', at(`/threads/${thread}/comments/1`)],
      ['POST', at(`/threads/${thread}/comments/1/likes`)],
      ['GET', at(`/threads/${thread}/comments/1/likes`)],
      ['DELETE', at(`/threads/${thread}/comments/2`)],
      ['POST', at('/statuses'), { state: 'pending', context: { genre: 'g', name: 'n' }, iterationId: 1 }],
      ['POST', at('/iterations/1/statuses'), { state: 2, context: { genre: 'g', name: 'n' }, properties: { a: 'b' } }],
      ['GET', at('/statuses')],
      ['GET', at('/statuses/1')],
      ['GET', at('/iterations/1/statuses')],
      ['PATCH', at('/statuses'), [{ op: 'remove', path: '/1' }], 204],
      ['DELETE', at('/statuses/2'), undefined, 204],
      ['PUT', at(`/reviewers/${me}`), { vote: -5 }],
      ['GET', at('/reviewers')],
      ['GET', at(`/reviewers/${me}`)],
      ['PATCH', at('/properties'), [{ op: 'add', path: '/Our.Key', value: 'x' }]],
      ['GET', at('/properties')],
      ['POST', at('/labels'), { name: 'urgent' }],
      ['GET', at('/labels')],
      ['GET', at('/workitems')],
      ['GET', `${repository}`],
      [
        'GET',
        `${repository}/items?path=/a.txt&versionDescriptor.version=${source}&versionDescriptor.versionType=commit&$format=json&includeContentMetadata=true`,
      ],
      ['GET', `${repository}/items?scopePath=/&recursionLevel=full`],
      [
        'POST',
        `${repository}/itemsbatch`,
        { itemDescriptors: [{ path: '/a.txt', version: source, versionType: 'commit' }] },
      ],
      ['GET', `${repository}/blobs/${work.git('rev-parse', 'topic:a.txt')}?$format=json`],
      ['GET', `${repository}/trees/${work.git('rev-parse', 'topic^{tree}')}`],
      ['GET', `${repository}/trees/${work.git('rev-parse', 'topic^{tree}')}?recursive=true`],
      ['GET', `${repository}/commits/${source}`],
      ['GET', `${repository}/commits/${source}/mergebases?otherCommitId=${common}`],
      ['GET', `${repository}/diffs/commits?baseVersion=main&targetVersion=topic&$top=2`],
      ['GET', `${repository}/refs?filter=heads/`],
      ['GET', 'My%20Project/_apis/policy/configurations'],
      [
        'GET',
        `My%20Project/_apis/git/policy/configurations?repositoryId=${sample.repository.id}&refName=refs/heads/main`,
      ],
    ];
    for (const [method, path, body, status = 200] of requests) {
      const reply = await call(method, path, body);
      assert.equal(reply.status, status, `${method} ${path}: ${reply.text}`);
    }
    assert.deepEqual(emulator.violations, []);
  });

  it('records requests that the description does not allow', async () => {
    const { call, emulator } = sample;
    await call('POST', at('/threads'), { comments: [{ content: 'x' }], state: 'active' });
    await call('GET', at('/iterations/1/changes?top=5'));
    await call('POST', at('/threads'), {
      ...threadOn(sample, '/a.txt', 1),
      pullRequestThreadContext: { changeTrackingId: 99 },
    });
    await call('GET', at('/treads'));
    const problems = emulator.violations.splice(0).map((one) => one.problem);
    assert.match(
      problems.join('\n'),
      /additional properties.*state[\s\S]*no query parameter top[\s\S]*changeTrackingId 99[\s\S]*no such route/,
    );
  });

  it('sends the headers of the service', async () => {
    const { headers } = await sample.call('GET', at(''));
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8; api-version=7.1');
    for (const name of ['activityid', 'x-tfs-session', 'x-vss-e2eid', 'x-vss-userdata'])
      assert.ok(headers.get(name), name);
  });

  const limits: [string, number, string, unknown, RegExp][] = [
    [
      'a comment of 150,001 characters',
      400,
      '/threads',
      { comments: [{ content: 'x'.repeat(150_001) }] },
      /150000 characters/,
    ],
    ['offset 0', 400, '/threads', spot({ line: 1, offset: 0 }), /RightFileStart\.Offset/],
    ['line 0', 400, '/threads', spot({ line: 0, offset: 1 }), /RightFileStart\.Line/],
    ['first iteration 0', 400, '/threads', spot({ line: 1, offset: 1 }, 0), /firstComparingIteration/],
    ['an iteration to come', 400, '/threads', spot({ line: 1, offset: 1 }, 9), /firstComparingIteration/],
    ['status of iteration 0', 400, '/statuses', { context: { name: 'n' }, iterationId: 0 }, /iterationId/],
    ['status without a name', 400, '/statuses', { context: { genre: 'g' } }, /name/],
    ['an unknown thread', 404, '/threads/9/comments', { content: 'x' }, /thread 9/],
  ];
  for (const [what, status, path, body, message] of limits) {
    it(`refuses ${what}`, async () => {
      const reply = await sample.call('POST', at(path), body);
      assert.equal(reply.status, status);
      assert.match(reply.json.message, message);
      assert.match(reply.json.typeName, new RegExp(`\\.${reply.json.typeKey},`));
      sample.emulator.violations.splice(0);
    });
  }

  it('accepts 150,000 characters, and leaves out what was not sent', async () => {
    const { json } = await sample.call('POST', at('/threads'), { comments: [{ content: 'x'.repeat(150_000) }] });
    assert.equal(json.status, 'unknown');
    assert.equal(json.comments[0].commentType, 'unknown');
    assert.equal(json.threadContext, null);
    assert.equal(json.pullRequestThreadContext, null);
  });

  it('deletes comments softly, and keeps others away from them', async () => {
    const { call, emulator } = sample;
    const mine = (await call('POST', at('/threads'), { comments: [{ content: 'mine', commentType: 1 }] })).json.id;
    await call('DELETE', at(`/threads/${mine}/comments/1`));
    const { json } = await call('GET', at(`/threads/${mine}`));
    assert.deepEqual([json.isDeleted, json.comments[0].isDeleted, json.comments[0].content], [true, true, undefined]);
    const theirs = emulator.as('Jan', 7).addThread('theirs').id;
    assert.equal((await call('PATCH', at(`/threads/${theirs}/comments/1`), { content: 'mine now' })).status, 403);
  });

  it('keeps properties as the service does', async () => {
    const patch = [
      { op: 'add', path: '/number', value: 8 },
      { op: 'add', path: '/date', value: '2017-09-25T15:26:49.4760511Z' },
      { op: 'add', path: '', value: { flag: true, id: '2c2ca1ab-a062-4329-83bd-33b2843c7d6d' } },
    ];
    const { json } = await sample.call('PATCH', at('/properties'), patch);
    assert.equal(json.count, Object.keys(json.value).length);
    const { number, date, flag, id } = json.value;
    assert.deepEqual(
      [number, date, flag, id],
      [
        { $type: 'System.String', $value: '8' },
        { $type: 'System.DateTime', $value: '2017-09-25T15:26:49.476Z' },
        { $type: 'System.String', $value: 'True' },
        { $type: 'System.String', $value: '2c2ca1ab-a062-4329-83bd-33b2843c7d6d' },
      ],
    );
    const bag = {
      typed: { type: 'System.Int32', value: 1 },
      guid: { $type: 'System.Guid', $value: '2c2ca1ab-a062-4329-83bd-33b2843c7d6d' },
    };
    const thread = await sample.call('POST', at('/threads'), { comments: [{ content: 'x' }], properties: bag });
    assert.deepEqual(thread.json.properties, {
      typed: { $type: 'System.Int32', $value: 1 },
      guid: { $type: 'System.String', $value: '2c2ca1aba062432983bd33b2843c7d6d' },
    });
  });

  it('counts votes of oneself only, and none on a draft', async () => {
    const { call, emulator, repository } = sample;
    const own = at(`/reviewers/${emulator.buildService(repository.project).id}`);
    assert.equal((await call('PUT', own, { vote: 10 })).json.vote, 10);
    emulator.setDraft(7, true);
    const reply = await call('PUT', own, { vote: 10 });
    assert.deepEqual([reply.status, reply.json.vote], [200, 0]);
    emulator.setDraft(7, false);
    assert.equal((await call('PUT', own, { vote: 999 })).status, 400);
    assert.equal((await call('PUT', at(`/reviewers/${emulator.person('Jan').id}`), { vote: 10 })).status, 403);
    assert.equal((await call('PUT', at(`/reviewers/${emulator.person('Jan').id}`), { vote: 0 })).status, 200);
  });

  it('wants statuses on iterations where a policy resets them, and keeps them when the pull request is closed', async () => {
    const { call, emulator, repository } = sample;
    emulator.addStatusPolicy({ repository, refName: 'refs/heads/main', genre: 'second-pass', name: 'review' });
    const status = { state: 'succeeded', context: { genre: 'second-pass', name: 'review' } };
    const refused = await call('POST', at('/statuses'), status);
    assert.deepEqual([refused.status, refused.json.typeKey], [403, 'GitPullRequestStatusRejectedByPolicyException']);
    const posted = await call('POST', at('/statuses'), { ...status, iterationId: 1 });
    emulator.abandon(7);
    const kept = await call('DELETE', at(`/statuses/${posted.json.id}`));
    assert.deepEqual([kept.status, kept.json.typeKey], [403, 'GitPullRequestStatusNotEditableException']);
    assert.equal((await call('POST', at('/threads'), { comments: [{ content: 'still open to words' }] })).status, 200);
    await call('PATCH', at(''), { status: 'active' });
  });

  it('names who lacks the permission to write, and hides what may not be read', async () => {
    const { call, emulator, repository } = sample;
    const service = emulator.buildService(repository.project);
    emulator.deny(service, 'PullRequestContribute');
    const { status, json } = await call('POST', at('/threads'), { comments: [{ content: 'x' }] });
    assert.deepEqual([status, json.typeKey], [403, 'GitNeedsPermissionException']);
    assert.match(json.message, new RegExp(`^TF401027: .*'PullRequestContribute'.*identity 'Build\\\\${service.id}'`));
    assert.equal((await call('GET', at(''))).status, 200);
    emulator.grant(service, 'PullRequestContribute');
    emulator.deny(service, 'GenericRead', repository);
    assert.match((await call('GET', at(''))).json.message, /^TF401019/);
    emulator.grant(service, 'GenericRead', repository);
  });

  it('knows tokens as bearer and as password, and turns others away with nothing', async () => {
    const { call, emulator, repository } = sample;
    emulator.registerToken('bot', emulator.person('Review Bot'));
    const basic = `Basic ${Buffer.from(':bot').toString('base64')}`;
    const bot = await call('GET', '_apis/connectionData', undefined, { authorization: basic });
    assert.equal(bot.json.authenticatedUser.providerDisplayName, 'Review Bot');
    for (const authorization of ['Bearer nobody', 'Basic ???', '']) {
      const reply = await call('GET', at(''), undefined, { authorization });
      assert.deepEqual([reply.status, reply.text], [401, '']);
    }
    emulator.registerToken('old', emulator.buildService(repository.project));
    emulator.expireToken('old');
    const old = { authorization: 'Bearer old' };
    assert.equal((await call('GET', at(''), undefined, old)).status, 203);
    assert.equal((await call('GET', at(''), undefined, { ...old, 'x-tfs-fedauthredirect': 'Suppress' })).status, 401);
    assert.match((await call('PATCH', at(''), { title: 'x' }, old)).text, /TF400813/);
  });

  const absent: [string, string, number, RegExp][] = [
    ['pull request', 'My%20Project/_apis/git/repositories/shop%20front/pullRequests/99', 404, /TF401180/],
    ['repository', 'My%20Project/_apis/git/repositories/shop/pullRequests/7', 404, /TF401019/],
    ['project', 'Other/_apis/git/pullRequests/7', 404, /TF200016/],
    ['item', 'My%20Project/_apis/git/repositories/shop%20front/items?path=/none', 404, /TF401174/],
    ['route', 'My%20Project/_apis/git/nothing', 404, /controller for path/],
    ['version', 'My%20Project/_apis/git/pullRequests/7?api-version=seven', 404, /<html>/],
  ];
  for (const [what, path, status, text] of absent) {
    it(`does not know the ${what}`, async () => {
      const reply = await sample.call('GET', path);
      assert.equal(reply.status, status);
      assert.match(reply.text, text);
      sample.emulator.violations.splice(0);
    });
  }
});

describe('Azure DevOps emulator: pages of changes', () => {
  it('gives 100 changes at a time, 2000 at most, and no next page after the last', async () => {
    const sample = await startSample();
    const work = newWorkTree();
    work.commit({ 'readme.txt': 'x\n' });
    work.git('switch', '--quiet', '--create', 'many');
    work.commit(Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`f/${index}.txt`, `${index}\n`])));
    const repository = await sample.emulator.addRepository({
      directory: work.bare,
      name: 'many',
      project: 'My Project',
    });
    await sample.emulator.openPullRequest({ repository, sourceRef: 'many', targetRef: 'main', title: 'Many', id: 8 });
    const url = `_apis/git/repositories/${repository.id}/pullRequests/8/iterations/1/changes`;
    const sizes: unknown[] = [];
    let next = '';
    do {
      const { json } = await sample.call('GET', `${url}?api-version=7.1${next}`);
      sizes.push([json.changeEntries.length, json.nextSkip, json.nextTop]);
      next = json.nextSkip === undefined ? '' : `&$skip=${json.nextSkip}&$top=${json.nextTop}`;
    } while (next);
    assert.deepEqual(sizes, [
      [100, 100, 100],
      [100, 200, 50],
      [50, undefined, undefined],
    ]);
    assert.equal((await sample.call('GET', `${url}?$top=2000`)).json.changeEntries.length, 250);
    await sample.end();
    work.remove();
  });
});

function spot(start: { line: number; offset: number }, iteration = 1) {
  return {
    comments: [{ content: 'x' }],
    threadContext: { filePath: '/a.txt', rightFileStart: start, rightFileEnd: { line: 9, offset: 9 } },
    pullRequestThreadContext: {
      changeTrackingId: 1,
      iterationContext: { firstComparingIteration: iteration, secondComparingIteration: 1 },
    },
  };
}

function threadOn(sample: Sample, filePath: string, line: number) {
  const end = { line, offset: numbered('a', 1).length };
  return {
    comments: [{ content: 'Here', parentCommentId: 0, commentType: 1 }],
    status: 'active',
    threadContext: {
      filePath,
      leftFileStart: null,
      leftFileEnd: null,
      rightFileStart: { line, offset: 1 },
      rightFileEnd: end,
    },
    pullRequestThreadContext: {
      changeTrackingId: sample.emulator.pullRequest(7).trackingIds.get(filePath),
      iterationContext: { firstComparingIteration: 1, secondComparingIteration: 1 },
    },
    properties: { 'Our.Key': 'finding-1' },
  };
}
