import assert from 'node:assert/strict';
import { failuresOf } from '../../../src/steps/threads/memory-doubts';
import { markedUrl } from '../../../src/steps/threads/status-write';
import { self } from '../../fakes/code-host';

const seal = { key: Buffer.from('a secret of the run'), repositoryId: 'r', pullRequestId: 1, name: 'review' };
const other = { ...seal, key: Buffer.from('the key of before') };

const failed = (number: number, key = seal) => ({
  ...{ name: 'review', state: 'failed', by: self, iteration: 1 },
  targetUrl: markedUrl('https://build/1', { writtenAt: number, alone: 0 }, 'verdict', key),
});

describe('failed verdicts that a memory must know of', () => {
  const countOf = (...statuses: ReturnType<typeof failed>[]) => failuresOf(statuses, self.id, seal)?.count;

  it('are those that this key did not mark: the others are told by their time', () => {
    assert.equal(countOf(failed(1), failed(1), failed(2)), 0);
    assert.equal(countOf(failed(1, other), failed(1, other)), 2);
    assert.equal(countOf(failed(1), failed(1, other), failed(2, other)), 2);
  });
});
