import assert from 'node:assert/strict';
import { cleanEnvironment } from '../../../src/adapters/azure-pipelines/environment';

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
});
