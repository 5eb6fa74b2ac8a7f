import assert from 'node:assert/strict';
import { createPatience } from '../../../src/adapters/outliner/patience';

describe('the patience with hard files', () => {
  it('ends for a language of which small files take long for their size, and for no other', () => {
    const patience = createPatience();
    let asked = 0;
    for (; asked < 780 && patience.parses('kotlin'); asked += 1) patience.took('kotlin', 1_240, 54);
    assert.ok(asked > 10 && asked < 80, String(asked));
    assert.deepEqual([patience.parses('go'), patience.isOver()], [true, false]);
  });

  it('is over where several languages take long for their size', () => {
    const patience = createPatience();
    for (const language of ['kotlin', 'swift', 'csharp']) {
      while (patience.parses(language) && !patience.isOver()) patience.took(language, 3_000, 640);
    }
    assert.equal(patience.isOver(), true);
  });

  it('lasts for five thousand ordinary files of the language that takes longest', () => {
    const patience = createPatience();
    for (let file = 0; file < 5_000; file += 1) patience.took('scala', 7_200, 8.6);
    assert.deepEqual([patience.parses('scala'), patience.isOver()], [true, false]);
  });

  it('is over after a minute in all lists of a run, usual or not', () => {
    const patience = createPatience();
    for (let file = 0; file < 120; file += 1) patience.took('scala', 900_000, 500);
    assert.equal(patience.isOver(), false);
    patience.took('scala', 900_000, 500);
    assert.equal(patience.isOver(), true);
  });

  it('has room for the outlines of five thousand ordinary files, and not for thousands that declare as much as one may', () => {
    const patience = createPatience();
    for (let file = 0; file < 5_000; file += 1) patience.holds(60 * 250);
    assert.equal(patience.isFull(), false);
    let held = 0;
    for (; held < 5_000 && !patience.isFull(); held += 1) patience.holds(20_000 * 200);
    assert.ok(held < 50, String(held));
  });

  it('ends for one language after three files that stopped its parser', () => {
    const patience = createPatience();
    for (let file = 0; file < 3; file += 1) patience.stopped('bash');
    assert.deepEqual([patience.parses('bash'), patience.parses('go')], [false, true]);
  });
});
