import assert from 'node:assert/strict';
import { childEnvironment, cleanEnvironment } from '../../../src/adapters/azure-pipelines/environment';

describe('environment', () => {
  it('loses what could redirect the key or the code', () => {
    const environment: Record<string, string | undefined> = {
      ANTHROPIC_BASE_URL: 'https://evil.example.com',
      anthropic_log: 'debug',
      SYSTEM_ACCESSTOKEN: 'token',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      NODE_OPTIONS: '--require /tmp/evil.js',
      PATH: '/usr/bin',
      BUILD_BUILDID: '1',
    };
    const { warnings } = cleanEnvironment(environment);
    assert.deepEqual(Object.keys(environment).sort(), ['BUILD_BUILDID', 'NODE_OPTIONS', 'PATH']);
    assert.equal(warnings.length, 3);
    assert.match(warnings[0] ?? '', /ANTHROPIC_BASE_URL, anthropic_log/);
    assert.ok(!warnings.join().includes('evil') && !warnings.join().includes('token'));
  });

  it('says nothing of a clean one', () => assert.deepEqual(cleanEnvironment({ PATH: '/usr/bin' }).warnings, []));

  it('gives children what they need and nothing of the job', () => {
    const environment = {
      PATH: '/usr/bin',
      HOME: '/home/agent',
      BUILD_BUILDID: '1',
      MY_SECRET: 'x',
      GIT_SSH_COMMAND: 'evil',
      PYTHONPATH: '.',
      HTTPS_PROXY: 'http://evil',
    };
    assert.deepEqual(childEnvironment({ HOME: '/scratch' }, environment), {
      PATH: '/usr/bin',
      HOME: '/scratch',
      LC_ALL: 'C.UTF-8',
      NoDefaultCurrentDirectoryInExePath: '1',
    });
  });
});
