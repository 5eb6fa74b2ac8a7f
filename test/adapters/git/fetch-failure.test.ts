import assert from 'node:assert/strict';
import { fetchFailure, isPassing, isRefused } from '../../../src/adapters/git/fetch-failure';

describe('what git says when it cannot fetch', () => {
  const url = 'https://server/tfs/Shop/_git/shop/';
  /** The error text, the code, and what the advice speaks of. */
  const cases: [text: string, code: string, advice: RegExp][] = [
    [
      `fatal: unable to access '${url}': schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - The revocation function was unable to check revocation for the certificate.`,
      'git-fetch-unreachable',
      /http\.schannelCheckRevoke false/,
    ],
    [
      `fatal: unable to access '${url}': schannel: next InitializeSecurityContext failed: CRYPT_E_REVOCATION_OFFLINE (0x80092013)`,
      'git-fetch-unreachable',
      /revocation list/,
    ],
    [
      `fatal: unable to access '${url}': schannel: CertGetCertificateChain trust error CERT_TRUST_REVOCATION_STATUS_UNKNOWN`,
      'git-fetch-unreachable',
      /revocation list/,
    ],
    [
      `fatal: unable to access '${url}': schannel: CertGetCertificateChain trust error CERT_TRUST_IS_UNTRUSTED_ROOT`,
      'git-fetch-unreachable',
      /certificate authority/,
    ],
    [
      `fatal: unable to access '${url}': SSL certificate problem: unable to get local issuer certificate`,
      'git-fetch-unreachable',
      /certificate authority/,
    ],
    [`fatal: unable to access '${url}': Could not resolve host: server`, 'git-fetch-unreachable', /proxy/],
    [`fatal: Authentication failed for '${url}'`, 'git-fetch-unauthorized', /permission Read/],
    [`fatal: repository '${url}' not found`, 'git-fetch-not-found', /permission Read/],
    ['fatal: remote error: upload-pack: not our ref 1234', 'git-fetch-refused', /force push/],
    ['fatal: something that nobody expected', 'git-fetch-failed', /by hand/],
  ];
  for (const [text, code, advice] of cases) {
    it(text, () => {
      const failure = fetchFailure(text);
      assert.equal(failure.code, code);
      assert.match(failure.advice ?? '', advice);
      assert.ok(failure.message.includes(text.replace(/\.$/, '')));
    });
  }

  it('tells what may pass from what the server refuses', () => {
    assert.ok(isPassing('error: RPC failed; HTTP 503 curl 22 The requested URL returned error: 503'));
    assert.ok(!isPassing('fatal: Authentication failed'));
    assert.ok(isRefused('fatal: remote error: upload-pack: not our ref 1234'));
  });
});
