import assert from 'node:assert/strict';
import {
  readSession,
  type SessionSeal,
  sessionText,
  spentOfSession,
  threadsAsked,
  withRequest,
  withReserves,
} from '../../../src/steps/session/session';

const TIP = 'a'.repeat(40);
const SEAL: SessionSeal = {
  key: new Uint8Array(32).fill(7),
  repositoryId: 'shop',
  branch: 'refs/heads/second-pass/pr-1-12345678',
};
const FIRST = withRequest(null, { id: 'pr-1.2.1', usd: 0.21 }, SEAL);

describe('the memory of a session', () => {
  it('sums up requests and what they cost', () => {
    const both = withRequest(FIRST, { id: 'pr-2.1.1', usd: 0.3 }, SEAL);
    const { session, doubt } = readSession(sessionText(both, TIP), SEAL);
    assert.deepEqual([session?.requests, session?.costUsd, session?.tip], [['pr-1.2.1', 'pr-2.1.1'], 0.51, TIP]);
    assert.equal(doubt, undefined);
  });

  it('is believed only where this key signed it for this branch of this repository', () => {
    const text = sessionText(FIRST, TIP);
    const elsewhere: Partial<SessionSeal>[] = [
      { key: new Uint8Array(32) },
      { repositoryId: 'other' },
      { branch: 'refs/heads/second-pass/pr-1-87654321' },
    ];
    for (const other of elsewhere) {
      const { session, doubt } = readSession(text, { ...SEAL, ...other });
      assert.equal(session, null);
      assert.match(doubt ?? '', /not signed by our key/);
    }
  });

  it('is not believed where a figure, a request or the signature is another one', () => {
    const { signature: _, ...unsigned } = FIRST;
    const changed = [
      { ...FIRST, costUsd: 0 },
      { ...FIRST, requests: ['pr-2.1.1'] },
      { ...FIRST, signature: '00' },
      unsigned,
    ];
    for (const one of changed) assert.equal(readSession(sessionText(one, TIP), SEAL).session, null);
  });

  it('is none where nothing stands there, or something else', () => {
    for (const text of [undefined, '', 'x', '{"requests":"x"}', '{}'])
      assert.match(readSession(text, SEAL).doubt ?? '', /does not tell what was spent/);
  });

  it('never says less than our own answers do together', () => {
    const answers = [
      { request: 'pr-2.1.1', buildId: '7', usd: 4 },
      { request: 'pr-2.1.1', buildId: '7', usd: 4.5 },
      { request: 'pr-2.5.1', buildId: '8', usd: 4.5 },
    ];
    const forged = { requests: ['pr-2.1.1', 'pr-2.5.1'], costUsd: 0 };
    assert.equal(spentOfSession(forged, answers), 9);
    assert.equal(spentOfSession({ requests: ['pr-1.2.1', 'pr-2.1.1'], costUsd: 5.5 }, answers), 10);
    assert.equal(spentOfSession(null, answers), 9);
  });

  it('counts what a run may spend that has only said that it is at work', () => {
    const answers = [
      { request: 'pr-2.1.1', buildId: '7', state: 'claimed' },
      { request: 'pr-2.5.1', buildId: '8', state: 'ended', usd: 0.5 },
      { request: 'pr-2.6.1', buildId: '9', state: 'refused' },
    ];
    assert.equal(spentOfSession(null, withReserves(answers, 2)), 2.5);
    assert.equal(spentOfSession(null, withReserves(answers, 0)), 0.5);
  });

  it('came of the threads that its requests stand on', () => {
    assert.deepEqual(threadsAsked(['pr-1.2.3', 'wi-7.3', 'pr-1.2.9', 'pr-4.5.1', 'run-9']), [
      { pullRequestId: 1, threadId: 2 },
      { pullRequestId: 4, threadId: 5 },
    ]);
  });

  it('is taken as it is by a run without a key, which can tell nothing apart', () => {
    assert.equal(readSession(sessionText(FIRST, TIP), { ...SEAL, key: null }).session?.costUsd, 0.21);
    const unsigned = withRequest(null, { id: 'run-7', usd: 1 }, { ...SEAL, key: null });
    assert.equal('signature' in unsigned, false);
  });
});
