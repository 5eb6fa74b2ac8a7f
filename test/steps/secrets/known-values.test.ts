import assert from 'node:assert/strict';
import { boundedFinder, valueFilter } from '../../../src/steps/secrets/known-values';
import { letters } from './sample-secrets';

const filterOf = (values: Record<string, string>) => valueFilter(Object.entries(values));

describe('known values in other texts', () => {
  it('make place for their placeholders, the longest first', () => {
    const hide = filterOf({ abcdef: '[1]', abcdefgh: '[2]', abcdefzz: '[3]' });
    assert.equal(hide('abcdefghi, abcdefg, abcdefzz'), '[2]i, [1]g, [3]');
    assert.equal(hide('abcdeabcdef'), 'abcde[1]');
    assert.equal(hide(''), '');
  });

  it('are words where they are shorter than six letters', () => {
    assert.equal(filterOf({ hello: '[1]' })('hello'), 'hello');
  });

  it('leave nothing of themselves where they overlap', () => {
    const hide = filterOf({ 'user:pass-word': '[1]', 'pass-word@host': '[2]' });
    assert.equal(hide('to user:pass-word@host now'), 'to [1][2] now');
  });

  it('are known in pieces where they are long, whole as one', () => {
    const value = letters(1_003, 'abcdefghij', 'long');
    const hide = filterOf({ [value]: '[1]' });
    assert.equal(hide(`<${value}>`), '<[1]>');
    assert.ok(!hide(value.slice(150)).includes(value.slice(200, 206)));
  });

  it('are found as one search for each would find them', () => {
    for (let round = 0; round < 300; round++) {
      const values = Array.from({ length: 12 }, (_, at) => letters(6 + ((round + at) % 5), 'ab', `${round} ${at}`));
      const text = letters(200, 'ab', `text ${round}`);
      const hidden = new Set<number>();
      for (const value of values)
        for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
          for (let letter = at; letter < at + value.length; letter++) hidden.add(letter);
      const left = [...text].filter((_, at) => !hidden.has(at)).join('');
      const hide = valueFilter(values.map((value) => [value, '.']));
      assert.equal(hide(text).replaceAll('.', ''), left);
    }
  });

  it('are compared at so many places as there is patience for, in all texts together', () => {
    const patience = { places: 5 };
    const find = boundedFinder([['abcdefgh', '[1]']], patience);
    assert.equal(find('abcdef '.repeat(3))?.length, 0);
    assert.equal(patience.places, 2);
    assert.equal(find('abcdef '.repeat(3)), null);
  });
});
