import assert from 'node:assert/strict';
import type { Anchor } from '../../../src/steps/anchors/anchor';
import { anchorCandidate } from '../../../src/steps/anchors/anchor-candidate';
import { indexDiff } from '../../../src/steps/anchors/diff-index';
import { placeRange } from '../../../src/steps/anchors/place-range';
import { CANARY } from '../../../src/steps/prompt/instructions/canary';
import { changedFile, numbered, sides } from '../scope/changes';

/** Two hunks of one file; the comments count new-side and old-side lines. */
const first = [
  ' export async function load(id: string) {', // R10 L10
  '-  const row = await fetchRow(id);', // L11
  '-  if (!row) return null;', // L12
  '+  const row = await fetchRow(id, options);', // R11
  '+  if (row === undefined) {', // R12
  '+    return null;', // R13
  '+  }', // R14
  '+', // R15
  '+\tlog("caf\u00e9 \ud83d\ude00", row);\r', // R16
  '   return row.value;', // R17 L13
  ' }', // R18 L14
];
const second = [
  ' function save(row: Row) {', // R50 L46
  '+    return null;', // R51
  '+  validate( row );', // R52
  '-  store(row);', // L47
  '+  store(row);  // twice', // R53
  ' }', // R54 L48
];
const file = changedFile('src/api/Load.ts', [], {
  oldPath: 'src/load.ts',
  change: 'renamed',
  hunks: [
    { oldStart: 10, newStart: 10, ...numbered(first, 10, 10) },
    { oldStart: 46, newStart: 50, ...numbered(second, 46, 50) },
  ],
});
const others = [
  changedFile('src/api/load.test.ts', ['+x()']),
  changedFile('lib/Other.cs', ['-gone();'], sides('deleted', 'lib/Other.cs')),
];
const index = indexDiff([file, ...others]);

type Spoken = { quote: string; line: number; end?: number; side?: 'new' | 'old'; path?: string };

function anchor({ quote, line, end = line, side = 'new', path = file.path }: Spoken): Anchor {
  return anchorCandidate({ path, quote, range: { side, startLine: line, endLine: end } }, index);
}

/** `R11-12 stated`, `file: reason` or `summary: reason`. */
function shown(spoken: Spoken): string {
  const found = anchor(spoken);
  if (found.kind !== 'lines') return `${found.kind}: ${found.reason}`;
  const { side, startLine, endLine } = found.range;
  return `${side === 'new' ? 'R' : 'L'}${startLine}${endLine === startLine ? '' : `-${endLine}`} ${found.how}`;
}

const notThere = 'file: the quoted text is not in its hunks';
const tooLittle = 'file: it quotes too little to be searched for';

