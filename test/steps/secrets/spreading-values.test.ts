import assert from 'node:assert/strict';
import { spreadingValues } from '../../../src/steps/secrets/spreading-values';

const found = (text: string, value: string) => {
  const start = text.indexOf(value);
  return { start, end: start + value.length, rule: 'x', isCertain: false };
};

describe('what is a secret elsewhere too', () => {
  it('is the line of what may be a word there', () => {
    const text = 'a\n  smtp_code: hunter\nb';
    assert.deepEqual(spreadingValues(text, [found(text, 'hunter')]), [
      { value: 'smtp_code: hunter', rule: 'x', part: { start: 11, end: 17 } },
    ]);
  });

  it('is no line that is long', () => {
    const text = `a\nsmtp_code: hunter${' b'.repeat(500)}\nb`;
    assert.deepEqual(spreadingValues(text, [found(text, 'hunter')]), []);
  });

  // Where all of the line is read for each of them, this takes minutes.
  it('is asked about each of the words of one line', () => {
    const text = 'token: '.repeat(130_000);
    const all = Array.from({ length: 130_000 }, (_, at) => ({
      start: at * 7,
      end: at * 7 + 5,
      rule: 'x',
      isCertain: false,
    }));
    assert.deepEqual(spreadingValues(text, all), []);
  });
});
