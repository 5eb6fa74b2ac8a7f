import assert from 'node:assert/strict';
import { isOfCollection } from '../../../src/adapters/azure-pipelines/collection-hosts';
import { removeStrayVariables } from '../../../src/adapters/azure-pipelines/stray-variables';

describe('stray variables', () => {
  const strays = [
    ...['GIT_SSH_COMMAND', 'GIT_CONFIG_COUNT', 'SEMGREP_RULES', 'PYTHONPATH', 'PYTHONSTARTUP', 'SSL_CERT_FILE'],
    ...['HTTPS_PROXY', 'all_proxy', 'NO_PROXY', 'NODE_DEBUG_NATIVE', 'LD_LIBRARY_PATH', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    ...['SSLKEYLOGFILE', 'OPENSSL_CONF', 'CURL_HOME', 'BASH_ENV'],
  ];

  it('are removed, and each is named', () => {
    const environment: Record<string, string | undefined> = { PATH: '/usr/bin', BUILD_BUILDID: '1', AGENT_ID: '2' };
    for (const name of strays) environment[name] = 'https://evil.example.com';
    const { notes, warnings } = removeStrayVariables(environment);
    assert.deepEqual(Object.keys(environment).sort(), ['AGENT_ID', 'BUILD_BUILDID', 'PATH']);
    for (const name of strays) assert.ok(notes.join().includes(name), name);
    assert.deepEqual(warnings, []);
    assert.ok(!notes.join().includes('evil'));
  });

  it('are warned of when the pipeline or a step set them', () => {
    const environment = { HTTPS_PROXY: 'x', GIT_TRACE: '1', VSTS_PUBLIC_VARIABLES: '["https_proxy","system.debug"]' };
    const { notes, warnings } = removeStrayVariables(environment);
    assert.match(warnings.join(), /HTTPS_PROXY/);
    assert.match(notes.join(), /GIT_TRACE/);
  });

  it('certificates that a step named are not trusted, those of the agent are', () => {
    const NodeExtraCaCerts = '/tmp/evil.pem';
    const foreign = { NODE_EXTRA_CA_CERTS: NodeExtraCaCerts, VSTS_PUBLIC_VARIABLES: '["NODE_EXTRA_CA_CERTS"]' };
    assert.equal(removeStrayVariables(foreign).isTrustForeign, true);
    assert.equal(removeStrayVariables({ NODE_EXTRA_CA_CERTS: NodeExtraCaCerts }).isTrustForeign, false);
    assert.equal(removeStrayVariables({ ...foreign, VSTS_PUBLIC_VARIABLES: 'not json' }).isTrustForeign, false);
  });

  it('nothing is said of a clean environment', () =>
    assert.deepEqual(removeStrayVariables({ PATH: '/usr/bin' }), { notes: [], warnings: [], isTrustForeign: false }));
});

describe('addresses of the collection', () => {
  const own: [string, string][] = [
    ['https://dev.azure.com/contoso/', 'https://dev.azure.com/contoso/_apis/oidctoken'],
    ['https://dev.azure.com/contoso/', 'https://vstoken.dev.azure.com/contoso/oidctoken'],
    ['https://dev.azure.com/contoso/', 'https://contoso.visualstudio.com/oidctoken'],
    ['https://contoso.visualstudio.com/', 'https://dev.azure.com/Contoso/oidctoken'],
    ['http://tfs:8080/tfs/Default/', 'http://tfs:8080/tfs/Default/oidctoken'],
  ];
  const foreign: [string, string][] = [
    ['https://dev.azure.com/contoso/', 'https://evil.example/oidctoken'],
    ['https://dev.azure.com/contoso/', 'https://dev.azure.com.evil.example/contoso/'],
    ['https://dev.azure.com/contoso/', 'https://dev.azure.com@evil.example/contoso/'],
    ['https://dev.azure.com/contoso/', 'https://dev.azure.com/mallory/oidctoken'],
    ['https://dev.azure.com/contoso/', 'http://dev.azure.com/contoso/oidctoken'],
    ['https://dev.azure.com/contoso/', 'https://mallory.visualstudio.com/contoso'],
    ['https://dev.azure.com/contoso/', 'https://user:word@dev.azure.com/contoso/'],
    ['http://tfs:8080/tfs/', 'http://tfs:9090/tfs/'],
    ['', 'https://dev.azure.com/'],
    ['https://dev.azure.com/contoso/', 'not an address'],
  ];
  for (const [collection, address] of own)
    it(`${address} is one`, () => assert.ok(isOfCollection(address, collection)));
  for (const [collection, address] of foreign)
    it(`${address} is none of ${collection || 'nothing'}`, () => assert.ok(!isOfCollection(address, collection)));
});