const table: [name: string, spoken: Spoken, expected: string][] = [
  ['the stated line', { quote: '  const row = await fetchRow(id, options);', line: 11 }, 'R11 stated'],
  ['the stated line, indentation lost', { quote: 'const row = await fetchRow(id, options);', line: 11 }, 'R11 stated'],
  ['another line, exact', { quote: '  const row = await fetchRow(id, options);', line: 90 }, 'R11 exact'],
  ['another line, re-indented', { quote: '\tconst row = await fetchRow(id, options);', line: 13 }, 'R11 folded'],
  ['white space within the line', { quote: 'validate(row);', line: 3 }, 'R52 folded'],
  [
    'tabs against spaces and a carriage return',
    { quote: '    log("caf\u00e9 \ud83d\ude00", row);', line: 1 },
    'R16 folded',
  ],
  ['characters composed otherwise', { quote: '\tlog("cafe\u0301 \ud83d\ude00", row);', line: 16 }, 'R16 stated'],
  ['an unchanged line', { quote: '  return row.value;', line: 17 }, 'R17 stated'],
  ['an unchanged line said to be old', { quote: '  return row.value;', line: 13, side: 'old' }, 'R17 stated'],
  ['several lines', { quote: '  if (row === undefined) {\n    return null;\n  }', line: 12, end: 14 }, 'R12-14 stated'],
  ['several lines, CRLF', { quote: '  if (row === undefined) {\r\n    return null;\r\n  }', line: 2 }, 'R12-14 exact'],
  ['a blank line left out', { quote: '  }\n\tlog("caf\u00e9 \ud83d\ude00", row);', line: 1 }, 'R14-16 exact'],
  ['a blank line added', { quote: '  if (row === undefined) {\n\n    return null;', line: 12 }, 'R12-13 stated'],
  ['lines of both hunks', { quote: '}\nfunction save(row: Row) {', line: 18 }, notThere],
  ['lines that are not next to each other', { quote: '  if (row === undefined) {\n  }', line: 12 }, notThere],
  ['a removed line', { quote: '  if (!row) return null;', line: 12, side: 'old' }, 'L12 stated'],
  ['a removed line said to be new', { quote: '  if (!row) return null;', line: 12 }, 'L12 exact'],
  [
    'removed and unchanged lines',
    { quote: 'load(id: string) {\n  const row = await fetchRow(id);', line: 10, side: 'old' },
    'L10-11 stated',
  ],
  ['an added line said to be old', { quote: '  if (row === undefined) {', line: 12, side: 'old' }, 'R12 exact'],
  ['twins, the stated one', { quote: '    return null;', line: 51 }, 'R51 stated'],
  ['twins, one near and one far', { quote: 'function load2() {}', line: 51 }, notThere],
  ['a quote too short to search', { quote: '    return null;', line: 52 }, tooLittle],
  ['a bracket at its line', { quote: '}', line: 18 }, 'R18 stated'],
  ['a bracket elsewhere', { quote: '}', line: 17 }, tooLittle],
  ['a stated range around the quote', { quote: '  if (row === undefined) {', line: 10, end: 18 }, 'R12 stated'],
  ['part of a line', { quote: 'fetchRow(id, options)', line: 40 }, 'R11 exact'],
  ['part of the stated line', { quote: 'await fetchRow(id', line: 11 }, 'R11 stated'],
  ['part that begins within a word', { quote: 'tchRow(id, options)', line: 11 }, notThere],
  ['part that is too short', { quote: 'row.val', line: 17 }, notThere],
  ['from within a line to within another', { quote: 'row === undefined) {\n    return', line: 1 }, 'R12-13 folded'],
  ['a code fence', { quote: '```ts\n  if (row === undefined) {\n```', line: 1 }, 'R12 exact'],
  ['backticks', { quote: '`if (row === undefined) {`', line: 1 }, 'R12 folded'],
  [
    'the prompt\u2019s prefix',
    { quote: '12+  if (row === undefined) {\n13+    return null;', line: 70 },
    'R12-13 exact',
  ],
  ['the prompt\u2019s prefix, old', { quote: '12-  if (!row) return null;', line: 12 }, 'L12 exact'],
  [
    'the prompt\u2019s prefix, both sides',
    { quote: '47-  store(row);\n53+  store(row);  // twice', line: 1 },
    'R53 exact',
  ],
  ['the prompt\u2019s prefix, unchanged', { quote: '17   return row.value;', line: 5 }, 'R17 exact'],
  ['line numbers', { quote: '12:   if (row === undefined) {\n13:     return null;', line: 70 }, 'R12-13 exact'],
  ['line numbers in two columns', { quote: '   13   17 |   return row.value;', line: 70 }, 'R17 exact'],
  ['signs', { quote: '+  if (row === undefined) {\n+    return null;', line: 70 }, 'R12-13 exact'],
  ['a sign, old', { quote: '-  if (!row) return null;', line: 12, side: 'old' }, 'L12 stated'],
  ['both signs, new side', { quote: '-  store(row);\n+  store(row);  // twice', line: 53 }, 'R53 stated'],
  ['both signs, old side', { quote: '-  store(row);\n+  store(row);  // twice', line: 47, side: 'old' }, 'L47 stated'],
  ['an ellipsis at the end', { quote: '  const row = await fetchRow(id, opt...', line: 5 }, 'R11 folded'],
  ['an ellipsis at the start', { quote: '\u2026await fetchRow(id, options);', line: 5 }, 'R11 folded'],
  ['an ellipsis within', { quote: '  const row = ... options);', line: 5 }, 'R11 folded'],
  [
    'an ellipsis for lines',
    { quote: '  if (row === undefined) {\n  // ...\n  return row.value;', line: 5 },
    'R12 folded',
  ],
  ['an ellipsis and little else', { quote: 'return...', line: 5 }, notThere],
  [
    'the prompt\u2019s cut of a long line',
    { quote: '  const row = await fetch [20 more characters]', line: 5 },
    'R11 folded',
  ],
  ['a wrong character', { quote: '  const row = await fetchRow(id, option);', line: 11 }, notThere],
  ['invented code', { quote: 'process.exit(1);', line: 11 }, notThere],
  ['nothing', { quote: ' \n ', line: 11 }, 'file: it quotes no line'],
  ['no number to speak of', { quote: '  if (row === undefined) {', line: Number.NaN }, 'R12 exact'],
];

