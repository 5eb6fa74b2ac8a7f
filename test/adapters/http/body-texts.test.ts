import assert from 'node:assert/strict';
import { bodyTexts } from '../../../src/adapters/http/body-texts';

describe('the texts of a body', () => {
  it('are names and values as they were, long ones each for itself', () => {
    const [long, more] = ['a "quoted"\n'.repeat(200), 'b'.repeat(1024)];
    const body = JSON.stringify({ system: long, list: [{ name: 'short' }, more, 4711], 'odd "name"': null });
    const texts = bodyTexts(body);
    assert.deepEqual(texts.slice(0, 2), [long, more]);
    for (const word of ['system', 'list', 'name', 'short', '4711', 'odd "name"']) {
      assert.ok(texts[2]?.split('\n').includes(word), word);
    }
  });

  it('are the body itself where it is no JSON', () => {
    for (const body of ['', 'key=value', '{"cut": "off', '--boundary\r\n']) assert.deepEqual(bodyTexts(body), [body]);
  });
});
