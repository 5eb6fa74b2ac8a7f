import assert from 'node:assert/strict';
import { gistOf } from '../../../src/steps/triage/gist';
import { besideIn } from '../../../src/steps/triage/gist-beside';
import { editAmong, touchedAmong } from '../../../src/steps/triage/gist-edit';
import { tokensOf } from '../../../src/steps/triage/gist-tokens';

const numbered = (lines: readonly string[]) => lines.map((text, at) => ({ number: at + 1, text }));
const gistOfLine = (line: string) => gistOf(line, 'a.ts');

describe('what looks like the lines of a blocker', () => {
  // Where each of them is compared with all others, this takes minutes.
  it('is read once, however many blockers of one file look alike', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `call${at}(list[key], first, second);`);
    const tokens = tokensOf(numbered(lines), 'a.ts');
    const told = new Set(lines.slice(0, 5_000).map((line) => besideIn(tokens, gistOfLine(line))));
    assert.deepEqual([...told], ['*']);
  });

  // Where every end is compared with all that stands before it, this takes hours.
  it('is looked for between many ends in one pass', () => {
    const gist = gistOf('for (let i = 0; i < n; i++) {\n  work(i, all, more, again);\n  sum += list', 'a.ts');
    const touched = (rest: string) =>
      touchedAmong(tokensOf(numbered(['for (let i = 0; i < n; i++) {', rest]), 'a.ts'), gist);
    assert.equal(touched('= list '.repeat(100_000)), undefined);
    assert.equal(touched(`work(i); ${'= list '.repeat(100_000)} work(i, all, more); sum += list`)?.kind, 'edited');
  });

  const Same = [
    [
      'for (let i = 0; i < n; i++) use(i);',
      'for (let i = 0; i < n; ++i) use(i);',
      'for (let i = 0; n > i; i += 1) use(i);',
    ],
    ['total = total + list[0];', 'total += list[0];'],
    ['send(user["name"]);', "send(user['name']);", 'send(user.name);'],
  ];
  for (const [first = '', ...others] of Same) {
    for (const other of others)
      it(`is the same in ${first} and ${other}`, () => assert.equal(gistOfLine(other), gistOfLine(first)));
  }

  for (const [one = '', other = ''] of [
    ['if (a > b) go();', 'if (a >= b) go();'],
    ['if (a > b) go();', 'if (b > a) go();'],
    ['i += 2;', 'i++;'],
    ['i--;', 'i++;'],
    ['a = b - a;', 'a -= b;'],
  ])
    it(`is another one in ${one} and ${other}`, () => assert.notEqual(gistOfLine(one), gistOfLine(other)));
});

describe('the words and signs of a large change', () => {
  // As an object each, ten million of them take more than a gigabyte.
  it('are a few bytes each, and the same as of each line alone', () => {
    const lines = Array.from({ length: 10_000 }, (_, at) => `a${at % 100}+b-c*d.e%f=g:h+i-j*k.l%m=n:o+p; q()`);
    const { kinds, kindAt, numberAt, whole, count } = tokensOf(numbered(lines), 'a.ts');
    assert.equal(count, 10_000 * 32);
    assert.ok(kinds.length <= 100 + 40, String(kinds.length));
    assert.ok(kindAt.byteLength + numberAt.byteLength + whole.length <= 11 * count);
    const one = (line: string) => tokensOf(numbered([line]), 'a.ts').whole;
    assert.equal(whole, lines.map(one).join(''));
    assert.deepEqual([numberAt[0], numberAt[32], numberAt.at(-1)], [1, 2, 10_000]);
  });
});

describe('an edit that is looked for in many files', () => {
  const wanted = Array.from({ length: 60 }, (_, at) =>
    gistOf(`for (let a${at} = 0; a${at} <= list${at}.length; a${at}++) total${at} += list${at}[a${at}];`, 'a.ts'),
  );
  const fileOf = (at: number) =>
    tokensOf(
      Array.from({ length: 250 }, (_, line) => ({ number: line + 1, text: `call${at}(value${line}, other${at});` })),
      'a.ts',
    );

  it('costs little where its words are not, and nothing twice', () => {
    const files = Array.from({ length: 200 }, (_, at) => fileOf(at));
    const started = process.cpuUsage();
    for (let round = 0; round < 20; round += 1)
      for (const file of files) for (const gist of wanted) assert.equal(editAmong(file, gist), undefined);
    assert.ok(process.cpuUsage(started).user < 4_000_000);
  });
});
