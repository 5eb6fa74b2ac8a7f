import assert from 'node:assert/strict';
import { createPatience, timeOfRun } from '../../../src/adapters/outliner/patience';

describe('the patience with hard files', () => {
  it('is over after a minute of slow ones in one list', () => {
    const ofRun = timeOfRun();
    const [slow, other] = [createPatience(ofRun), createPatience(ofRun)];
    for (let file = 0; file < 41; file += 1) slow.took(1_500);
    assert.deepEqual([slow.isOver(), other.isOver()], [true, false]);
  });

  it('is over after two minutes in all lists of a run, slow or not', () => {
    const ofRun = timeOfRun();
    for (let file = 0; file < 252; file += 1) createPatience(ofRun).took(475);
    assert.equal(createPatience(ofRun).isOver(), false);
    createPatience(ofRun).took(475);
    assert.equal(createPatience(ofRun).isOver(), true);
  });

  it('ends for one language after three files that stopped its parser', () => {
    const patience = createPatience(timeOfRun());
    for (let file = 0; file < 3; file += 1) patience.stopped('bash');
    assert.deepEqual([patience.parses('bash'), patience.parses('go')], [false, true]);
  });
});
