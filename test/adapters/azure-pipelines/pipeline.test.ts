import assert from 'node:assert/strict';
import { readPipeline } from '../../../src/adapters/azure-pipelines/pipeline';
import * as pipelines from '../../agent/pipelines';
import { type FakeAgentParts, fakeAgent } from './fake-agent';

const world: pipelines.PipelineWorld = {
  collectionUrl: 'https://tfs.example.com/tfs/My Collection/',
  project: { id: '22222222-0000-4000-8000-000000000001', name: 'Fabrikam Fiber' },
  repository: { id: '22222222-0000-4000-8000-000000000002', name: 'App' },
  pullRequestId: 17,
  sourceBranch: 'refs/heads/topic',
  targetBranch: 'refs/heads/main',
};

const names = ['endpoint', 'model', 'pullRequestId', 'repositoryId'];
const read = (parts: FakeAgentParts) => readPipeline(fakeAgent({ jobToken: 'job-token', ...parts }), names);
const claude = (url: string, parameters: Record<string, string> = { apitoken: 'key-of-the-connection' }) => ({
  id: 'c1',
  url,
  scheme: 'Token',
  parameters,
});

describe('pipeline facts', () => {
  const kinds: [name: string, variables: Record<string, string>, source: string, run: string][] = [
    ['a YAML pull request build', pipelines.yamlPullRequest(world), 'pullRequestBuild', 'build'],
    ['a branch policy build', pipelines.branchPolicyBuild(world), 'pullRequestBuild', 'build'],
    ['a classic release', pipelines.classicRelease(world), 'release', 'release'],
    ['a classic release that knows only the merge ref', pipelines.releaseOfMergeRef(world), 'mergeRef', 'release'],
  ];
  for (const [name, variables, source, kind] of kinds) {
    it(`finds the pull request of ${name}`, () => {
      const facts = read({ variables });
      assert.deepEqual(facts.pullRequest, { id: 17, source });
      assert.deepEqual(facts.repository, world.repository);
      assert.deepEqual(facts.project, world.project);
      assert.equal(facts.collectionUrl, world.collectionUrl);
      assert.equal(facts.foreignHost, null);
      assert.equal(facts.run.kind, kind);
      assert.ok(facts.run.url.startsWith(`${world.collectionUrl}Fabrikam%20Fiber/_`));
    });
  }

  it('finds the pull request of a single other artifact', () => {
    const { 'Build.SourceBranch': _, ...variables } = pipelines.releaseOfMergeRef(world);
    const facts = read({ variables: { ...variables, 'Release.Artifacts.api.PullRequest.Id': '23' } });
    assert.deepEqual(facts.pullRequest, { id: 23, source: 'release' });
  });

  it('does not guess between artifacts', () => {
    const { 'Build.SourceBranch': _, ...variables } = pipelines.releaseOfMergeRef(world);
    const facts = read({ variables: { ...variables, A_PULLREQUEST_ID: '23', B_PULLREQUEST_ID: '9' } });
    assert.equal(facts.pullRequest, null);
    assert.match(facts.notes.join(), /several pull requests \(9, 23\)/);
  });

  it('knows when there is none', () => {
    assert.equal(read({ variables: pipelines.branchBuild(world) }).pullRequest, null);
  });

  it('lets the inputs win, and takes them for Azure Repos', () => {
    const inputs = { pullRequestId: '5', repositoryId: 'Other' };
    const facts = read({ variables: pipelines.gitHubPullRequest(world), inputs });
    assert.deepEqual(facts.pullRequest, { id: 5, source: 'input' });
    assert.deepEqual([facts.repository, facts.foreignHost], [{ id: 'Other', name: '' }, null]);
    assert.equal(facts.inputs.pullRequestId, '5');
  });

  it('passes over inputs that are unexpanded macros', () => {
    const inputs = { pullRequestId: '$(pr)', repositoryId: '$(repo)' };
    const facts = read({ variables: pipelines.yamlPullRequest(world), inputs });
    assert.deepEqual([facts.pullRequest?.id, facts.repository.id], [17, world.repository.id]);
  });

  it('names another host', () => {
    assert.equal(read({ variables: pipelines.gitHubPullRequest(world) }).foreignHost, 'GitHub');
  });

  it('never takes the host of release management for the collection', () => {
    const variables = { 'System.TeamFoundationServerUri': 'https://vsrm.dev.azure.com/x/' };
    assert.equal(read({ variables }).collectionUrl, '');
    const both = { ...variables, 'System.TeamFoundationCollectionUri': 'https://dev.azure.com/x' };
    assert.equal(read({ variables: both }).collectionUrl, 'https://dev.azure.com/x/');
  });

  it('sees a fork', () => {
    const variables = { ...pipelines.yamlPullRequest(world), 'System.PullRequest.IsFork': 'True' };
    assert.equal(read({ variables }).isFork, true);
    assert.equal(read({ variables: pipelines.yamlPullRequest(world) }).isFork, false);
  });

  it('takes the url of the connection as endpoint, unless it is the usual one or the input is set', () => {
    const facts = (url: string, endpoint: string) =>
      read({ inputs: { connection: 'c1', endpoint }, endpoints: [claude(url)] }).inputs.endpoint;
    assert.equal(facts('https://gateway.example.com/', ''), 'https://gateway.example.com/');
    assert.equal(facts('https://api.anthropic.com/', ''), '');
    assert.equal(facts('https://gateway.example.com/', 'https://mine.example.com/'), 'https://mine.example.com/');
  });

  it('reads proxy and certificates, and never skips validation', () => {
    const facts = read({
      variables: {
        'Agent.ProxyUrl': 'http://proxy.example.com:3128',
        'Agent.ProxyUsername': 'me',
        'Agent.ProxyBypassList': '["\\\\.example\\\\.com$"]',
        'Agent.CAInfo': '/ca.pem',
        'Agent.ClientCert': '/cert.pem',
        'Agent.ClientCertKey': '/key.pem',
        'Agent.SkipCertValidation': 'True',
      },
      secretVariables: { 'Agent.ProxyPassword': 'pr0xy' },
    });
    assert.deepEqual(facts.proxy, {
      url: 'http://proxy.example.com:3128',
      username: 'me',
      password: 'pr0xy',
      bypass: ['\\.example\\.com$'],
    });
    const client = { certFile: '/cert.pem', keyFile: '/key.pem', archiveFile: '', passphrase: '' };
    assert.deepEqual(facts.certificates, { caFile: '/ca.pem', client });
    assert.match(facts.warnings.join(), /skip certificate validation.*never does/);
    assert.deepEqual([read({}).proxy, read({}).certificates.client], [null, null]);
  });

  it('warns of a bypass list it cannot read', () => {
    const variables = { 'Agent.ProxyUrl': 'http://proxy', 'Agent.ProxyBypassList': 'x' };
    assert.match(read({ variables }).warnings.join(), /bypass list/);
  });

  it('finds where the pipeline hands out tokens, given or built', () => {
    const variables = pipelines.yamlPullRequest(world);
    assert.equal(
      read({ variables }).oidcRequestUrl,
      `${world.collectionUrl}${world.project.id}/_apis/distributedtask/hubs/build/plans/` +
        `${variables['System.PlanId']}/jobs/${variables['System.JobId']}/oidctoken`,
    );
    const own = `${world.collectionUrl}oidctoken`;
    assert.equal(read({ variables: { ...variables, 'System.OidcRequestUri': own } }).oidcRequestUrl, own);
    const foreign = { ...variables, 'System.OidcRequestUri': 'https://given.example.com/oidctoken' };
    const { oidcRequestUrl, warnings } = read({ variables: foreign });
    assert.doesNotMatch(oidcRequestUrl, /given/);
    assert.match(warnings.join(), /System\.OidcRequestUri names given\.example\.com/);
  });
});

