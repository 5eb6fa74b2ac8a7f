import assert from 'node:assert/strict';
import { allButFirst, runTask, type TaskOutcome } from '../agent/run-task';
import { packagedExtension } from '../demo/stage';
import type { Build } from '../emulators/azure-devops/builds';
import type { Identity, PullRequest, Repository } from '../emulators/azure-devops/model';
import { type AzureDevOpsEmulator, startAzureDevOps } from '../emulators/azure-devops/server';
import { BASE, SOURCE } from '../end-to-end/small-change';
import { type RepositoryOnDisk, repositoryOf } from '../fakes/repository-of';
import { READ_TOKEN, variablesOf } from './apply-scene';

const GROUP = '[Web Shop]\\Second Pass Requesters';
const SECRET = 'a-secret-that-nobody-may-see-0123456789';

describe('the gate, through the packaged task', () => {
  let emulator: AzureDevOpsEmulator;
  let disk: RepositoryOnDisk;
  let repository: Repository;
  let pullRequest: PullRequest;
  let mona: Identity;
  let reader: Identity;
  const isHere = allButFirst();

  beforeEach(async () => {
    disk = repositoryOf(BASE, SOURCE);
    emulator = await startAzureDevOps();
    repository = await emulator.addRepository({ directory: disk.folder, name: 'shop', project: 'Web Shop' });
    [mona, reader] = [emulator.person('Mona Lisa'), emulator.person('Web Shop Reader')];
    emulator.registerToken(READ_TOKEN, reader);
    const inner = emulator.addGroup('[Web Shop]\\Team', [mona]);
    emulator.addGroup(GROUP, [inner]);
    const opened = { repository, sourceRef: disk.sourceRef, targetRef: disk.targetRef, title: 'Sum by hand' };
    pullRequest = await emulator.openPullRequest(opened);
  });
  afterEach(async () => {
    await emulator.close();
    disk.remove();
  });

  const ask = (words: string, who: Identity | string = mona) => emulator.as(who, pullRequest.id).addThread(words).id;
  const linkOf = (thread: number, comment = 1) =>
    `${emulator.url}_apis/git/repositories/${repository.id}/pullRequests/${pullRequest.id}/threads/${thread}/comments/${comment}`;
  const newBuild = () => emulator.addBuild({ project: repository.project, requestedFor: mona });
  const run = (inputs: Record<string, string>, build: Build = newBuild()): Promise<TaskOutcome> =>
    runTask({
      vsix: packagedExtension(),
      task: 'SecondPassFix',
      here: isHere(),
      inputs: { runMode: 'gate', requesters: GROUP, ...inputs },
      variables: variablesOf(emulator, repository, build, mona),
      secretVariables: { apiKey: SECRET },
      accessToken: READ_TOKEN,
    });
  const answers = (thread: number) =>
    (pullRequest.threads.find(({ id }) => id === thread)?.comments ?? [])
      .filter(({ author, isDeleted }) => author.id === reader.id && !isDeleted)
      .map(({ content }) => content.replace(/\n\n<!-- .*$/s, ''));
  const told = ({ result, outputVariables: { accepted, outcome } }: TaskOutcome) => [result, accepted, outcome];

  it('lets through who may ask, in under two seconds of its own, in few requests, writing nothing', async () => {
    const outcome = await run({ comment: linkOf(ask('/second-pass fix the loop')) });
    assert.deepEqual(told(outcome), ['Succeeded', 'true', ''], outcome.lines.join('\n'));
    assert.ok(emulator.requests.length <= 12, String(emulator.requests.length));
    assert.deepEqual([...new Set(emulator.requests.map(({ method }) => method))], ['GET']);
    assert.deepEqual(emulator.violations, []);
  });

  it('hears a mention of its own identity, the page of a comment, and who queued the run where nobody is listed', async () => {
    const mention = await run({ comment: linkOf(ask(`@<${reader.id.toUpperCase()}> fix this`)) });
    assert.deepEqual(told(mention), ['Succeeded', 'true', '']);
    const page = `${emulator.pageUrl(pullRequest.id)}?discussionId=${ask('/second-pass fix')}`;
    assert.deepEqual(told(await run({ comment: page, requesters: '' })), ['Succeeded', 'true', '']);
    const other = await run({ comment: linkOf(ask('/second-pass fix', 'Eve')), requesters: '' });
    assert.deepEqual(told(other), ['Succeeded', 'false', 'refused']);
  });

  const forged: [what: string, link: (good: string) => string][] = [
    ['another host', (good) => good.replace(/127\.0\.0\.1:\d+/, 'evil.example')],
    ['a host behind a user', (good) => good.replace('http://', 'http://evil.example@')],
    ['another collection', (good) => good.replace('/fabrikam/', '/other/')],
    ['a way up', (good) => good.replace('/threads/', '/../threads/')],
    ['a way up in disguise', (good) => good.replace('/threads/', '/%2e%2e/threads/')],
    ['a number that is none', (good) => good.replace(/comments\/1$/, 'comments/1;x')],
    ['a secret that the agent put in', () => '$(apiKey)'],
    ['a secret within a link', (good) => `${good}?x=$(apiKey)`],
    ['a command of the agent', () => '##vso[task.setvariable variable=x]y'],
    ['quotes and line breaks', () => '"; rm -rf / #\n##vso[task.complete result=Succeeded]'],
    ['a repository by a name alone', (good) => good.replace(/repositories\/[^/]+/, 'repositories/shop')],
    ['nothing of the kind', () => 'please fix it'],
  ];
  for (const [what, link] of forged) {
    it(`refuses ${what} as no request, without asking anybody or repeating it`, async () => {
      const given = link(linkOf(ask('/second-pass fix')));
      const outcome = await run({ comment: given });
      assert.deepEqual(told(outcome), ['Failed', 'false', 'refused'], outcome.lines.join('\n'));
      assert.match(outcome.lines.join('\n'), /"comment" is no link of a comment in this collection/);
      assert.deepEqual(emulator.requests, []);
      assert.ok(!outcome.rawOutput.replace(/^##vso\[task\.setsecret\].*$/gm, '').includes(SECRET));
      assert.ok(!outcome.lines.join('\n').includes('rm -rf') && !outcome.lines.join('\n').includes('evil.example'));
    });
  }

  const quiet: [what: string, thread: () => number][] = [
    ['a comment that does not begin with the word', () => ask('see /second-pass fix')],
    ['a word that only begins like ours', () => ask('/second-passage fix')],
    ['a comment of our own', () => ask('/second-pass fix', reader)],
    ['a comment of a service', () => ask('/second-pass fix', emulator.buildService(repository.project))],
    [
      'a comment that was deleted',
      () => {
        const thread = ask('/second-pass fix');
        emulator.as(mona, pullRequest.id).deleteComment(thread, 1);
        return thread;
      },
    ],
    ['a comment that is not there', () => 999_999],
  ];
  for (const [what, thread] of quiet) {
    it(`says nothing to ${what}`, async () => {
      const id = thread();
      const outcome = await run({ comment: linkOf(id) });
      assert.deepEqual(told(outcome), ['Succeeded', 'false', 'refused'], outcome.lines.join('\n'));
      assert.deepEqual([...new Set(emulator.requests.map(({ method }) => method))], ['GET']);
    });
  }

  const refused: [
    what: string,
    said: RegExp,
    prepare: () => number | Promise<number>,
    inputs?: Record<string, string>,
  ][] = [
    [
      'who is in no group',
      /^\*\*Not done\.\*\* You may not ask here\. Who may: /,
      () => ask('/second-pass fix', 'Eve'),
    ],
    [
      'when membership cannot be looked up',
      /You may not ask here/,
      () => {
        emulator.collection.hidesPeople = true;
        return ask('/second-pass fix');
      },
    ],
    ['a person who took the name of the group', /You may not ask here/, () => ask('/second-pass fix', GROUP)],
    [
      'a comment that was edited afterwards',
      /edited after it was written/,
      () => {
        const thread = ask('/second-pass answer why?');
        const comment = pullRequest.threads.find(({ id }) => id === thread)?.comments[0];
        if (comment)
          Object.assign(comment, {
            content: '/second-pass fix it all',
            lastContentUpdatedDate: new Date(Date.now() + 5).toISOString(),
          });
        return thread;
      },
    ],
    [
      'a comment that is too old',
      /more than 60 minutes old/,
      () => {
        const thread = ask('/second-pass fix');
        const before = new Date(Date.now() - 61 * 60_000).toISOString();
        const comment = pullRequest.threads.find(({ id }) => id === thread)?.comments[0];
        if (comment) Object.assign(comment, { publishedDate: before, lastContentUpdatedDate: before });
        return thread;
      },
    ],
    [
      'a pull request that is closed',
      /pull request is abandoned/,
      () => {
        const thread = ask('/second-pass fix');
        emulator.abandon(pullRequest.id);
        return thread;
      },
    ],
    ['when it is switched off', /switched off/, () => ask('/second-pass fix'), { enabled: 'false' }],
    [
      'when the day has nothing left',
      /budget of the day is used up: \$19\.50 of \$20\.00/,
      () => {
        newBuild().tags.add('second-pass-usd-17.50');
        newBuild().tags.add('second-pass-usd-2.00');
        return ask('/second-pass fix');
      },
    ],
  ];
  for (const [what, said, prepare, inputs] of refused) {
    it(`answers once: ${what}`, async () => {
      const thread = await prepare();
      const outcome = await run({ comment: linkOf(thread), ...inputs });
      assert.deepEqual(told(outcome), ['Succeeded', 'false', 'refused'], outcome.lines.join('\n'));
      const again = await run({ comment: linkOf(thread), ...inputs });
      assert.deepEqual(told(again), ['Succeeded', 'false', 'refused']);
      assert.equal(answers(thread).length, 1);
      assert.match(answers(thread)[0] ?? '', said);
    });
  }

  it('answers why: a pull request of a fork', async () => {
    const fork = await emulator.addRepository({ directory: disk.folder, name: 'fork', forkOf: repository });
    pullRequest = await emulator.openPullRequest({
      ...{ repository, sourceRef: disk.sourceRef, targetRef: disk.targetRef, title: 'From a fork', forkSource: fork },
    });
    const thread = ask('/second-pass fix');
    assert.deepEqual(told(await run({ comment: linkOf(thread) })), ['Succeeded', 'false', 'refused']);
    assert.match(answers(thread).join(), /comes from a fork/);
  });

  it('answers for help and for a word that is no verb, whoever of those who may ask says it', async () => {
    const thread = ask('/second-pass do something');
    assert.deepEqual(told(await run({ comment: linkOf(thread) })), ['Succeeded', 'true', 'answered']);
    assert.match(answers(thread).join(), /`fix`: make a change/);
  });

  it('answers one of two builds that come at once, and an event that comes three times once', async () => {
    const thread = ask('/second-pass help');
    const outcomes = await Promise.all([run({ comment: linkOf(thread) }), run({ comment: linkOf(thread) })]);
    assert.equal(answers(thread).length, 1);
    assert.ok(outcomes.some(({ outputVariables }) => outputVariables.outcome === 'answered'));
    await run({ comment: linkOf(thread) });
    assert.equal(answers(thread).length, 1);
  });

  it('passes the request of a pipeline, and a work item to whoever queued the run', async () => {
    assert.deepEqual(told(await run({ request: 'update the snapshots' })), ['Succeeded', 'true', '']);
    emulator.collection.workItems.set(7, { 'System.Title': 'Sum', 'System.Description': '<div>Mend &lt;it&gt;</div>' });
    assert.deepEqual(told(await run({ workItem: '7' })), ['Succeeded', 'true', '']);
    assert.deepEqual(told(await run({ workItem: '8' })), ['Succeeded', 'false', 'refused']);
  });
});
