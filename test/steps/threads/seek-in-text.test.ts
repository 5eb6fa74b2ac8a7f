import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createUnshownReader } from '../../../src/steps/threads/read-unshown';
import { allEffort, type Effort, isSpent } from '../../../src/steps/threads/seek-in-text';
import { markOf } from '../../../src/steps/triage/code-mark';
import { gistOf } from '../../../src/steps/triage/gist';

const LINE = 'for (let i = 0; i <= list.length; i++) sum += list[i];';

function read(content: Buffer, line = LINE, cuts: readonly number[] = [], effort: Effort = allEffort()) {
  const reader = createUnshownReader('a.min.js', [{ mark: markOf(line), gist: gistOf(line, 'a.ts') }], effort);
  let from = 0;
  for (const cut of [...cuts, content.length].sort((one, other) => one - other)) {
    reader.add(content.subarray(from, cut));
    from = cut;
  }
  return reader.end();
}

const NOISE: Record<string, string> = {
  lines: 'const value = compute(list);\n'.repeat(2_000),
  'one line': 'a=b(c,1);'.repeat(6_000),
  'other scripts': '文字列, '.repeat(9_000),
  'no gap': 'x'.repeat(50_000),
};

describe('lines that are sought in a text that comes in pieces', () => {
  for (const [name, noise] of Object.entries(NOISE))
    for (const encoding of ['utf8', 'utf16le'] as const)
      it(`are found wherever they stand and however it is cut: ${name}, ${encoding}`, () =>
        fc.assert(
          fc.property(
            fc.nat(noise.length),
            fc.array(fc.nat(noise.length)),
            fc.constantFrom(
              `\n${LINE}\n`,
              `;${LINE} // ok\n`,
              `;${LINE.replaceAll(' = ', '=')};`,
              `\n${LINE.replace('list', 'li\u200bst')}\n`,
              `\n${LINE.replace('let i', 'let\ufeffi')}\n`,
            ),
            (at, cuts, line) => {
              const isWord = name === 'no gap' ? ' ' : '';
              const text = `${noise.slice(0, at)}${isWord}${line}${isWord}${noise.slice(at)}`;
              const hidden = encoding === 'utf16le' && /[\u200b\ufeff]/.test(line);
              const inside = encoding === 'utf16le' && name === 'other scripts';
              if (!hidden && !inside) assert.equal(read(Buffer.from(text, encoding), LINE, cuts).found.size, 1);
            },
          ),
          { numRuns: 15 },
        ));

  it('are not found where they are not', () => {
    for (const noise of Object.values(NOISE)) assert.equal(read(Buffer.from(noise)).found.size, 0);
    assert.equal(read(Buffer.from(NOISE.lines + LINE.replace('<=', '<'))).found.size, 0);
    assert.equal(read(Buffer.alloc(0)).found.size, 0);
  });

  it('are given up where they take too long, which is told', () => {
    const effort = { ...allEffort(), steps: 3 };
    read(Buffer.from('q.eval[x];\n'.repeat(30_000)), 'eval(q);', [], effort);
    assert.ok(isSpent(effort));
    const words = { ...allEffort(), words: 99 };
    read(Buffer.from(Array.from({ length: 9_999 }, (_, at) => `word${at}`).join(' ')), 'eval(q);', [], words);
    assert.ok(isSpent(words));
  });

  it('come with the lines that lead elsewhere, by their numbers', () => {
    const text = `${'int a;\n'.repeat(20_000)}#line 7 "other.c"\n${'int b;\n'.repeat(20_000)}# 9 "third.c"\n`;
    assert.deepEqual(read(Buffer.from(text)).leading, [
      { number: 20_001, text: '#line 7 "other.c"' },
      { number: 40_002, text: '# 9 "third.c"' },
    ]);
  });
});
