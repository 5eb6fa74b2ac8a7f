import assert from 'node:assert/strict';
import { placesAmong, printOf } from '../../../src/steps/triage/code-print';

const FILE = ['const a = 1;', 'run(a, "x");', 'const b = 2;'].join('\n');
const LINE = { startLine: 2, endLine: 2 };

const placesOf = (print: string, text: string, path: string) => placesAmong(print, text.split('\n'), path);

describe('the print of code', () => {
  const print = printOf(FILE.split('\n'), 'a.ts', LINE);
  const standsIn = (line: string, path = 'a.ts') => placesOf(print, `one();\n${line}\ntwo();`, path).length > 0;

  for (const line of [
    'run(a, "x");',
    '   run( a,"x" ) ;',
    'run(a, "x"); // said once',
    'run(a,\n  "x");',
    '/* x */ run(a, "x");',
  ])
    it(`is that of ${JSON.stringify(line)}`, () => assert.ok(standsIn(line)));

  const others = [
    'run(b, "x");',
    'run(a, "y");',
    'run(a, x);',
    'run(a), "x";',
    'if (a) run(a, "x");',
    'run(a, "x"); go();',
    'runa, "x");',
  ];
  for (const line of [...others, 'run(a, "x"); // go()', '// run(a, "x");'])
    it(`is not that of ${JSON.stringify(line)}`, () => assert.ok(!standsIn(line)));

  // Where the lines are read again for each of them, this takes minutes.
  it('is looked for in a large file however many there are', () => {
    const lines = new Array(20_000).fill('run(a, "y", [b, c], d, e, f, g);');
    const found = Array.from({ length: 3_000 }, (_, at) => {
      const other = printOf([`run(a, "y", [b, c], d, e, f, g${at});`], 'a.ts', { startLine: 1, endLine: 1 });
      return placesAmong(other, lines, 'a.ts').length;
    });
    assert.deepEqual([...new Set(found)], [0]);
  });

  // Where the file is read again for each of them, this takes minutes as well.
  it('is made of the lines of a large file however many of them are asked for', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `run(a, "y", [b, c], d, e, f, g${at});`);
    const prints = lines.map((_, at) => printOf(lines, 'a.ts', { startLine: at + 1, endLine: at + 1 }));
    assert.equal(new Set(prints).size, lines.length);
  });

  it('of thousands of lines is looked for up to a number of letters', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => (at % 2 ? `b${at}` : 'aa'));
    const long = lines.map((line) => (line === 'aa' ? line : 'c')).slice(0, 10_000);
    assert.deepEqual(placesAmong(printOf(long, 'a.ts', { startLine: 1, endLine: 10_000 }), lines, 'a.ts'), []);
    assert.equal(
      placesAmong(printOf(lines, 'a.ts', { startLine: 1, endLine: 9_000 }), lines.slice(0), 'a.ts').length,
      1,
    );
  });

  it('says where the lines stand, each time', () => {
    assert.deepEqual(placesOf(print, `${FILE}\n${FILE}`, 'a.ts'), [LINE, { startLine: 5, endLine: 5 }]);
  });

  it('of a comment is that of its words', () => {
    const said = printOf(['// password is x', 'code();'], 'a.ts', { startLine: 1, endLine: 1 });
    assert.equal(placesOf(said, 'x();\n//   password is x', 'a.ts').length, 1);
    assert.equal(placesOf(said, 'x();\n// password is y', 'a.ts').length, 0);
  });

  it('tells a space within quotes from none', () => {
    const spaced = printOf(['a.split(" ");'], 'a.ts', { startLine: 1, endLine: 1 });
    assert.deepEqual(
      [placesOf(spaced, 'a.split("");', 'a.ts'), placesOf(spaced, 'a.split("  ");', 'a.ts').length],
      [[], 1],
    );
  });
});
