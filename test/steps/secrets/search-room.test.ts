import assert from 'node:assert/strict';
import type { FoundSecret } from '../../../src/steps/secrets/found-secret';
import { insertedValues } from '../../../src/steps/secrets/inserted-values';
import { searchRoom } from '../../../src/steps/secrets/search-room';
import { countPatterns } from '../../fakes/counted-patterns';

/** Less than what is looked at one by one. */
const SIZE = 262_000;
const FILES = 100;

const textOf = (line: string) => Buffer.from(line.repeat(SIZE / line.length));

function heldOf(line: string): number {
  const [room, text] = [searchRoom(), textOf(line)];
  return Array.from({ length: FILES }, () => room.holds(text)).filter(Boolean).length;
}

describe('the room that secrets of a change are looked for in', () => {
  it('holds a hundred files of code', () => {
    assert.equal(heldOf('export const value = compute(1, `text of usual length`);\n'), FILES);
  });

  for (const [what, line] of [
    ['names that speak of secrets', 'password secret token api_key credential\n'],
    ['letters that may have been thrown', 'a1b2c3d4e5f6g7h8i9j0 k1l2m3n4o5p6q7r8s9t0\n'],
    ['signs that stand for other letters', 'a\\x41b\\u0042c%44d&#69;\n'],
  ] as const) {
    it(`holds some files of ${what}, and the first always`, () => {
      const held = heldOf(line);
      assert.ok(held >= 15 && held <= 60, String(held));
    });
  }

  it('counts each line of a value', () => {
    const room = searchRoom();
    const text = 'line\n'.repeat(20_000);
    const whole: FoundSecret = { start: 0, end: text.length - 1, rule: 'r', isCertain: true };
    room.took(text, [{ ...whole, end: 100 }]);
    assert.ok(room.holds(Buffer.from('x')));
    room.took(text, [whole]);
    assert.ok(!room.holds(Buffer.from('x')));
  });
});

describe('rows of SQL', () => {
  it('are gone through once, however many of their columns are asked for', () => {
    const asked = (columns: number) => {
      const names = Array.from({ length: columns }, () => 'pass');
      const ahead = 'a,'.repeat(100);
      const row = `(${'1,'.repeat(100 + columns - 1)}'Kx8bQ2nW')`;
      const text = `insert into t(${ahead}${names.join()}) values ${Array(50).fill(row).join(',')}`;
      const inserted = insertedValues(text);
      return countPatterns('exec', () => {
        const found = names.map((_, at) => {
          const place = text.indexOf('pass') + 5 * at;
          return inserted(place, place + 4);
        });
        assert.deepEqual(
          found.map(({ length }) => length),
          [...names.slice(1).map(() => 0), 50],
        );
      });
    };
    assert.ok(asked(20) < 2 * asked(1), `${asked(20)} and ${asked(1)}`);
  });
});
