import assert from 'node:assert/strict';
import { hiddenIn } from '../../../src/steps/alerts/hidden-characters';
import { wholeLine } from '../../../src/steps/alerts/whole-line';

class Counted extends RegExp {
  asked = 0;

  override [Symbol.match](text: string) {
    this.asked += 1;
    return super[Symbol.match](text);
  }
}

describe('a line of which each character asks the same', () => {
  it('is looked through once for each question', () => {
    const pattern = new Counted('\u200b', 'g');
    const line = wholeLine('a\u200b\u200b');
    assert.deepEqual([line.count(pattern), line.count(pattern), pattern.asked], [2, 2, 1]);
  });

  for (const [what, sign, told] of [
    ['characters without a width', '\u200b', 'U+200B has no width'],
    ['tags', '\u{e0041}', 'U+E0041 is an invisible tag character'],
    ['isolates', '\u2066', 'U+2066 turns the direction of text'],
    ['blanks of Braille', '\u2800', 'U+2800 looks like a blank and is a letter'],
  ] as const) {
    it(`is told once, however many ${what} it holds`, () => {
      assert.deepEqual(hiddenIn(`\u0451 a${sign.repeat(300_000)}`, 'a.md'), [told]);
    });
  }

  it('needs what it needs however often', () => {
    assert.deepEqual(hiddenIn('\u05e9\u2068\u2069\u200f'.repeat(10_000), 'he.md'), []);
    assert.deepEqual(
      hiddenIn('\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'.repeat(4_000), 'a.ts'),
      [],
    );
  });
});
