import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { listenForCancellation } from '../../../src/adapters/azure-pipelines/cancellation';

function listen(deadline: number) {
  const signals = new EventEmitter();
  const clock = { now: 1_000 };
  const process = signals as unknown as Pick<NodeJS.Process, 'on' | 'off'>;
  return { signals, clock, run: listenForCancellation({ deadline, monotonic: () => clock.now, signals: process }) };
}

describe('cancellation', () => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGBREAK']) {
    it(`aborts on ${name}, once`, () => {
      const { signals, run } = listen(60_000);
      assert.equal(run.signal.aborted, false);
      signals.emit(name);
      signals.emit('SIGTERM');
      assert.equal(run.signal.reason.kind, 'cancelled');
      run.end();
    });
  }

  it('aborts at the deadline', async () => {
    const { run } = listen(5);
    await new Promise<void>((resolve) => {
      const alive = setTimeout(() => {}, 10_000);
      run.signal.addEventListener('abort', () => {
        clearTimeout(alive);
        resolve();
      });
    });
    assert.equal(run.signal.reason.kind, 'deadline');
  });

  it('says what is left, never less than nothing', () => {
    const { clock, run } = listen(60_000);
    clock.now += 20_000;
    assert.equal(run.remaining(), 40_000);
    clock.now += 90_000;
    assert.equal(run.remaining(), 0);
    run.end();
  });

  it('leaves no listener behind', () => {
    const { signals, run } = listen(60_000);
    run.end();
    assert.deepEqual(signals.eventNames(), []);
  });
});
