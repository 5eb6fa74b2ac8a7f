import assert from 'node:assert/strict';
import { scannable } from '../../../src/steps/secrets/scan-limits';
import { fileOf } from './changed-file';

describe('what is looked through of files that nobody reviews', () => {
  const shown = fileOf([], 'data/shown.csv');
  const bytesAt = (path: string, newBlob: string) => ({
    ...fileOf([], path),
    ...{ newBlob, content: 'binary' as const, hunks: [] },
  });

  it('is as many bytes of contents without lines as there is room, under every name that one of them has', () => {
    const many = Array.from({ length: 200 }, (_, at) => bytesAt(`d/${at}.ts`, 'b'.repeat(40)));
    const contents = new Map([['b'.repeat(40), new Uint8Array(1_000_000)]]);
    const { within, beyond } = scannable([...many, shown], undefined, contents);
    assert.equal(within.length, 67 + 1);
    assert.equal(beyond.length, 200 - 67);
    assert.ok(within.includes(shown));
  });

  it('is one of them however large it is, within that room', () => {
    const one = bytesAt('a.ts', 'c'.repeat(40));
    const contents = new Map([['c'.repeat(40), new Uint8Array(60_000_000)]]);
    assert.deepEqual(scannable([one], undefined, contents), { within: [one], beyond: [] });
  });
});
