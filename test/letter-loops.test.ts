import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { COMPILED, compiledLoops } from '../build/letter-loops';
import { isTransient, networkFault } from '../src/adapters/http/faults';
import { createPlainLetters, readLetters, roomForLetters } from '../src/adapters/http/plain-letters';
import { createWindowSet } from '../src/adapters/http/window-set';
import { ourFault } from '../src/errors';
import { createLetterLoops } from '../src/letter-loops';
import { lettersOf } from '../src/steps/secrets/long-runs';
import { signsWithin } from '../src/steps/secrets/signed-values';
import { createSigns } from '../src/steps/secrets/signs';
import { anyText } from './fakes/any-text';

/** Much of what the loops look at. */
const signs = fc.constantFrom(
  ...'<>/!\\%&#;uxnrt04aAzZ é\u0430\u{1d41a}\uffff\ud800',
  '<b>',
  '</i>',
  '&amp;',
  '\\u0041',
);
const texts = fc
  .array(fc.oneof(signs, signs, anyText({ maxLength: 30 }), fc.constant(`<a ${'x'.repeat(78)}`)), { maxLength: 40 })
  .map((pieces) => pieces.join(''));

describe('the loops of letters', () => {
  it('are what their source compiles to', async () => {
    assert.equal(readFileSync(COMPILED, 'utf8'), await compiledLoops(), 'run `npm run loops`');
  });

  it('copy the letters that are read one by one', () => {
    const loops = createLetterLoops();
    const letters = createPlainLetters(loops);
    const defined = (text: string, withoutTags: boolean) =>
      Buffer.from(readLetters(text, withoutTags).letters).toString('latin1');
    const check = fc.property(texts, (text) => {
      assert.equal(letters.of(text), defined(text, false));
      const seen: string[] = [];
      letters.places(text, loops.put(text, roomForLetters(text)), (from, to) => {
        seen.push(loops.text(from, to));
        return [];
      });
      assert.equal(seen[0], defined(text, false));
      // Where no tag was seen both are the same.
      assert.equal(seen[1] ?? seen[0], defined(text, true));
    });
    fc.assert(check, { numRuns: 3_000 });
  });

  it('find every piece that a form holds, and nothing else', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\u{1d41a}'), maxLength: 24 });
    // Stands between forms, and in no text: it is no character.
    const ordinary = texts.map((text) => text.replaceAll('\uffff', ''));
    const check = fc.property(
      fc.constantFrom(12, 16),
      fc.array(fc.oneof(few, ordinary), { maxLength: 4 }),
      fc.array(fc.oneof(few, ordinary), { maxLength: 4 }),
      (length, forms, others) => {
        const loops = createLetterLoops();
        const set = createWindowSet(length, loops);
        set.add(forms.filter((form) => form !== ''));
        const text = [...others, ...forms.map((form) => form.slice(1, 30)), ...others].join('');
        const at = loops.put(text, 0);
        assert.deepEqual(
          new Set(set.find(at, at + 2 * text.length).map(String)),
          placesByDefinition(text, forms, length),
        );
      },
    );
    fc.assert(check, { numRuns: 300 });
  });

  it('find every sign at each of its places', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '_', '\xff'), minLength: 3, maxLength: 6 });
    const check = fc.property(
      fc.array(letters, { maxLength: 6 }),
      fc.array(letters),
      fc.nat(2),
      (signs, pieces, more) => {
        // Around the seam of two slices too.
        const text = 'x'.repeat(more * 32_760) + pieces.join('');
        const found = createSigns(signs)(text, Buffer.from(text, 'latin1'));
        const placesOf = (sign: string) => [...text].flatMap((_, at) => (text.startsWith(sign, at) ? [at] : []));
        const defined = [...new Set(signs)].map((sign) => [sign, placesOf(sign)] as const);
        assert.deepEqual(found, new Map(defined.filter(([, places]) => places.length > 0)));
      },
    );
    fc.assert(check, { numRuns: 60 });
  });

  it('find long runs, and signs within values, over the seams of slices', () => {
    const letter = fc.constantFrom('a', 'Z', '7', '+', '/', '-', '.', '@', '!', ' ', '\n', '\x80', '\xff');
    const pieces = fc.array(
      fc.oneof(fc.string({ unit: letter, maxLength: 9 }), fc.constantFrom('aZ7+/aZ7+/aZ', 'x7@y')),
    );
    const before = fc.tuple(fc.constantFrom('x', ' ', '7@'), fc.nat(2), fc.nat(40));
    const check = fc.property(before, pieces, ([filling, slices, more], pieces) => {
      const text = filling.repeat(Math.ceil((slices * 32_740 + more) / filling.length)) + pieces.join('');
      const bytes = Buffer.from(text, 'latin1');
      const spans = [...text.matchAll(/[A-Za-z0-9+/]{12,}/g)].map(({ index, 0: run }) => [index, index + run.length]);
      assert.deepEqual(
        lettersOf(bytes).runs.map(({ start, end }) => [start, end]),
        spans,
      );
      const places = [...text.matchAll(/(?<=[A-Za-z0-9])[!#$%^*?&+~@](?=[\w!#$%^*?&+~@.\x80-\xff-])/g)];
      assert.deepEqual(
        signsWithin(bytes),
        places.map(({ index }) => index),
      );
    });
    fc.assert(check, { numRuns: 60 });
  });

  it('say what the agent lacks where no memory can be made', () => {
    const why = 'WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance';
    assert.equal(ourFault(new RangeError(why)).code, 'address-space');
    const way = { host: 'localhost', method: 'GET' };
    const fault = networkFault(new TypeError('fetch failed', { cause: new RangeError(why) }), way, {} as never);
    assert.equal(fault.code, 'address-space');
    assert.equal(isTransient(fault), false);
  });

  it('have room for a text longer than those before', () => {
    const loops = createLetterLoops();
    const set = createWindowSet(12, loops);
    const key = 'k3y-0f-th1s-run-W7xQ9z';
    set.add([key]);
    const text = `${' '.repeat(3_000_000)}${key}`;
    const at = loops.put(text, 0);
    assert.equal(set.find(at, at + 2 * text.length).length, key.length - 12 + 1);
  });
});

function placesByDefinition(text: string, forms: readonly string[], length: number): Set<string> {
  const places = new Set<string>();
  for (const form of forms.filter((one) => one.length < length && one !== ''))
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
      places.add(String([at, at + form.length]));
  for (let at = 0; at + length <= text.length; at++) {
    const piece = text.slice(at, at + length);
    if (forms.some((form) => form.includes(piece))) places.add(String([at, at + length]));
  }
  return places;
}