describe('pipeline credentials', () => {
  const federated = {
    id: 'f1',
    url: 'https://management.azure.com/',
    scheme: 'WorkloadIdentityFederation',
    parameters: { tenantid: 'tenant', serviceprincipalid: 'client' },
  };

  it('uses the token of the job, or says that there is none', () => {
    assert.deepEqual(read({}).credentials.azureDevOps, { kind: 'bearer', token: 'job-token', from: 'job' });
    const without = readPipeline(fakeAgent({}), names).credentials.azureDevOps;
    assert.equal(without.kind, 'none');
  });

  it("uses the bot's connection, by workload identity or by a personal token", () => {
    const inputs = { azureDevOpsConnection: 'f1' };
    assert.deepEqual(read({ inputs, endpoints: [federated] }).credentials.azureDevOps, {
      kind: 'federated',
      connection: {
        connectionId: 'f1',
        tenantId: 'tenant',
        clientId: 'client',
        authority: 'https://login.microsoftonline.com/',
      },
      from: 'connection',
    });
    const personal = { ...federated, scheme: 'Token', parameters: { apitoken: 'pat' } };
    const credential = read({ inputs, endpoints: [personal] }).credentials.azureDevOps;
    assert.deepEqual(credential, { kind: 'personal', token: 'pat', from: 'connection' });
  });

  const collection = 'https://tfs.fabrikam.example/tfs/DefaultCollection/';
  const onServer = (inputs: Record<string, string>, url: string) =>
    readPipeline(
      fakeAgent({
        inputs,
        endpoints: [federated, { ...federated, id: 's1', url, scheme: 'Token', parameters: { apitoken: 'pat' } }],
        jobToken: 'job-token',
        variables: { 'System.TeamFoundationCollectionUri': collection },
      }),
      names,
    ).credentials.azureDevOps;

  it("uses the token of a bot of the Server, and sends it to no other server than its connection's", () => {
    const inputs = { azureDevOpsServerConnection: 's1' };
    const used = { kind: 'personal', token: 'pat', from: 'connection' };
    assert.deepEqual(onServer(inputs, 'https://TFS.fabrikam.example/tfs'), used);
    for (const url of ['https://dev.azure.com/fabrikam', 'https://tfs.fabrikam.example:8443/', '']) {
      const refused = onServer(inputs, url);
      assert.ok(
        refused.kind === 'none' && refused.why.includes(`wanted: one for ${collection}`),
        JSON.stringify(refused),
      );
    }
    const both = onServer({ ...inputs, azureDevOpsConnection: 'f1' }, collection);
    assert.ok(both.kind === 'none' && /are both set; allowed: one of them/.test(both.why));
  });

  it("never falls back to the job's token when the bot's connection is unusable", () => {
    const inputs = { azureDevOpsConnection: 'f1' };
    assert.equal(read({ inputs }).credentials.azureDevOps.kind, 'none');
    const broken = { ...federated, scheme: 'Certificate', parameters: {} };
    const credential = read({ inputs, endpoints: [broken] }).credentials.azureDevOps;
    assert.ok(credential.kind === 'none' && /scheme "certificate"/.test(credential.why));
  });

  it('takes the key of the connection first', () => {
    const inputs = { connection: 'c1', anthropicApiKey: 'other' };
    const facts = read({ inputs, endpoints: [claude('https://api.anthropic.com/')] });
    assert.deepEqual(facts.credentials.model, { kind: 'key', key: 'key-of-the-connection', from: 'connection' });
    assert.match(facts.notes.join(), /the connection is used/);
  });

  it('takes a key that is a secret variable without a word', () => {
    const facts = read({ inputs: { anthropicApiKey: 'k1' }, secretVariables: { ANTHROPIC_KEY: 'k1' } });
    assert.deepEqual(facts.credentials.model, { kind: 'key', key: 'k1', from: 'input' });
    assert.deepEqual(facts.warnings, []);
  });

  it('warns of a key that is no secret variable', () => {
    const facts = read({ inputs: { anthropicApiKey: 'k1' }, variables: { ANTHROPIC_KEY: 'k1' } });
    assert.match(facts.warnings.join(), /no secret variable/);
    assert.ok(!facts.warnings.join().includes('k1'));
    assert.ok(facts.credentials.model.kind === 'key' && facts.credentials.model.isOpen);
  });

  it('takes a key for the memory only when it is long and secret', () => {
    const key = 'a-long-and-secret-text';
    const [inputs, secretVariables] = [{ memoryKey: key }, { MEMORY_KEY: key }];
    assert.equal(read({ inputs, secretVariables }).credentials.memoryKey, key);
    const open = read({ inputs, variables: { MEMORY_KEY: key } });
    assert.equal(open.credentials.memoryKey, '');
    assert.match(open.warnings.join(), /"memoryKey" was no secret variable of this job and is not used/);
    const short = read({ inputs: { memoryKey: 'short' }, secretVariables: { MEMORY_KEY: 'short' } });
    assert.equal(short.credentials.memoryKey, '');
    assert.match(short.warnings.join(), /was a text of 5 characters and is not used; allowed: .* at least 20/);
    assert.equal(read({ inputs: { memoryKey: '$(MEMORY_KEY)' } }).credentials.memoryKey, '');
  });

  it('tells a withheld key from a missing one', () => {
    const withheld = read({ inputs: { anthropicApiKey: '$(ANTHROPIC_KEY)' } }).credentials.model;
    assert.ok(withheld.kind === 'none' && withheld.reason === 'withheld' && /\$\(ANTHROPIC_KEY\)/.test(withheld.why));
    const missing = read({}).credentials.model;
    assert.ok(missing.kind === 'none' && missing.reason === 'missing');
  });

  it('reaches Foundry without a key', () => {
    const { model } = read({ inputs: { azureConnection: 'f1' }, endpoints: [federated] }).credentials;
    assert.ok(model.kind === 'federated' && model.connection.clientId === 'client');
  });
});
