import assert from 'node:assert/strict';
import type { Finding } from '../../../src/steps/findings/finding';
import { holdsMark, markOf } from '../../../src/steps/triage/code-mark';
import { fingerprintOf } from '../../../src/steps/triage/fingerprint';
import { placedFinding } from './placed';

interface Place {
  path?: string;
  category?: Finding['category'];
  side?: 'new' | 'old';
  file?: string[];
  startLine?: number;
  lines?: number;
  title?: string;
  quote?: string;
}

const file = ['if (a) {', '  use(total);', '}', 'use(total);', 'return total;'];

function identity({
  path = 'src/a.ts',
  category = 'bug',
  side = 'new',
  file: text = file,
  startLine = 2,
  lines = 1,
  title = 'Total may be missing',
  quote = 'use(total);',
}: Place = {}) {
  const range = { side, startLine, endLine: startLine + lines - 1 };
  const anchored = text.slice(startLine - 1, range.endLine).join('\n');
  const anchor = { kind: 'lines', path, range, endLineLength: 1, text: anchored, how: 'stated' } as const;
  return fingerprintOf(placedFinding({ path, category, title, quote, range }), anchor, {
    text: text.join('\n'),
    isExact: true,
  });
}

describe('fingerprints', () => {
  const same: [string, Place][] = [
    ['other words', { title: 'Something else', quote: 'total' }],
    ['moved lines', { file: ['// one', '// two', ...file], startLine: 4 }],
    ['another indentation', { file: file.map((line) => `\t\t${line}`) }],
    ['spaces within the line', { file: [file[0]!, '  use( total );', ...file.slice(2)] }],
    ['carriage returns', { file: file.map((line) => `${line}\r`) }],
    ['a change below', { file: [...file.slice(0, 2), 'more();', ...file.slice(2)] }],
  ];
  for (const [what, place] of same) {
    it(`survive ${what}`, () => {
      assert.equal(identity(place).fingerprint, identity().fingerprint);
      assert.equal(identity(place).mark, identity().mark);
    });
  }

  it('survive a rename by their twin', () => {
    const renamed = identity({ path: 'src/b.ts' });
    assert.equal(renamed.twin, identity().twin);
    assert.notEqual(renamed.fingerprint, identity().fingerprint);
  });

  const other: [string, Place][] = [
    ['another category', { category: 'security' }],
    ['the other side', { side: 'old' }],
    ['the same words further down', { startLine: 4 }],
    ['another line', { startLine: 5 }],
    ['another path', { path: 'src/b.ts' }],
  ];
  for (const [what, place] of other) {
    it(`tell ${what} apart`, () => assert.notEqual(identity(place).fingerprint, identity().fingerprint));
  }

  it('begin at the first telling line', () => {
    const range = { file: ['{', '  use(total);', '}'], startLine: 1, lines: 3 };
    assert.equal(identity(range).fingerprint, identity({ ...range, startLine: 2, lines: 2 }).fingerprint);
  });

  it('of a whole file follow from its rule or its quote, never from its title', () => {
    const of = (given: Parameters<typeof placedFinding>[0]) =>
      fingerprintOf(
        placedFinding(given),
        { kind: 'file', path: 'src/a.ts', reason: 'no line' },
        { text: '', isExact: true },
      ).fingerprint;
    assert.equal(of({ title: 'one', quote: 'a  b' }), of({ title: 'two', quote: 'a b' }));
    assert.notEqual(of({ rule: 'r1', quote: '' }), of({ rule: 'r2', quote: '' }));
  });
});

describe('marks', () => {
  const text = ['a();', '', '  b();', 'c();', 'd();'];
  const cases: [string, string[], boolean][] = [
    ['the same lines', text, true],
    ['indented anew, with blank lines between', ['  a();', '    b();', '', '    c();'], true],
    ['one line of them changed', ['a();', 'b();', 'x();'], false],
    ['a line between them', ['a();', 'x();', 'b();', 'c();'], false],
    ['in another order', ['b();', 'a();', 'c();'], false],
    ['none of them', [], false],
  ];
  for (const [what, lines, found] of cases) {
    it(`${found ? 'are' : 'are not'} found in ${what}`, () => {
      assert.equal(holdsMark(lines, markOf('a();\n\nb();\nc();')), found);
    });
  }

  it('of nothing are empty', () => assert.equal(markOf(' \n\t\n'), ''));
});
