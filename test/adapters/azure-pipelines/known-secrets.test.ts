import assert from 'node:assert/strict';
import { knownSecrets } from '../../../src/adapters/azure-pipelines/known-secrets';
import { readPipeline } from '../../../src/adapters/azure-pipelines/pipeline';
import { createMask } from '../../../src/adapters/http/mask';
import { createOutboundGuard } from '../../../src/wiring/outbound-guard';
import { createFakeCodeHost } from '../../fakes/code-host';
import { keptLog } from '../../fakes/world';
import { fakeAgent } from './fake-agent';

const MEMORY_KEY = ['m3m0ry', 'k3y', '0123456789'].join('-');

describe('secrets that the pipeline hands to the run', () => {
  const of = (inputs: Record<string, string>) =>
    knownSecrets(readPipeline(fakeAgent({ inputs, secretVariables: inputs, jobToken: 'the-job-token' }), []));

  it('hold the key of the memory and the job token', () => {
    assert.deepEqual(of({ memoryKey: MEMORY_KEY }), ['the-job-token', MEMORY_KEY]);
  });

  it('hold a key that was refused, and one that another input made needless', () => {
    const readOpen = (inputs: Record<string, string>) => knownSecrets(readPipeline(fakeAgent({ inputs }), []));
    assert.deepEqual(readOpen({ memoryKey: 'short-k3y' }), ['short-k3y']);
    assert.deepEqual(readOpen({ memoryKey: MEMORY_KEY }), [MEMORY_KEY]);
    const both = { connection: 'absent', anthropicApiKey: 'sk-not-used-at-all' };
    assert.deepEqual(readOpen(both), ['sk-not-used-at-all']);
    assert.deepEqual(readOpen({ memoryKey: '$(MEMORY_KEY)', anthropicApiKey: 'none' }), ['none']);
  });

  it('hold what the secret variables of the job hold, but for names, ids and addresses', () => {
    const held = {
      feed: 'nightly-7Qk2xw91Zt',
      password: 'Winter-2031!x',
      key: '-----BEGIN X-----\nMIIBVQIBADANBgkqhkiG9w0BAQEFAASC\n-----END X-----',
      tenant: '0b6b6a3e-1c11-4a22-8b33-444f55556666',
      url: 'https://dev.azure.com/contoso2',
      repository: 'web-shop2',
      host: 'db01.contoso.com',
      flag: 'true',
      name: 'Production',
    };
    const known = knownSecrets(readPipeline(fakeAgent({ secretVariables: held, jobToken: 'the-job-token' }), []));
    assert.deepEqual(known, ['the-job-token', held.feed, held.password, 'MIIBVQIBADANBgkqhkiG9w0BAQEFAASC']);
  });

  const inside: readonly [what: string, value: string, keys: readonly string[]][] = [
    [
      'an address',
      'https://reader:Wint3r%21Db@db.example/x?mode=1&code=a1B2c3D4e5',
      ['Wint3r%21Db', 'Wint3r!Db', 'a1B2c3D4e5'],
    ],
    ['a connection string', 'Server=tcp:db01.example,1433;User Id=shop;Password=Wint3r-Db!', ['Wint3r-Db!']],
    ['a document', '{"client_id":"shop2","client_secret":"q7W~x2Lm9"}', ['q7W~x2Lm9']],
    ['a header', 'Authorization: Bearer q7Wx2Lm9k', ['q7Wx2Lm9k']],
    ['an address without a password', 'https://dev.azure.com/contoso2/_packaging/feed', []],
    ['words', 'Authentication=ActiveDirectoryDefault;Key=name;https://user:password@db.example', []],
    [
      'parameters that open nothing',
      'https://x.example/?env=production-2024&region=westeurope-1&api-version=2023-05-15&version=v1.2.3-beta',
      [],
    ],
    [
      'members that are no keys',
      '{"public_key":"src/keys/Pub.pem","key":"user_name1","api_key":"src/keys/Pub2.pem"}',
      [],
    ],
    ['columns', 'primaryKey=Customer_Id1!;foreign_key=Order_Id1!;monkey=banana-2!;token=2023-06-01', []],
    ['an address of a feed', 'https://contoso1@dev.azure.com/contoso-1/_git/x', []],
    ['an address with a token', 'https://a1b2c3d4e5f6g7h8i9j0@dev.azure.com/x/_git/x', ['a1b2c3d4e5f6g7h8i9j0']],
    ['a bus', 'Endpoint=sb://x;SharedAccessKeyName=Root-Manage1!;SharedAccessKey=aB1/cD2+eF3g=', ['aB1/cD2+eF3g=']],
    [
      'an address that is signed',
      'https://x.blob.example/c?sv=2023-01-03&sig=aB1%2FcD2eF3g',
      ['aB1%2FcD2eF3g', 'aB1/cD2eF3g'],
    ],
  ];
  for (const [what, value, keys] of inside) {
    it(`hold the keys in ${what} that a secret variable holds, and nothing else of it`, () => {
      const facts = readPipeline(fakeAgent({ secretVariables: { value }, jobToken: 'the-job-token' }), []);
      assert.deepEqual(knownSecrets(facts), ['the-job-token', ...keys]);
    });
  }

  for (const url of ['http://agent:Pr0xy%21@proxy.example:8080', 'agent:Pr0xy%21@proxy.example:8080']) {
    it(`hold the password in the address of the proxy ${url.slice(0, 5)}`, () => {
      const facts = readPipeline(fakeAgent({ variables: { 'Agent.ProxyUrl': url }, jobToken: 'the-job-token' }), []);
      assert.deepEqual(knownSecrets(facts), ['the-job-token', 'Pr0xy%21', 'Pr0xy!']);
    });
  }

  const rows: readonly [otlpHeaders: string, secrets: readonly string[]][] = [
    ['api-key=s3cr3t-1', ['s3cr3t-1']],
    ['authorization=Bearer%20t0k3n%3D,x-tenant=production', ['t0k3n%3D', 't0k3n=']],
    ['Authorization = Basic dXNlcg== ', ['dXNlcg==']],
    ['x-honeycomb-team=0123456789abcdefghijkl', ['0123456789abcdefghijkl']],
    ['x-tenant=production', []],
    ['a-key-alone', ['a-key-alone']],
    ['api-key=%zz-s3cr3t', ['%zz-s3cr3t']],
    ['', []],
  ];
  for (const [otlpHeaders, secrets] of rows) {
    it(`hold the values of otlpHeaders "${otlpHeaders}"`, () => {
      assert.deepEqual(of({ otlpHeaders }), ['the-job-token', ...secrets]);
    });
  }

  it('are masked, neither written to the pull request nor printed, and ordinary words stay', async () => {
    const mask = createMask();
    for (const secret of of({ memoryKey: MEMORY_KEY, otlpHeaders: 'authorization=Bearer%20t0k3n-of-0tlp' }))
      mask.add(secret);
    const host = createFakeCodeHost({ files: ['a.ts'] });
    const guard = createOutboundGuard(mask, keptLog());
    const content = `authorization: Bearer x; ${MEMORY_KEY}, t0k3n-of-0tlp`;
    await guard.host(host).apply({ kind: 'openThread', iteration: 1, status: 'active', content, properties: {} });
    const written = JSON.stringify(host.threads);
    assert.match(written, /authorization: Bearer x; \[secret: of-this-run\], \[secret: of-this-run\]/);
    assert.equal(mask.hide(MEMORY_KEY), '***');
  });
});
