import assert from 'node:assert/strict';
import { isOfCollection } from '../../../src/adapters/azure-pipelines/collection-hosts';
import { removeStrayVariables } from '../../../src/adapters/azure-pipelines/stray-variables';
import { checkOutgoing } from '../../../src/adapters/http/outbound';
import { namedHosts } from '../../../src/wiring/named-hosts';
import { yamlPullRequest } from '../../agent/pipelines';
import { openStage } from '../../demo/stage';
import { smallChange } from '../../end-to-end/small-change';
import type { Attack, Control } from '../attack';
import { packaged } from '../packaged-life';

const COLLECTION = 'https://dev.azure.com/contoso/';
const NOBODY = { azureDevOps: { kind: 'none', why: '' }, model: { kind: 'none', why: '', reason: 'missing' } } as const;
const FACTS = { collectionUrl: COLLECTION, oidcRequestUrl: '', credentials: NOBODY };
const mayReach = namedHosts(FACTS, { endpoint: '', applicationInsights: '', otlpEndpoint: '' });

function refused(address: string): Attack {
  return {
    tries: `has a request go to ${address}`,
    must: 'it is not sent',
    through: 'part',
    run: () =>
      void assert.throws(() => checkOutgoing({ method: 'POST', url: new URL(address) }, { mayReach }), /names it/),
  };
}

function noToken(address: string): Attack {
  return {
    tries: `sets System.OidcRequestUri to ${address}`,
    must: 'the job token is not sent there',
    through: 'part',
    run: () => assert.ok(!isOfCollection(address, COLLECTION)),
  };
}

function removed(name: string): Attack {
  return {
    tries: `sets ${name} in a step before`,
    must: 'it is removed, and named in a warning',
    through: 'part',
    run() {
      const environment = { [name]: 'https://evil.example', VSTS_PUBLIC_VARIABLES: JSON.stringify([name]) };
      const { warnings } = removeStrayVariables(environment);
      assert.ok(!(name in environment));
      assert.ok(warnings.join().includes(name));
    },
  };
}

/** Under another name than the agent's own, which the agent lets a step set, or in the place of what is no variable. */
function overlaid(name: string, value = 'https://evil.example/org/'): Attack {
  return {
    tries: `sets the variable ${name} in a step before`,
    must: 'nothing is asked of anybody, and the variable is named',
    through: 'package',
    async run() {
      const stage = await openStage({ repository: smallChange(), here: true });
      try {
        const { result, lines } = await stage.run({ variables: { ...yamlPullRequest(stage.world), [name]: value } });
        assert.equal(result, 'Failed');
        assert.match(lines.join('\n'), new RegExp(`The variable ${name} of this job stands in the place of`));
        assert.deepEqual([stage.azureDevOps.requests.length, stage.claude.requests.length], [0, 0]);
      } finally {
        await stage.close();
      }
    },
  };
}

export const control: Control = {
  promise:
    'Requests go to hosts that an input, the agent or a connection names, and nothing of the environment steers them.',
  attacks: [
    ...['https://evil.example/', 'https://dev.azure.com.evil.example/', 'https://dev.azure.com@evil.example/'].map(
      refused,
    ),
    ...['https://dev.azure.com:8443/', 'http://169.254.169.254/metadata', 'http://127.0.0.1:9/'].map(refused),
    ...['https://evil.example/oidctoken', 'https://dev.azure.com/mallory/oidctoken'].map(noToken),
    ...['http://dev.azure.com/contoso/oidctoken', 'https://mallory.visualstudio.com/contoso/'].map(noToken),
    ...['https://dev.azure.com@evil.example/contoso/', 'file:///etc/passwd'].map(noToken),
    ...['HTTPS_PROXY', 'ALL_PROXY', 'GIT_SSH_COMMAND', 'GIT_CONFIG_COUNT', 'SSL_CERT_FILE'].map(removed),
    ...['PYTHONPATH', 'SEMGREP_RULES', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'LD_LIBRARY_PATH', 'NODE_DEBUG'].map(removed),
    ...['SYSTEM_COLLECTIONURI', 'system collectionuri', 'AGENT_PROXYURL', 'INPUT_ENDPOINT'].map((name) =>
      overlaid(name),
    ),
    overlaid('ENDPOINT_URL_SYSTEMVSSCONNECTION'),
    overlaid('BUILD_REPOSITORY_PROVIDER', 'GitHub'),
    overlaid('system_pullrequest.pullrequestid', '999'),
    packaged(
      'sets a proxy, a command for git and one for Python',
      'none is used, each is named',
      ({ first, hosts }) => {
        const asked = new Set(first.record.accessLog?.map(({ host }) => host));
        assert.deepEqual([...asked].sort(), [...hosts].sort());
        assert.match(first.outcome.lines.join(), /removed from this task: GIT_SSH_COMMAND, HTTPS_PROXY, PYTHONSTARTUP/);
      },
    ),
  ],
};
