import assert from 'node:assert/strict';
import { holds } from '../src/holds';

describe('whether a text holds another one', () => {
  it('is known of short texts and of long ones that repeat themselves', () => {
    const long = 'a'.repeat(300_000);
    assert.ok(holds('abc', '') && holds('abc', 'bc') && !holds('abc', 'cb') && !holds('a', 'ab'));
    assert.ok(!holds(long + long, `${'a'.repeat(100)}b${long}`));
    assert.ok(holds(`${long}b${long}`, `${long}b`) && holds(`${long}ab`, `${long}ab`));
    const [pair, other] = ['ab'.repeat(5_000), 'ab'.repeat(2_000)];
    assert.ok(holds(`x${pair}`, other) && !holds(pair, `${other}c`) && holds(`${pair}c`, `${other}c`));
  });
});
