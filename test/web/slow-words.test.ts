import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createSlowWords } from '../../web/door/slow';

function pageOf(kind: string) {
  const told: { kind: string; waitingFor: string }[] = [];
  const page = {
    state: { content: { kind } },
    change: (change: { content: { kind: string; waitingFor: string } }) => void told.push(change.content),
  };
  return { page, told };
}

describe('words for what is slow', () => {
  it('name what is waited for now, and not what has come meanwhile', async () => {
    const { page, told } = pageOf('loading');
    const waitFor = createSlowWords(page, 5);
    waitFor('Azure DevOps');
    waitFor('the figures');
    await pause(40);
    assert.deepEqual(told, [{ kind: 'loading', waitingFor: 'the figures' }]);
  });

  it('are not said over what is there already', async () => {
    const { page, told } = pageOf('figures');
    createSlowWords(page, 1)('the figures');
    await pause(20);
    assert.deepEqual(told, []);
  });
});
