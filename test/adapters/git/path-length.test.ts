import assert from 'node:assert/strict';
import { isLong } from '../../../src/adapters/git/path-length';

describe('the length of the temporary folder', () => {
  const cases: [length: number, platform: NodeJS.Platform, isLong: boolean][] = [
    [150, 'win32', false],
    [186, 'win32', false],
    [190, 'win32', true],
    [235, 'win32', true],
    [1_000, 'linux', false],
  ];
  for (const [length, platform, expected] of cases)
    it(`${length} on ${platform}: ${expected}`, () => assert.equal(isLong('x'.repeat(length), platform), expected));
});
