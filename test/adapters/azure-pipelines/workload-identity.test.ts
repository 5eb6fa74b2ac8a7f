import assert from 'node:assert/strict';
import {
  AZURE_DEV_OPS_SCOPE,
  createWorkloadIdentity,
  type WorkloadIdentityOptions,
} from '../../../src/adapters/azure-pipelines/workload-identity';
import type { HttpRequest } from '../../../src/adapters/http/http';

const connection = {
  connectionId: 'f1',
  tenantId: 'my-tenant',
  clientId: 'my-client',
  authority: 'https://login.microsoftonline.com/',
};

function given(answers: { status: number; text: string }[], changes: Partial<WorkloadIdentityOptions> = {}) {
  const requests: HttpRequest[] = [];
  const secrets: string[] = [];
  const clock = { now: 0 };
  const options: WorkloadIdentityOptions = {
    http: {
      async send(request) {
        requests.push(request);
        const answer = answers.shift() ?? assert.fail('one request too many');
        return { ...answer, headers: {}, bytes: Buffer.from(answer.text) };
      },
    },
    connection,
    oidcRequestUrl: 'https://dev.azure.com/x/p/_apis/oidctoken',
    jobToken: 'job-token',
    now: () => clock.now,
    addSecret: (secret) => secrets.push(secret),
    ...changes,
  };
  return { options, requests, secrets, clock };
}

const oidc = { status: 200, text: '{"oidcToken":"oidc-1"}' };
const entra = (token: string) => ({ status: 200, text: JSON.stringify({ access_token: token, expires_in: 3600 }) });

describe('workload identity', () => {
  it('exchanges the token of the pipeline for one of the connection', async () => {
    const { options, requests, secrets } = given([oidc, entra('entra-1')]);
    assert.equal(await createWorkloadIdentity(options, AZURE_DEV_OPS_SCOPE)(), 'entra-1');
    const [first, second] = requests;
    assert.equal(first?.url, 'https://dev.azure.com/x/p/_apis/oidctoken?api-version=7.1&serviceConnectionId=f1');
    assert.equal(first?.headers?.authorization, 'Bearer job-token');
    assert.equal(second?.url, 'https://login.microsoftonline.com/my-tenant/oauth2/v2.0/token');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(second?.body)), {
      grant_type: 'client_credentials',
      client_id: 'my-client',
      scope: '499b84ac-1321-427f-aa17-267ca6975798/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'oidc-1',
    });
    assert.deepEqual(secrets, ['oidc-1', 'entra-1']);
  });

  it('keeps the token until shortly before its end, and asks once for many', async () => {
    const { options, requests, clock } = given([oidc, entra('entra-1'), oidc, entra('entra-2')]);
    const token = createWorkloadIdentity(options, AZURE_DEV_OPS_SCOPE);
    assert.deepEqual(await Promise.all([token(), token(), token()]), ['entra-1', 'entra-1', 'entra-1']);
    clock.now = 54 * 60_000;
    assert.equal(await token(), 'entra-1');
    clock.now = 56 * 60_000;
    assert.equal(await token(), 'entra-2');
    assert.equal(requests.length, 4);
  });

  const refusals: [name: string, answers: { status: number; text: string }[], code: string, words: RegExp][] = [
    ['the pipeline refuses', [{ status: 403, text: 'TF400813: no' }], 'oidc-token', /HTTP 403, TF400813\.$/],
    ['the pipeline answers a page', [{ status: 200, text: '<html>sign in' }], 'oidc-token', /HTTP 200\.$/],
    [
      'Entra refuses',
      [oidc, { status: 401, text: '{"error":"invalid_client","error_description":"AADSTS700213: no oidc-1"}' }],
      'entra-token',
      /HTTP 401, AADSTS700213\.$/,
    ],
  ];
  for (const [name, answers, code, words] of refusals) {
    it(`says so when ${name}, and asks again the next time`, async () => {
      const { options } = given([...answers, oidc, entra('entra-1')]);
      const token = createWorkloadIdentity(options, AZURE_DEV_OPS_SCOPE);
      await assert.rejects(token, { kind: 'platform', code, message: words });
      assert.equal(await token(), 'entra-1');
    });
  }

  const gaps: [name: string, changes: Partial<WorkloadIdentityOptions>, words: RegExp][] = [
    ['no request url', { oidcRequestUrl: '' }, /System\.OidcRequestUri/],
    ['no job token', { jobToken: '' }, /job's own token/],
    ['no tenant', { connection: { ...connection, tenantId: '' } }, /tenant/],
    ['an open authority', { connection: { ...connection, authority: 'http://login.example.com/' } }, /https url/],
  ];
  for (const [name, changes, words] of gaps) {
    it(`refuses ${name} before anything is sent`, () => {
      const { options } = given([], changes);
      assert.throws(() => createWorkloadIdentity(options, AZURE_DEV_OPS_SCOPE), {
        code: 'federation-not-set-up',
        message: words,
      });
    });
  }
});
