import assert from 'node:assert/strict';
import type { HostWrite } from '../../../src/ports/code-host';
import type { FaultScript } from '../../emulators/azure-devops/server';
import { failureOf } from '../http/loopback';
import { asked, projectName, type Sample, startSample, token } from './sample';

const always = 99;

describe('azure-devops faults', () => {
  let sample: Sample;
  const fault = (answer: FaultScript['answer'], match: FaultScript['match'], rest: Partial<FaultScript> = {}) =>
    sample.emulator.fault({ match, answer, ...rest });
  beforeEach(async () => {
    sample = await startSample();
  });
  afterEach(async () => {
    await sample.close();
    assert.deepEqual(sample.emulator.violations, []);
  });

  describe('are never taken for a pull request without threads', () => {
    const table: [FaultScript['answer'], string][] = [
      [404, 'not-found'],
      ['html404', 'not-found'],
      ['signInPage', 'unauthorized'],
      ['signInRedirect', 'unauthorized'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [400, 'rejected'],
      [409, 'rejected'],
      ['byteOrderMark', 'unexpected-answer'],
      ['cutBody', 'cut-off'],
      ['reset', 'connection'],
      ['stopped', 'unavailable'],
      [500, 'unavailable'],
      [429, 'throttled'],
    ];
    for (const [answer, code] of table) {
      it(`${answer} is ${code}`, async () => {
        const host = sample.host();
        await host.pullRequest();
        fault(answer, { route: /\/threads/, times: always });
        const error = await failureOf(host.conversation(1));
        assert.equal(error.code, code, error.message);
        assert.equal(error.kind, 'platform');
        assert.doesNotMatch(`${error.message} ${error.advice}`, new RegExp(token));
        assert.doesNotMatch(error.message, /[\r\n]/);
      });
    }

    const bodies: [string, unknown][] = [
      ['null', null],
      ['an empty object', {}],
      ['a list without entries that counts some', { count: 3, value: [] }],
      ['a list that is null', { count: 0, value: null }],
      ['threads without ids', { count: 1, value: [{ comments: [] }] }],
      ['a text', 'no threads'],
    ];
    for (const [what, body] of bodies) {
      it(`${what} is an unexpected answer`, async () => {
        const host = sample.host();
        await host.pullRequest();
        // A fault with status 299 carries a body of its own.
        fault(299, { route: /\/threads/, times: always }, { body });
        const error = await failureOf(host.conversation(1));
        assert.equal(error.code, 'unexpected-answer');
        assert.match(error.message, /GET pullRequests\/\{id\}\/threads/);
      });
    }
  });

  it('that pass are read over', async () => {
    fault('reset', { route: /\/threads/ });
    fault('cutBody', { route: /\/changes/ });
    fault(503, { route: /\/pullRequests\/1\?/ });
    const host = sample.host();
    assert.equal((await host.pullRequest()).iteration.id, 1);
    assert.equal((await host.conversation(1)).changeTrackingIds.size, 4);
  });

  it('of the service’s own words are told: a stopped collection', async () => {
    fault('stopped', { route: /\/iterations/, times: always });
    const error = await failureOf(sample.host().pullRequest());
    assert.match(error.message, /TF24668: The following team project collection is stopped/);
  });

  describe('of the token', () => {
    for (const how of ['expired', 'revoked'] as const) {
      it(`${how}: unauthorized, for reads and writes, asked once`, async () => {
        const host = sample.host();
        await host.pullRequest();
        await host.conversation(1);
        sample.emulator.expireToken(token, how);
        const before = asked(sample).length;
        assert.equal((await failureOf(host.pullRequest())).code, 'unauthorized');
        const error = await failureOf(host.apply({ kind: 'setThreadStatus', threadId: 1, status: 'fixed' }));
        assert.equal(error.code, 'unauthorized');
        assert.match(error.advice, /expired or been revoked/);
        assert.equal(asked(sample).length, before + 3);
      });
    }
  });

  describe('of permission', () => {
    const writes: HostWrite[] = [
      { kind: 'openThread', iteration: 1, status: 'active', content: 'c', properties: { 'SecondPass.Finding': 'f' } },
      { kind: 'status', iteration: 1, name: 'review', state: 'pending', description: 'd' },
      { kind: 'vote', value: -5 },
    ];
    for (const write of writes) {
      it(`name the identity and how to grant it: ${write.kind}`, async () => {
        const host = sample.host();
        const { self } = await host.pullRequest();
        const identity = sample.emulator.collection.identities.get(self.id);
        assert.ok(identity);
        sample.emulator.deny(identity, 'PullRequestContribute');
        const error = await failureOf(host.apply(write));
        assert.equal(error.code, 'forbidden');
        assert.match(error.message, new RegExp(`Build\\\\${self.id} \\(${projectName} Build Service`));
        assert.match(error.advice, /set “Contribute to pull requests” to Allow for Build\\/);
      });
    }

    it('to read hides the repository', async () => {
      const service = sample.emulator.buildService(sample.emulator.pullRequest(1).repository.project);
      sample.emulator.deny(service, 'GenericRead');
      const error = await failureOf(sample.host().pullRequest());
      assert.equal(error.kind, 'notFound');
      assert.match(error.advice, /may not see it/);
    });
  });
});
