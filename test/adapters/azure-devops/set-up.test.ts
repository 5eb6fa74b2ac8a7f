import assert from 'node:assert/strict';
import { createSetUpReader } from '../../../src/adapters/azure-devops/set-up';
import { client } from '../http/loopback';
import { projectName, type Sample, startSample, token } from './sample';

describe('azure-devops set-up', () => {
  let sample: Sample;
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(async () => {
    await sample.close();
    assert.deepEqual(sample.emulator.violations, []);
  });

  function reader(project = projectName) {
    const http = client();
    const options = { collectionUrl: sample.emulator.url, project, http, log: http.log };
    return createSetUpReader({ ...options, token: { scheme: 'bearer', value: token } });
  }

  it('tells who we are, the repository by id and by name, and the tip of a branch', async () => {
    const read = reader();
    assert.match((await read.self()).name, /Build Service/);
    const repository = await read.repository(sample.repository.id);
    assert.deepEqual(await read.repository(sample.repository.name), repository);
    assert.deepEqual([repository.name, repository.projectName], [sample.repository.name, projectName]);
    const tip = sample.commit('main', { 'a.txt': 'a\n' });
    assert.equal(await read.tip(repository, 'refs/heads/main'), tip);
    assert.equal(await read.tip(repository, 'refs/heads/mai'), null);
  });

  it('tells whether we may contribute to pull requests, as far as the service does', async () => {
    const { emulator } = sample;
    const read = reader();
    const repository = await read.repository(sample.repository.id);
    assert.equal(await read.mayContribute(repository), true);
    const { repository: where } = emulator.pullRequest(sample.pullRequestId);
    emulator.deny(emulator.buildService(where.project), 'PullRequestContribute', where);
    assert.equal(await read.mayContribute(repository), false);
    emulator.fault({ match: { route: /permissions/ }, answer: 403 });
    assert.equal(await read.mayContribute(repository), null);
  });

  it('tells the status policies of a branch', async () => {
    const { emulator } = sample;
    const { repository: where } = emulator.pullRequest(sample.pullRequestId);
    emulator.addStatusPolicy({ repository: where, refName: 'refs/heads/main', isBlocking: false });
    emulator.addStatusPolicy({ repository: where, refName: 'refs/heads/other', name: 'elsewhere' });
    const read = reader();
    assert.deepEqual(await read.statusPolicies(await read.repository(sample.repository.id), 'refs/heads/main'), [
      {
        ...{ genre: 'second-pass', name: 'review', isBlocking: false, authorId: null, isResetByPush: true },
        ...{ isConditional: false, paths: [] },
      },
    ]);
  });

  it('says that a repository is not there', async () => {
    await assert.rejects(reader().repository('nowhere'), { code: 'not-found', status: 404 });
  });
});

describe('azure-devops set-up on premises', () => {
  it('asks older servers in the versions they have', async () => {
    const sample = await startSample({ product: 'server-2020' });
    const http = client();
    const { repository: where } = sample.emulator.pullRequest(sample.pullRequestId);
    sample.emulator.addStatusPolicy({ repository: where, refName: 'refs/heads/main' });
    const read = createSetUpReader({
      collectionUrl: sample.emulator.url,
      project: projectName,
      token: { scheme: 'bearer', value: token },
      http,
      log: http.log,
    });
    const repository = await read.repository(sample.repository.id);
    assert.equal((await read.statusPolicies(repository, 'refs/heads/main')).length, 1);
    assert.deepEqual(sample.emulator.violations, []);
    await sample.close();
  });
});
