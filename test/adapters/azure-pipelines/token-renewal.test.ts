import assert from 'node:assert/strict';
import { createWorkloadIdentity } from '../../../src/adapters/azure-pipelines/workload-identity';
import { token as jobToken, startSample } from '../azure-devops/sample';

const connection = { connectionId: 'c', tenantId: 't', clientId: 'i', authority: 'https://login.example/' };

/** An Entra that gives numbered tokens of this many seconds. */
function identity(seconds: number, clock: { now: number }) {
  let given = 0;
  const send = async ({ url }: { url: string }) => {
    const isEntra = url.startsWith(connection.authority);
    if (isEntra) given += 1;
    const body = isEntra ? { access_token: `token ${given}`, expires_in: seconds } : { oidcToken: 'oidc' };
    return { status: 200, headers: {}, text: JSON.stringify(body), bytes: new Uint8Array() };
  };
  const options = { http: { send }, connection, oidcRequestUrl: 'https://pipeline.example/oidc', jobToken: 'job' };
  const give = createWorkloadIdentity({ ...options, now: () => clock.now, addSecret() {} } as never, 'scope');
  return { give, given: () => given };
}

describe('a token that ends in mid-run', () => {
  it('is asked for again shortly before, and no sooner', async () => {
    for (const [seconds, spare] of [
      [3600, 300],
      [6, 1.2],
    ] as const) {
      const clock = { now: 0 };
      const { give, given } = identity(seconds, clock);
      assert.equal(await give(), 'token 1');
      clock.now = (seconds - spare) * 1000 - 100;
      assert.equal(await give(), 'token 1');
      clock.now = (seconds - spare) * 1000 + 100;
      assert.equal(await give(), 'token 2');
      assert.equal(given(), 2);
    }
  });

  it('is used until it ends where it cannot be renewed before', async () => {
    const clock = { now: 0 };
    let isRefused = false;
    const send = async ({ url }: { url: string }) => {
      const body = url.startsWith(connection.authority)
        ? { access_token: 'token', expires_in: 3600 }
        : { oidcToken: 'o' };
      return { status: isRefused ? 500 : 200, headers: {}, text: JSON.stringify(body), bytes: new Uint8Array() };
    };
    const options = { http: { send }, connection, oidcRequestUrl: 'https://pipeline.example/oidc', jobToken: 'job' };
    const give = createWorkloadIdentity({ ...options, now: () => clock.now, addSecret() {} } as never, 'scope');
    assert.equal(await give(), 'token');
    isRefused = true;
    clock.now = 3590_000;
    assert.equal(await give(), 'token');
    clock.now = 3601_000;
    await assert.rejects(give(), /gave no token/);
  });

  it('is another one after it was refused, once for all who ask', async () => {
    const { give, given } = identity(3600, { now: 0 });
    const first = await give();
    assert.deepEqual(await Promise.all([give(first), give(first)]), ['token 2', 'token 2']);
    assert.equal(await give(first), 'token 2');
    assert.equal(given(), 2);
  });

  it('does not end a call to the service: it is sent again with the new one', async () => {
    const sample = await startSample();
    try {
      const refused: (string | undefined)[] = [];
      const renewed = async (value?: string) => {
        refused.push(value);
        return value === undefined ? 'ended' : jobToken;
      };
      const host = sample.host({ token: { scheme: 'bearer', value: 'ended', renewed } });
      assert.equal((await host.pullRequest()).id, sample.pullRequestId);
      assert.ok(refused.includes('ended'));
      const stuck = sample.host({ token: { scheme: 'bearer', value: 'ended', renewed: async () => 'ended' } });
      await assert.rejects(stuck.pullRequest(), /token|401|log-in|Azure DevOps/i);
    } finally {
      await sample.close();
    }
  });
});
