import assert from 'node:assert/strict';
import { chunkFile } from '../../../src/steps/chunks/chunk';
import { numberedFile } from '../../../src/steps/chunks/numbered-diff';
import { entropyOf } from '../../../src/steps/diff/entropy';
import { countPatterns } from '../../fakes/counted-patterns';
import { fileOf, lineOf } from '../secrets/changed-file';

const LINES = 500;

describe('files with data in long lines', () => {
  it('are looked through once for what they do with it, however often they are written', () => {
    const data = Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7919) % 256)).toString('base64');
    const lines = [`picture = "${data}"`, ...Array.from({ length: LINES }, (_, at) => `plain line ${at}`)];
    const file = fileOf(lines.map((text, at) => lineOf('added', at + 1, text)));
    const first = countPatterns('test', () => chunkFile(file));
    assert.ok(first > LINES, String(first));
    const again = countPatterns('test', () => numberedFile(file));
    assert.ok(again < LINES, String(again));
  });

  it('are as random as their characters, of whatever alphabet', () => {
    assert.equal(entropyOf('abcd'), 2);
    assert.equal(entropyOf('абвг'), 2);
    assert.equal(entropyOf('aabb'), 1);
    assert.equal(entropyOf(''), 0);
  });
});
