import assert from 'node:assert/strict';
import { codeLines } from '../../../src/steps/diff/code-lines';

describe('strings on a line that are never closed', () => {
  it('are read once, however many escaped signs follow', () => {
    const line = `const s = '${"\\'".repeat(100_000)}`;
    const begun = process.cpuUsage();
    assert.deepEqual(codeLines(line, 'a.ts'), [line]);
    assert.ok(process.cpuUsage(begun).user < 3_000_000);
  });

  it('and say nothing of the other sign or of the next line', () => {
    const text = `it's \\' "a // b" c // d\ne 'f // g' h // i`;
    assert.deepEqual(codeLines(text, 'a.ts'), [`it's \\' "a // b" c `, `e 'f // g' h `]);
    assert.deepEqual(codeLines(text, 'a.ts', 'empty'), [`it's \\' "" c `, `e "" h `]);
  });

  it('nor of a line that begins after an escaped line end', () => {
    const text = `it's \\\n \\' a // b\n'c // d' e`;
    assert.deepEqual(codeLines(text, 'a.ts'), [`it's \\`, ` \\' a `, `'c // d' e`]);
  });
});
