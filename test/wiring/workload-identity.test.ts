import assert from 'node:assert/strict';
import { yamlPullRequest } from '../agent/pipelines';
import { allButFirst, type Endpoint } from '../agent/run-task';
import { JOB_TOKEN, openStage, type Stage } from '../demo/stage';
import { DEFAULT_KEY } from '../emulators/claude/server';
import { smallChange } from '../end-to-end/small-change';
import { type Running, serveTokens, type TokenRequest } from './servers';

const TOKEN = 'entra-token-of-the-bot-0123456789';
const SECOND = 'entra-token-of-the-bot-9876543210';
const DEPLOYMENT = 'our-sonnet';

describe('identities without a stored secret, through the packaged task', function () {
  this.timeout(120_000);
  const isHere = allButFirst();
  let stage: Stage;
  let tokens: Running & { requests: TokenRequest[] };

  const serving = (...accessTokens: (string | undefined)[]) =>
    serveTokens({ jobToken: JOB_TOKEN, accessTokens, collection: () => new URL(stage.azureDevOps.url) });

  beforeEach(async () => {
    tokens = await serving(TOKEN);
  });
  afterEach(async () => {
    await stage.close();
    await tokens.close();
  });

  const variables = () => ({
    ...yamlPullRequest({ ...stage.world, collectionUrl: `${tokens.url}${new URL(stage.azureDevOps.url).pathname}` }),
    'System.OidcRequestUri': `${tokens.url}/project/_apis/distributedtask/oidctoken`,
  });
  const federated = (name: string, authority: string): Endpoint => ({
    id: '55555555-0000-4000-8000-000000000005',
    name,
    url: 'https://management.azure.com/',
    scheme: 'WorkloadIdentityFederation',
    parameters: { tenantid: 'our-tenant', serviceprincipalid: 'our-client' },
    data: { environmentAuthorityUrl: authority },
  });

  it('azureDevOpsConnection: everything is read, fetched and posted as the identity of the connection', async () => {
    stage = await openStage({ repository: smallChange(), here: isHere });
    const { azureDevOps } = stage;
    azureDevOps.registerToken(TOKEN, azureDevOps.person('Review Bot'));
    const outcome = await stage.run({
      variables: variables(),
      inputs: { azureDevOpsConnection: 'bot' },
      endpoints: [federated('bot', tokens.url)],
    });
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    assert.deepEqual([...new Set(azureDevOps.requests.map(({ identity }) => identity))], ['Review Bot']);
    assert.ok(azureDevOps.requests.some(({ kind }) => kind === 'git'));
    const [asked, exchanged, ...more] = tokens.requests;
    assert.deepEqual(more, []);
    assert.match(asked?.path ?? '', /oidctoken\?.*serviceConnectionId=55555555-0000-4000-8000-000000000005/);
    assert.equal(asked?.authorization, `Bearer ${JOB_TOKEN}`);
    assert.equal(exchanged?.path, '/our-tenant/oauth2/v2.0/token');
    assert.equal(exchanged?.form.scope, '499b84ac-1321-427f-aa17-267ca6975798/.default');
    assert.equal(exchanged?.form.client_id, 'our-client');
    const told = outcome.lines.join('\n');
    for (const secret of [TOKEN, 'vouched-for-0123456789', JOB_TOKEN]) assert.ok(!told.includes(secret), secret);
  });

  /** The bot's first token ends while Claude answers. */
  async function endedInMidRun(second: string | undefined) {
    await tokens.close();
    tokens = await serving(TOKEN, second);
    stage = await openStage({ repository: smallChange(), here: isHere });
    const { azureDevOps, claude } = stage;
    for (const token of [TOKEN, SECOND]) azureDevOps.registerToken(token, azureDevOps.person('Review Bot'));
    claude.answer(() => {
      azureDevOps.expireToken(TOKEN);
      return undefined;
    });
    return stage.run({
      variables: variables(),
      inputs: { azureDevOpsConnection: 'bot' },
      endpoints: [federated('bot', tokens.url)],
    });
  }

  it('a token that ends while Claude answers is asked for again, and the review is posted', async () => {
    const outcome = await endedInMidRun(SECOND);
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    assert.equal(tokens.requests.length, 4);
    const statuses = stage.snapshot().statuses;
    assert.equal(statuses.at(-1)?.state, 'failed');
    assert.ok(!outcome.lines.join('\n').includes(SECOND));
  });

  it('a token that cannot be renewed leaves the pull request told, by the identity of the job', async () => {
    const outcome = await endedInMidRun(undefined);
    assert.equal(outcome.result, 'Failed', outcome.rawOutput);
    assert.equal(stage.snapshot().statuses.at(-1)?.state, 'failed', outcome.rawOutput);
    assert.match(
      outcome.issues.map(({ message }) => message).join('\n'),
      /tracking comment could not be written: .*AADSTS700213/,
    );
    const others = stage.azureDevOps.requests.filter(({ identity }) => identity && identity !== 'Review Bot');
    assert.ok(others.length > 0 && others.every(({ method, path }) => method === 'GET' || path.includes('/statuses')));
  });

  it('azureDevOpsConnection that Entra refuses: says so and never falls back to the job', async () => {
    stage = await openStage({ repository: smallChange(), here: isHere });
    const outcome = await stage.run({
      variables: variables(),
      inputs: { azureDevOpsConnection: 'bot' },
      endpoints: [federated('bot', tokens.url)],
      accessToken: 'another-job-token-0123456789',
    });
    assert.equal(outcome.result, 'SucceededWithIssues', outcome.rawOutput);
    assert.match(
      outcome.issues.map(({ message }) => message).join('\n'),
      /The pipeline gave no token .*: HTTP 401, TF400813\. Check the federated/,
    );
    assert.deepEqual(stage.azureDevOps.requests, []);
  });

  it('Foundry with a key: deployment names, no batch, the same review', async () => {
    stage = await openStage({
      repository: smallChange(),
      here: isHere,
      claude: { foundry: { deployments: { [DEPLOYMENT]: 'claude-sonnet-5-5' } } },
    });
    const inputs = { provider: 'foundry', model: DEPLOYMENT, modelFamily: 'claude-sonnet-5-5' };
    const outcome = await stage.run({ inputs });
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    assert.ok(Number(outcome.outputVariables.costUsd) > 0);
    const [sweep] = stage.claude.messages();
    assert.deepEqual([sweep?.headers['x-api-key'], sweep?.headers.authorization], [DEFAULT_KEY, undefined]);
    assert.deepEqual([stage.claude.violations, tokens.requests], [[], []]);
  });

  it('Foundry without a key: azureConnection vouches, and structured outputs may be refused', async () => {
    const foundry = { deployments: { [DEPLOYMENT]: 'claude-sonnet-5-5' }, refuseStructuredOutputs: true };
    stage = await openStage({ repository: smallChange(), claude: { foundry }, here: isHere });
    const outcome = await stage.run({
      variables: variables(),
      inputs: {
        provider: 'foundry',
        model: DEPLOYMENT,
        modelFamily: 'claude-sonnet-5-5',
        anthropicApiKey: '',
        azureConnection: 'azure',
      },
      secretVariables: {},
      endpoints: [federated('azure', new URL(stage.claude.url).origin)],
    });
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    const exchange = stage.claude.requests.find(({ surface }) => surface === 'token');
    assert.match(exchange?.path ?? '', /^\/our-tenant\/oauth2\/v2\.0\/token$/);
    assert.equal(new URLSearchParams(exchange?.body).get('scope'), 'https://ai.azure.com/.default');
    const last = stage.claude.messages().at(-1);
    assert.match(last?.headers.authorization ?? '', /^Bearer entra/);
    assert.equal(last?.headers['x-api-key'], undefined);
    assert.ok(!outcome.lines.join('\n').includes(last?.headers.authorization?.slice(7) ?? 'none'));
    const own = stage.azureDevOps.requests.map(({ identity }) => identity);
    assert.deepEqual([...new Set(own)], ['Web Shop Build Service (fabrikam)']);
  });
});
