import assert from 'node:assert/strict';
import { changeInWords, whereToLook } from '../../../src/steps/record/walkthrough';
import { placedFinding } from '../triage/placed';

describe('the walkthrough', () => {
  const cases: [what: string, summary: string, told: string][] = [
    ['two of ten sentences', `It ${'does. It '.repeat(9)}ends.`, 'It does. It does.'],
    ['two of those that begin with small letters', 'it adds a. then b. then c. then d.', 'it adds a. then b.'],
    ['two of those that begin with numbers', 'Adds pages! 3 more follow? 4 more.', 'Adds pages! 3 more follow?'],
    ['two lines of a list', 'Adds pages\n- one\n\n- two', 'Adds pages - one'],
    ['two of those that no space parts', '変更を加える。一つ目。二つ目。', '変更を加える。 一つ目。'],
    [
      'two sentences with abbreviations',
      'Moves names, e.g. Cart, i.e. all. It ends. More.',
      'Moves names, e.g. Cart, i.e. all. It ends.',
    ],
    ['names with dots as they are', 'Moves Shop.Cart.Add to v1.2. It ends.', 'Moves Shop.Cart.Add to v1.2. It ends.'],
    ['nothing where nothing was said', ' \n ', ''],
  ];
  for (const [what, summary, told] of cases) it(`tells ${what}`, () => assert.equal(changeInWords([summary]), told));

  it('tells one sentence of each part where there are several', () => {
    assert.equal(changeInWords(['One. Two.', '', 'three. four.', 'Five.']), 'One. three.');
  });

  it('names the gravest finding by one sentence of its title', () => {
    const finding = placedFinding({ title: 'The total is lost. Nothing keeps it. Mend it.' });
    assert.equal(whereToLook([{ finding, to: 'thread' }], [])?.why, 'warning: The total is lost.');
  });
});