const paths: [path: string, expected: string][] = [
  ['src/api/Load.ts', 'src/api/Load.ts'],
  ['/src/api/Load.ts', 'src/api/Load.ts'],
  ['b/src/api/Load.ts', 'src/api/Load.ts'],
  ['a/src/load.ts', 'src/api/Load.ts'],
  ['./src/api/Load.ts', 'src/api/Load.ts'],
  ['src\\api\\Load.ts', 'src/api/Load.ts'],
  ['`src/api/Load.ts`', 'src/api/Load.ts'],
  ['SRC/API/load.TS', 'src/api/Load.ts'],
  ['src/load.ts', 'src/api/Load.ts'],
  ['api/Load.ts', 'src/api/Load.ts'],
  ['load.test.ts', 'src/api/load.test.ts'],
  ['repo/src/api/load.test.ts', 'src/api/load.test.ts'],
  ['Other.cs', 'lib/Other.cs'],
  ['.ts', 'none'],
  ['src/api', 'none'],
  ['', 'none'],
  ['src/api/Missing.ts', 'none'],
];

describe('anchors', () => {
  for (const [name, spoken, expected] of table) it(name, () => assert.equal(shown(spoken), expected));

  for (const [path, expected] of paths) {
    it(`takes the path "${path}" for ${expected}`, () => {
      const found = anchor({ path, quote: 'nothing of the kind', line: 1 });
      assert.equal(found.kind === 'summary' ? 'none' : found.path, expected);
    });
  }

  it('gives twins no line when only their distance speaks and does not suffice', () => {
    const twins = changedFile('a.ts', ['+retry(request);', '+a', '+retry(request);']);
    const at = (line: number) =>
      anchorCandidate(
        { path: 'a.ts', quote: 'retry(request);', range: { side: 'new', startLine: line, endLine: line } },
        [twins],
      );
    assert.equal(at(2).kind, 'file');
    assert.equal(at(3).kind, 'lines');
    assert.deepEqual(at(9), { kind: 'file', path: 'a.ts', reason: 'the quoted text stands at 2 places' });
  });

  it('takes the near twin when the other is far', () => {
    const far = [...Array.from({ length: 25 }, (_, i) => `+line(${i});`)];
    const twins = changedFile('a.ts', ['+retry(request);', ...far, '+retry(request);']);
    const found = anchorCandidate(
      { path: 'a.ts', quote: 'retry(request);', range: { side: 'new', startLine: 3, endLine: 3 } },
      [twins],
    );
    assert.deepEqual(found.kind === 'lines' && found.range, { side: 'new', startLine: 1, endLine: 1 });
  });

  it('tells twins apart by the indentation that the model kept, unless the number says otherwise', () => {
    const twins = changedFile('a.ts', [
      '+  retry(request);',
      ...Array.from({ length: 30 }, (_, i) => `+line(${i});`),
      '+      retry(request);',
    ]);
    const at = (line: number) =>
      anchorCandidate(
        { path: 'a.ts', quote: '      retry(request);', range: { side: 'new', startLine: line, endLine: line } },
        [twins],
      );
    const found = at(15);
    assert.deepEqual(found.kind === 'lines' && [found.range.startLine, found.how], [32, 'exact']);
    assert.equal(at(1).kind, 'file');
  });

  it('gives a moved line no side when the number fits neither', () => {
    const moved = changedFile('a.ts', ['-  retry(request);', ' a', ' b', '+retry(request);']);
    const at = (line: number, side: 'new' | 'old') =>
      anchorCandidate({ path: 'a.ts', quote: 'retry(request);', range: { side, startLine: line, endLine: line } }, [
        moved,
      ]);
    assert.equal(at(20, 'new').kind, 'file');
    const old = at(1, 'old');
    assert.deepEqual(old.kind === 'lines' && old.range, { side: 'old', startLine: 1, endLine: 1 });
  });

  it('measures the last line in UTF-16 units, without its carriage return', () => {
    const found = anchor({ quote: '  }\n\n\tlog("caf\u00e9 \ud83d\ude00", row);', line: 14, end: 16 });
    assert.deepEqual(found, {
      kind: 'lines',
      path: 'src/api/Load.ts',
      range: { side: 'new', startLine: 14, endLine: 16 },
      endLineLength: 21,
      text: '  }\n\n\tlog("caf\u00e9 \ud83d\ude00", row);',
      how: 'stated',
    });
  });

  it('finds lines whose hidden characters the prompt escaped, the model copied or left out', () => {
    const hidden = changedFile('a.cs', ['+\ufeffusing System.Text;', '+if (admin\u202e\u2066) {']);
    const at = (quote: string) =>
      anchorCandidate({ path: 'a.cs', quote, range: { side: 'new', startLine: 9, endLine: 9 } }, [hidden]).kind;
    for (const quote of [
      'using System.Text;',
      '\\u{feff}using System.Text;',
      'if (admin\\u{202e}\\u{2066}) {',
      'if (admin\u202e\u2066) {',
    ]) {
      assert.equal(at(quote), 'lines', quote);
    }
  });

  it('finds a file by its path as the prompt shows it', () => {
    const file = changedFile('src/a\nb.ts', ['+const total = 1;']);
    const range = { side: 'new', startLine: 1, endLine: 1 } as const;
    const found = anchorCandidate({ path: 'src/a\\u{a}b.ts', quote: 'const total = 1;', range }, [file]);
    assert.equal(found.kind, 'lines');
  });

  it('places the range of a tool on its lines or on the file', () => {
    const at = (startLine: number, endLine: number) => placeRange(file, { side: 'new', startLine, endLine });
    const lines = at(11, 12);
    assert.equal(
      lines.kind === 'lines' && lines.text,
      '  const row = await fetchRow(id, options);\n  if (row === undefined) {',
    );
    assert.deepEqual(at(18, 50), {
      kind: 'file',
      path: 'src/api/Load.ts',
      reason: 'its lines are not all in one hunk',
    });
    assert.equal(at(30, 30).kind, 'file');
  });

  it('finds a quote of one place where the path has something around it', () => {
    const range = { side: 'new', startLine: 2, endLine: 2 } as const;
    const quote = '  const row = await fetchRow(id, options);';
    for (const path of ['src/api/Load.ts:11', 'file: src/api/Load.ts', '**src/api/Load.ts**', 'src/api/Load', '']) {
      const found = anchorCandidate({ path, quote, range }, [file, ...others]);
      assert.deepEqual([found.kind, found.kind === 'lines' && found.path], ['lines', 'src/api/Load.ts'], path);
    }
    const twice = [file, changedFile('src/api/Twin.ts', [`+${quote}`])];
    assert.deepEqual(anchorCandidate({ path: 'src/api/Twin', quote, range }, twice), {
      kind: 'file',
      path: 'src/api/Load.ts',
      reason: 'its path is no file of the diff, and its quote stands at several places',
    });
  });

  const nowhere = { quote: 'nothing of the kind', range: { side: 'new', startLine: 1, endLine: 1 } } as const;

  it('gives what means a file of the change its place there, whatever else is wrong with it', () => {
    const two = [changedFile('a/index.ts', ['+x()']), changedFile('b/index.ts', ['+y()'])];
    const unread = ['package-lock.json'];
    const at = (path: string) => {
      const found = anchorCandidate({ ...nowhere, path }, two, unread);
      return found.kind === 'file' ? `file ${found.path}: ${found.reason}` : found.kind;
    };
    assert.equal(at('b/index.ts:12'), 'file b/index.ts: the quoted text is not in its hunks');
    assert.equal(at('index.ts'), 'file a/index.ts: its path may mean 2 files of the diff');
    assert.equal(at('./package-lock.json'), 'file package-lock.json: its content was not looked at');
    assert.equal(at(CANARY), 'file a/index.ts: its place was withheld');
    assert.equal(at('../../../etc/passwd'), 'summary');
  });

  it('takes a file that holds the quote and is meant before one that holds it', () => {
    const lines = ['+retry(request);', '+a', '+retry(request);'];
    const files = ['z.ts', 'a/index.ts', 'b/index.ts'].map((path) => changedFile(path, lines));
    const range = { side: 'new', startLine: 9, endLine: 9 } as const;
    const found = anchorCandidate({ path: 'index.ts', quote: 'retry(request);', range }, files);
    assert.equal(found.kind === 'file' && found.path, 'a/index.ts');
  });

  it('stays quick with hostile quotes', () => {
    const big = changedFile(
      'a.ts',
      Array.from({ length: 5_000 }, (_, i) => `+${'a '.repeat(20)}${i}`),
    );
    const many = indexDiff([big]);
    for (const quote of [
      'a '.repeat(20_000),
      '...'.repeat(5_000),
      '1 '.repeat(20_000),
      `${'+\n'.repeat(5_000)}`,
      '```\n'.repeat(5_000),
    ]) {
      assert.equal(
        anchorCandidate({ path: 'a.ts', quote, range: { side: 'new', startLine: 1, endLine: 1 } }, many).kind,
        'file',
      );
    }
  });

  it('reads the names and lines of many files once for all that fit none', () => {
    let asked = 0;
    const files = Array.from({ length: 300 }, (_, at) => {
      const given = changedFile(`src/new${at}.ts`, ['+export const value = compute();']);
      return Object.defineProperty({ ...given }, 'path', {
        get() {
          asked += 1;
          return given.path;
        },
      });
    });
    const many = indexDiff(files);
    for (let at = 0; at < 300; at += 1) {
      const range = { side: 'new', startLine: 3, endLine: 3 } as const;
      const spoken = { path: `lib/nothing${at}.py`, quote: `something${at} that(stands, nowhere)`, range };
      assert.equal(anchorCandidate(spoken, many).kind, 'summary');
    }
    assert.ok(asked < 10 * 300, String(asked));
  });

  it('searches no more files for quotes without one than a review has time for', () => {
    let searched = 0;
    const files = Array.from({ length: 1_000 }, (_, at) =>
      changedFile(`src/${at}.ts`, [`+const v${at} = run(${at});`]),
    );
    const index = indexDiff(files);
    const counted = index.files.map((one) => ({
      ...one,
      side: (side: 'new' | 'old') => {
        searched += 1;
        return one.side(side);
      },
    }));
    const range = { side: 'new', startLine: 1, endLine: 1 } as const;
    const place = (quote: string) => anchorCandidate({ path: '', quote, range }, { ...index, files: counted }).kind;
    assert.equal(place('const v7 = run(7);'), 'lines');
    for (let at = 0; at < 500; at += 1) assert.equal(place(`nowhere${at}(stands, this)`), 'summary');
    const before = searched;
    assert.equal(place('const v7 = run(7);'), 'summary');
    assert.equal(searched, before);
  });
});

describe('quotes of what stands everywhere', () => {
  it('are looked for so often, and stand at their file from then on', () => {
    const many = changedFile(
      'src/a.ts',
      Array.from({ length: 20_000 }, () => '+call(again);'),
    );
    const index = indexDiff([many]);
    const placed = Array.from({ length: 400 }, (_, at) =>
      anchorCandidate(
        { path: 'src/a.ts', quote: 'call(again);', range: { side: 'new', startLine: at + 1, endLine: at + 1 } },
        index,
      ),
    );
    assert.equal(placed[0]?.kind, 'lines');
    assert.deepEqual(placed.at(-1), {
      ...{ kind: 'file', path: 'src/a.ts' },
      reason: 'more lines are quoted than can be looked for',
    });
    assert.ok(placed.filter(({ kind }) => kind === 'lines').length < 260);
  });
});
