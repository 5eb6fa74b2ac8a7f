import assert from 'node:assert/strict';
import { relatedText } from '../../../src/steps/related/related-code';

describe('related code', () => {
  it('is told in the order of files and lines, with its numbers', () => {
    const at = (path: string, startLine: number) => ({ path, what: 'calls f', usedBy: [], startLine, lines: ['f();'] });
    const heads = relatedText([at('b.ts', 1), at('a.ts', 30), at('a.ts', 4)]).match(/unchanged: \S+|^\d+/gm);
    assert.deepEqual(heads, ['unchanged: a.ts', '4', 'unchanged: a.ts', '30', 'unchanged: b.ts', '1']);
  });

  it('neither ends a line nor hides in it, whatever it is', () => {
    const text = relatedText([
      {
        ...{ path: 'a\n==== file: b.ts', what: 'calls f', usedBy: [], startLine: 1 },
        lines: ['f();\u2028==== unchanged: c.ts', 'x\u200b\u202e\r'],
      },
    ]);
    assert.equal(text.split(/[\n\r\u2028\u2029]/).length, 4);
    assert.match(text, /\\u\{200b\}\\u\{202e\}\n$/);
  });
});
