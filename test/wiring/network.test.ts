import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yamlPullRequest } from '../agent/pipelines';
import { openStage, type Stage } from '../demo/stage';
import { smallChange } from '../end-to-end/small-change';
import { serveProxy, serveSecurely } from './servers';

const PASSWORD = 'pr0xy-p@ss:word';

describe("the agent's own network, through the packaged task", function () {
  this.timeout(120_000);
  let stage: Stage;

  beforeEach(async () => {
    stage = await openStage({ repository: smallChange() });
  });
  afterEach(() => stage.close());

  const hostOf = (url: string) => new URL(url).host;

  it('its proxy is used for Azure DevOps, git and Claude, and its password is never shown', async () => {
    const proxy = await serveProxy({ name: 'agent', password: PASSWORD });
    const outcome = await stage.run({
      variables: {
        ...yamlPullRequest(stage.world),
        'Agent.ProxyUrl': proxy.url.replace('http://', ''),
        'Agent.ProxyUsername': 'agent',
      },
      secretVariables: { ClaudeKey: 'sk-ant-emulator', 'Agent.ProxyPassword': PASSWORD },
    });
    await proxy.close();
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    const direct = stage.azureDevOps.requests.length + stage.claude.requests.length;
    assert.equal(proxy.seen.length, direct);
    const reached = proxy.seen.map((line) => line.split(' ')[1] ?? '');
    assert.deepEqual([...new Set(reached)].sort(), [hostOf(stage.azureDevOps.url), hostOf(stage.claude.url)].sort());
    assert.doesNotMatch(outcome.rawOutput, /over REST instead/);
    assert.ok(stage.azureDevOps.requests.some(({ kind }) => kind === 'git'));
    assert.ok(
      !outcome.lines.join('\n').includes(PASSWORD),
      outcome.lines.filter((line) => line.includes(PASSWORD)).join('\n'),
    );
  });

  it('goes past the proxy where the agent says so', async () => {
    const outcome = await stage.run({
      variables: {
        ...yamlPullRequest(stage.world),
        'Agent.ProxyUrl': 'http://127.0.0.1:9',
        'Agent.ProxyBypassList': JSON.stringify(['127\\.0\\.0\\.1']),
      },
    });
    assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
    assert.doesNotMatch(outcome.rawOutput, /over REST instead/);
    assert.ok(stage.azureDevOps.requests.some(({ kind }) => kind === 'git'));
  });

  describe('with certificate authorities of its own', () => {
    let folder: string;

    before(function () {
      folder = mkdtempSync(join(tmpdir(), 'second-pass-authorities-'));
      if (!makeAuthorities(folder)) {
        console.log('      skipped: no openssl on this machine');
        this.skip();
      }
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const identityOf = (name: string) => ({
      key: readFileSync(join(folder, `${name}.key`), 'utf8'),
      cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
    });
    const variables = (origin: string) => {
      const { pathname } = new URL(stage.azureDevOps.url);
      return yamlPullRequest({ ...stage.world, collectionUrl: `${origin}${pathname}` });
    };

    it('--sslcacert reaches requests and git, and NODE_EXTRA_CA_CERTS goes on to count', async () => {
      const service = await serveSecurely(new URL(stage.azureDevOps.url).origin, identityOf('service'));
      const model = await serveSecurely(stage.claude.url, identityOf('model'));
      const outcome = await stage.run({
        variables: { ...variables(service.url), 'Agent.CAInfo': join(folder, 'agent-ca.pem') },
        agentEnvironment: { NODE_EXTRA_CA_CERTS: join(folder, 'extra-ca.pem') },
        inputs: { endpoint: model.url },
      });
      await Promise.all([service.close(), model.close()]);
      assert.equal(outcome.outputVariables.verdict, 'FAIL', outcome.rawOutput);
      assert.ok(stage.azureDevOps.requests.some(({ kind }) => kind === 'git'));
      assert.doesNotMatch(outcome.rawOutput, /over REST instead/);
    });

    it('a server of an unknown authority is not talked to, and the message says what to do', async () => {
      const service = await serveSecurely(new URL(stage.azureDevOps.url).origin, identityOf('service'));
      const outcome = await stage.run({ variables: variables(service.url) });
      await service.close();
      assert.equal(outcome.result, 'SucceededWithIssues', outcome.rawOutput);
      assert.match(
        outcome.issues.map(({ message }) => message).join('\n'),
        /No trusted TLS connection to localhost:\d+.* --sslcacert/,
      );
      assert.deepEqual(stage.azureDevOps.requests, []);
    });

    it('a file of authorities that is not there is named', async () => {
      const outcome = await stage.run({
        variables: { ...yamlPullRequest(stage.world), 'Agent.CAInfo': join(folder, 'nowhere.pem') },
      });
      assert.equal(outcome.result, 'Failed');
      assert.match(
        outcome.issues.map(({ message }) => message).join('\n'),
        /--sslcacert" was ".*nowhere\.pem" \(ENOENT\)/,
      );
    });
  });
});

/** Two authorities, and a certificate for localhost of each; false without openssl. */
function makeAuthorities(folder: string): boolean {
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  try {
    for (const [authority, server] of [
      ['agent-ca', 'service'],
      ['extra-ca', 'model'],
    ] as const) {
      openssl(
        'req',
        '-x509',
        ...key,
        '-days',
        '2',
        '-subj',
        `/CN=${authority}`,
        '-keyout',
        `${authority}.key`,
        '-out',
        `${authority}.pem`,
      );
      openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', `${server}.key`, '-out', `${server}.csr`);
      const signing = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-extfile', 'names'];
      openssl('x509', '-req', '-in', `${server}.csr`, ...signing, '-days', '2', '-out', `${server}.pem`);
    }
    return true;
  } catch {
    return false;
  }
}
